import type { Plan } from "./plan.js";
/** Reads what a message holds, one after the other. */
export declare function readAll<T>(message: Uint8Array, readOne: () => T): T[];
/** Steps into the array of a frame and gives back its length. */
export declare function enterArray(): number;
/**
 * Reads one value of MessagePack, which must be all there is.
 *
 * Integers are numbers while they are safe and bigints beyond, unless the plan says otherwise.
 *
 * @throws CodecError for bytes that are not allowed, and for a value other than its plan says.
 */
export declare function decode(message: Uint8Array, plan?: Plan | null): unknown;
/**
 * Reads the next value. One of the protocol's own is read strictly: a float is no integer, even if it looks like one, and
 * no key of a map stands twice.
 */
export declare function read(strict?: boolean): unknown;
/** Steps over one byte and gives it back. */
export declare function takeByte(): number;
