import type { Plan } from "./plan.js";
import type { CodecError } from "./problem.js";
/** The kinds of frames that this client writes or understands, by their number on the wire. */
export declare const Kind: {
    readonly hello: 0;
    readonly welcome: 1;
    readonly ping: 2;
    readonly pong: 3;
    readonly goAway: 5;
    readonly auth: 6;
    readonly credit: 7;
    readonly call: 16;
    readonly ok: 18;
    readonly err: 19;
    readonly cancel: 20;
    readonly item: 21;
    readonly end: 22;
    readonly sub: 32;
    readonly unsub: 33;
    readonly event: 34;
    readonly eventTo: 35;
    readonly subState: 36;
};
/** One frame as it was read. */
export interface Frame {
    readonly kind: number;
    /** What follows the kind, of the types that the kind requires. */
    readonly fields: readonly unknown[];
    /** Why a field is not as its plan says. The field is then what it would be without a plan. */
    readonly problem: CodecError | undefined;
}
/** Says which plan the next field of a frame has: from its kind, the fields before, and the frames before in the message. */
export type PlanOf = (kind: number, fields: readonly unknown[], earlier: readonly Frame[]) => Plan | null | undefined;
/**
 * Reads all frames of a message.
 *
 * @throws CodecError if the message is malformed: then none of its frames counts.
 */
export declare function readFrames(message: Uint8Array, planOf?: PlanOf): Frame[];
/** Writes one frame. Fields at the end that are `undefined` are left out, others become nil. */
export declare function writeFrame(kind: number, fields: readonly unknown[], plans?: readonly (Plan | null)[]): Uint8Array;
/** Puts pieces together. The result is an ArrayBuffer, and not a view of one, which is what every WebSocket takes. */
export declare function join(parts: readonly Uint8Array[]): ArrayBuffer;
export declare function isUint(value: unknown): value is number;
/** The options of a frame: a map, as opposed to an array or bytes. */
export declare function isOptions(value: unknown): value is {
    readonly [key: string]: unknown;
};
