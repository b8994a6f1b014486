import type { AnyMegoError, ClientStatus } from "./errors.js";
import type { Frame } from "./frames.js";
import type { Plan } from "./plan.js";
import type { CodecError } from "./problem.js";
import type { Limits } from "./state.js";
import type { OpenStream } from "./stream.js";
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
/** A call as the connection sees it. */
export interface Pending {
    readonly method: string;
    readonly entry: MethodEntry;
    /** The parameters, written when the call was made: what becomes of the objects afterwards does not matter. */
    payload: Uint8Array;
    readonly whenOffline: "queue" | "fail";
    /** The first credit of a stream, where the caller says it. */
    readonly credit: number | undefined;
    /** Takes an item of a stream; undefined if the call is none. */
    readonly take: ((item: Frame) => void) | undefined;
    /** Milliseconds that are left of the caller's own deadline, if there is one. */
    readonly remaining: () => number | undefined;
    /** The id of the frame, once sent. */
    id: number | undefined;
    /** Whether the outcome is known. */
    done: boolean;
    /** Ends the call. Only the first outcome counts. */
    readonly settle: (result: Result<unknown, AnyMegoError>) => void;
    readonly fail: (status: ClientStatus, message: string, extra?: ErrorDetails) => void;
    /** Fails the call from this side, and tells the server. */
    readonly abandon: (status: ClientStatus, message: string, extra?: ErrorDetails) => void;
}
/** What makes a call one of a stream. */
export interface Sink {
    readonly credit: number | undefined;
    readonly take: (call: Pending, item: Frame) => void;
}
interface ErrorDetails {
    readonly path?: string;
    readonly cause?: unknown;
    readonly maybeExecuted?: boolean;
}
/** What a call needs of its connection. */
export interface Line {
    /** Takes the call on: sends it, keeps it until it can be sent, or fails it. */
    readonly send: (call: Pending) => void;
    /** Forgets a call that was settled here, and tells the server if it knows of the call. */
    readonly abandon: (call: Pending) => void;
    /** Sends a frame about a call, its id before the fields, if the server knows of the call. */
    readonly tell: (call: Pending, kind: number, ...fields: readonly unknown[]) => void;
    /** What the server allows, as far as it is known. */
    readonly limits: () => Limits;
    /** While there is no connection: how the last one or the last attempt ended, as ` (1006: …)`; empty if there was none. */
    readonly offline: () => string | undefined;
}
/** Makes a call. Whatever happens, the promise settles once, and this function does not throw. With a sink, the call is a stream. */
export declare function startCall(line: Line, method: string, entry: MethodEntry, input: unknown, options: CallOptions, sink?: Sink): Call<unknown, AnyMegoError>;
/** What is wrong with a value, and where. The first key of the trail is a place in the frame, which is no business of the user's. */
export declare function describeProblem(error: CodecError): {
    readonly message: string;
    readonly path: string;
};
export {};
