import type { Plan } from "./plan.js";
/** The largest id that a frame can have. */
export declare const largestId = 4294967295;
/** A map of options in a frame. */
export interface Options {
    readonly [letter: string]: unknown;
}
/** One frame as it was read. */
export interface Frame {
    readonly kind: number;
    /** What follows the kind, of the types that the kind requires. No plan has been followed. */
    readonly fields: readonly unknown[];
}
/**
 * Reads all frames of a message.
 *
 * @throws CodecError if the message is malformed: then none of its frames counts.
 */
export declare function readFrames(message: Uint8Array): Frame[];
/** Writes one frame. Fields at the end that are `undefined` are left out, others become nil. */
export declare function writeFrame(kind: number, fields: readonly unknown[], plans?: readonly (Plan | null)[]): Uint8Array;
/** Puts pieces together. They fill their buffer, which every WebSocket takes. */
export declare function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer>;
/** A frame that the server answers: the fields, which were written as an array, after an id and before options, if there are any. */
export declare function writeRequest(kind: number, id: number, fields: Uint8Array, options: object | undefined): Uint8Array;
/** Whether a value is an integer of the protocol, which are none below zero. */
export declare function isUint(value: unknown): value is number;
/** Refuses an option that is no whole number from 1. */
export declare function checkCount(name: string, value: unknown): void;
/** Whether a value is a whole number from 1. */
export declare function isCount(value: unknown): value is number;
