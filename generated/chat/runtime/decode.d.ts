import type { Plan, PlanNode } from "./plan.js";
/** Lets `run` read a message. */
export declare function readFrom<T>(message: Uint8Array, run: () => T): T;
/** Whether nothing is left of the message. */
export declare function atEnd(): boolean;
/** Where the reader stands; {@link rewind} brings it back. */
export declare function position(): number;
/** Goes back to a position, at a depth of the trail. */
export declare function rewind(to: number, depth: number): void;
/** Steps into an array and gives back its length. */
export declare function enterArray(): number;
/** Whether a float comes next. Once it is read, it may look like an integer. */
export declare function nextIsFloat(): boolean;
/** How many entries the map has that comes next; undefined where none comes next. */
export declare function lengthOfNextMap(): number | undefined;
/**
 * Reads one value of MessagePack, which must be all there is.
 *
 * Integers are numbers while they are safe and bigints beyond, unless the plan says otherwise.
 *
 * @throws CodecError for bytes that are not allowed, and for a value other than its plan says.
 */
export declare function decode(message: Uint8Array, plan?: Plan | null): unknown;
/** Reads the next value. */
export declare function read(planned: Plan | PlanNode | null | undefined): unknown;
