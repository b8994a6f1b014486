import type { Plan } from "./plan.js";
/**
 * Writes one value as MessagePack, in the shortest form.
 *
 * Whole numbers are written as integers as long as they are safe, other numbers as float64, −0 among them. Fields that
 * are `undefined` are left out.
 *
 * @throws CodecError for what MessagePack or the plan has no place for.
 */
export declare function encode(value: unknown, plan?: Plan | null): Uint8Array;
