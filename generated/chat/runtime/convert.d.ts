import type { Plan } from "./plan.js";
interface Fields {
    [name: string]: unknown;
}
/**
 * Gives a value the form that it has on the wire, as its plan says, or takes that form from it again. What is to be sent
 * is copied where it changes; what was received changes in place.
 *
 * @throws CodecError for a value other than its plan says.
 */
export declare function convert(value: unknown, plan: Plan | null | undefined, toWire: boolean, depth?: number): unknown;
/** Whether an object is only that, and no instance of a class. Its prototype may be that of another window. */
export declare function isPlain(value: unknown): value is Fields;
/** What a value is, in words. */
export declare function nameOf(value: unknown): string;
export {};
