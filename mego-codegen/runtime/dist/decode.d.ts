import type { Plan, PlanNode } from "./plan.js";
/** Begins to read a message. */
export declare function open(message: Uint8Array): void;
/** Whether nothing is left of the message. */
export declare function atEnd(): boolean;
/** Where the reader stands; {@link rewind} brings it back. */
export declare function position(): number;
export declare function rewind(to: number): void;
/** Steps into an array and gives back its length. */
export declare function enterArray(depth: number): number;
/** How many entries the map has that comes next; undefined where none comes next. */
export declare function lengthOfNextMap(depth: number): number | undefined;
/**
 * Reads one value of MessagePack, which must be all there is.
 *
 * Integers are numbers while they are safe and bigints beyond, unless the plan says otherwise.
 *
 * @throws CodecError for bytes that are not allowed, and for a value other than its plan says.
 */
export declare function decode(message: Uint8Array, plan?: Plan | null): unknown;
/** Reads the next value. `depth` is the number of arrays and maps that it is in. */
export declare function read(planned: Plan | PlanNode | null | undefined, depth: number): unknown;
