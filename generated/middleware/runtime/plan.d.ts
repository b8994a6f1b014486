/**
 * What the codec has to know about a value beyond what MessagePack says. A type that needs nothing has no plan.
 *
 * A plan is data, which leads to the values that need something done. `null` passes every plan, for whether a value may
 * be absent is the server's to judge.
 */
export type Plan = Leaf
/** An array of values that all have this plan. */
 | {
    readonly array: Plan;
}
/** An array of values that each have their own plan, or none. */
 | {
    readonly tuple: readonly (Plan | null)[];
}
/**
 * An object of which some fields have a plan; `rest` is that of every field that is not listed. `null` lists a field
 * that has no plan, and not that of the rest either.
 */
 | {
    readonly fields: {
        readonly [name: string]: Plan | null;
    };
    readonly rest?: Plan;
}
/** A map with string keys whose values all have this plan. */
 | {
    readonly rest: Plan;
}
/**
 * A map with integer keys: `"number"` is an object with safe integers as keys, `"string"` an object with decimals of
 * up to 64 bits, `"bigint"` a `Map` with bigints as keys.
 */
 | {
    readonly keys: "number" | "string" | "bigint";
    readonly values?: Plan;
}
/**
 * A tagged union: which variant a value is stands in its field `tag`, and the plan of the variant is that of the
 * whole object. Without `tag` the union is externally tagged: a string, or an object with one field that is named
 * after the variant, and the plan of the variant is that of the field.
 */
 | {
    readonly variants: {
        readonly [name: string]: Plan;
    };
    readonly tag?: string;
}
/** A plan by name, which lets plans be recursive and stand in any order. */
 | (() => Plan);
/**
 * A value of its own.
 *
 * - `i64`, `u64`: 64-bit integers, `bigint` when read, `bigint` or a safe integer when written
 * - `i53`, `u53`: 64-bit integers as `number`; one that is not safe is an error, never rounded
 * - `i64s`, `u64s`: 64-bit integers as decimal strings
 * - `i128`, `u128`: 128-bit integers as `bigint`, sixteen bytes on the wire
 * - `bytes`: `Uint8Array` when read, any typed array, `DataView` or `ArrayBuffer` when written
 * - `date`: a `Date`, text as RFC 3339 writes it on the wire
 * - `unit`: a unit struct, `null` here and an empty array on the wire
 */
export type Leaf = "i64" | "u64" | "i53" | "u53" | "i64s" | "u64s" | "i128" | "u128" | "bytes" | "date" | "unit";
/** A plan that is not a leaf, with every part optional, so that the codec can ask for any of them. */
export interface PlanNode {
    readonly array?: Plan;
    readonly tuple?: readonly (Plan | null)[];
    readonly fields?: {
        readonly [name: string]: Plan | null;
    };
    readonly rest?: Plan;
    readonly keys?: "number" | "string" | "bigint";
    readonly values?: Plan;
    readonly variants?: {
        readonly [name: string]: Plan;
    };
    readonly tag?: string;
}
