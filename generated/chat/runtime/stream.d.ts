import type { CallOptions, Line, MethodEntry, Result } from "./call.js";
import type { AnyMegoError } from "./errors.js";
import type { Iteration } from "./pipe.js";
/**
 * A call that is answered with a stream of items, to be iterated over once.
 *
 * It is sent when it is made, not when it is iterated over. The iteration throws a `Failure` where the stream fails;
 * a lost connection is one, for a stream is never sent again by itself. Leaving the loop ends the stream.
 */
export interface StreamCall<Item, Failure> extends Iteration<Item> {
    /** Ends the stream. The iteration fails with `Cancelled`, items that wait are thrown away, and the server stops. */
    cancel(reason?: string): void;
    /** How the stream ended, whether or not all its items have been taken: this promise never rejects. */
    result(): Promise<Result<void, Failure>>;
}
/** How one call of a stream is made. `timeout` covers it up to its first item. */
export interface StreamOptions extends CallOptions {
    /** Items that may be here without having been taken: the server sends no more than that. Its default is in `state`. */
    readonly credit?: number | undefined;
}
/** What opens streams: {@link openStream}. */
export type OpenStream = (line: Line, method: string, entry: MethodEntry, input: unknown, options: StreamOptions) => StreamCall<unknown, AnyMegoError>;
/**
 * Calls a method that answers with a stream.
 *
 * @throws RangeError if the credit is not a whole number from 1.
 */
export declare const openStream: OpenStream;
