import type { AnyMegoError, ClientStatus, ErrorDetails } from "./errors.js";
import type { Frame } from "./frames.js";
import type { Plan } from "./plan.js";
import type { Limits } from "./state.js";
import type { OpenStream, StreamOptions } from "./stream.js";
/** How a call ended. */
export type Result<Value, Failure> = {
    readonly ok: true;
    readonly value: Value;
} | {
    readonly ok: false;
    readonly error: Failure;
};
/**
 * A call that has been made: a promise of its result, which rejects with a `Failure`.
 *
 * It is sent when it is made, not when it is awaited.
 */
export interface Call<Value, Failure> extends Promise<Value> {
    /** The same outcome as a value: this promise never rejects. */
    result(): Promise<Result<Value, Failure>>;
    /** Ends the call. It fails with `Cancelled`, and the server stops working on it. */
    cancel(reason?: string): void;
}
/** How one call is made. */
export interface CallOptions {
    /** Ends the call when it is aborted. */
    readonly signal?: AbortSignal | undefined;
    /** Milliseconds until the call fails with `Timeout`; 0 is for ever. */
    readonly timeout?: number | undefined;
    /** What becomes of the call while there is no connection: it waits (the default), or fails with `Disconnected`. */
    readonly whenOffline?: "queue" | "fail" | undefined;
}
/** What the runtime knows of a method. */
export interface MethodEntry {
    /** `null` if the method takes nothing, absent if what it takes needs no plan. */
    readonly input?: Plan | null;
    /** `null` if the method returns nothing, absent if what it returns needs no plan. */
    readonly output?: Plan | null;
    /** The errors that the method declares, by code. */
    readonly errors?: {
        readonly [code: number]: {
            readonly status: string;
            readonly data?: Plan;
        };
    };
    /** Whether a call may be sent again when nobody knows whether it was executed. */
    readonly idempotent?: boolean;
    /** The deadline of the method in milliseconds, where it has one of its own. */
    readonly timeout?: number;
    /** What opens its stream, if the method answers with one; `output` is then the plan of an item. */
    readonly stream?: OpenStream;
    /** Whether this is not a method, but the frame that renews the token; the input is the token. */
    readonly auth?: boolean;
}
/** Something that the server answers, a call for example, as the connection sees it. */
export interface Request {
    readonly kind: number;
    /** The fields after the id, as an array. They are written at once: what becomes of the objects afterwards does not matter. */
    payload: Uint8Array;
    /** The id of the frame, once sent, and else 0. */
    id: number;
    /** Whether the outcome is known, or nobody asks for it. */
    done: boolean;
    /** Whether it has Items and an End. */
    readonly isStream?: boolean;
    /** The options of the frame, at the moment of sending. */
    readonly options?: () => object | undefined;
    /** Whether it waits while there is no connection. */
    readonly waits?: boolean;
    /** Whether it may be sent again when nobody knows what became of it. */
    readonly isRepeatable?: boolean;
    /** Takes an answer. */
    readonly answer: (frame: Frame) => void;
    /** Ends it from this side. Only the first outcome counts. */
    readonly fail: (status: ClientStatus, message: string, details?: ErrorDetails) => void;
}
/** What a call needs of its connection. */
export interface Line {
    /** What holds where a call does not say. */
    readonly defaults: CallOptions;
    /** Takes the call on: sends it, keeps it until it can be sent, or fails it. */
    readonly send: (call: Request) => void;
    /** Forgets a call that was settled here, and tells the server if it knows of the call. */
    readonly abandon: (call: Request) => void;
    /** Sends a frame about a call, its id before the fields, if the server knows of the call. */
    readonly tell: (call: Request, kind: number, ...fields: readonly unknown[]) => void;
    /** What the server allows, as far as it is known. */
    readonly limits: () => Limits;
    /** While there is no connection: how the last one or the last attempt ended, as ` (1006: …)`; empty if there was none. */
    readonly offline: () => string | undefined;
}
/**
 * Makes a call. Whatever happens, the promise settles once, and this function does not throw. With `take`, which is given
 * each item, the call is a stream.
 */
export declare function startCall(line: Line, method: string, entry: MethodEntry, input: unknown, { signal, timeout, whenOffline, credit }: StreamOptions, take?: (call: Request, item: unknown) => void): Call<unknown, AnyMegoError>;
