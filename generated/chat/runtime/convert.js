import { checkDepth, fail, within } from "./problem.js";
/**
 * Gives a value the form that it has on the wire, as its plan says, or takes that form from it again. What is to be sent
 * is copied where it changes; what was received changes in place.
 *
 * @throws CodecError for a value other than its plan says.
 */
export function convert(value, plan, toWire, depth = 0) {
    while (typeof plan === "function")
        plan = plan();
    if (!plan)
        return value;
    const isAbsent = value === null || value === undefined;
    if (plan === "unit") {
        if (!isAbsent && !(Array.isArray(value) && !value.length))
            mismatch(value, plan);
        return toWire ? [] : null;
    }
    if (isAbsent)
        return value;
    if (typeof plan === "string")
        return convertLeaf(value, plan, toWire);
    const { array, tuple, fields, rest, keys, values, variants, tag } = plan;
    // The simple variants of an externally tagged union are strings.
    if (typeof value === "string" && variants && tag === undefined)
        return value;
    const isList = array ?? tuple;
    if (isList ? !Array.isArray(value) : !(isPlain(value) || (keys && value instanceof Map)))
        mismatch(value, plan);
    if (tag !== undefined)
        return convert(value, own(variants, value[tag]), toWire, depth);
    checkDepth(++depth);
    let key;
    try {
        if (isList) {
            const items = toWire ? [...value] : value;
            for (let i = 0; i < items.length; i++)
                items[i] = convert(items[(key = i)], array ?? tuple?.[i], toWire, depth);
            return items;
        }
        if (keys) {
            const map = new Map();
            const entries = value instanceof Map ? value : Object.entries(value);
            for (const [name, item] of entries) {
                key = name;
                const integer = decimal(String(name));
                if (integer === undefined || (keys === "number" && !Number.isSafeInteger(Number(name)))) {
                    fail(`expected ${keys === "number" ? "a safe" : "an"} integer as the key`);
                }
                map.set(integer, convert(item, values, toWire, depth));
            }
            return toWire || keys === "bigint" ? map : Object.fromEntries(map);
        }
        // Copied first, so that a getter is asked once.
        const object = (toWire ? { ...value } : value);
        const plans = fields ?? variants;
        for (const name in rest ? object : plans) {
            if (!Object.hasOwn(object, name) || object[name] === undefined)
                continue;
            key = name;
            object[name] = convert(object[name], own(plans, name, rest), toWire, depth);
        }
        return object;
    }
    catch (error) {
        throw within(key, error);
    }
}
function convertLeaf(value, leaf, toWire) {
    if (leaf === "bytes")
        return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value : mismatch(value, leaf);
    if (leaf === "date") {
        const date = new Date((toWire ? value instanceof Date : typeof value === "string") ? value : NaN);
        if (Number.isNaN(date.getTime()))
            mismatch(value, leaf);
        return toWire ? date.toISOString() : date;
    }
    const isSmall = leaf.endsWith("53");
    const isText = leaf.endsWith("s");
    const isWide = leaf.endsWith("128");
    /** Cuts an integer off beyond so many bits. */
    const cut = leaf[0] === "u" ? BigInt.asUintN : BigInt.asIntN;
    let integer;
    if (isText && toWire)
        integer = decimal(value);
    else if (isWide && !toWire) {
        // Sixteen bytes, the highest first.
        if (!(value instanceof Uint8Array) || value.length !== 16)
            mismatch(value, leaf);
        integer = cut(128, value.reduce((high, byte) => (high << 8n) | BigInt(byte), 0n));
    }
    else if (Number.isSafeInteger(value))
        integer = BigInt(value);
    else if (typeof value === "bigint" && !isSmall)
        integer = value;
    if (integer === undefined || cut(isWide ? 128 : 64, integer) !== integer)
        return mismatch(value, leaf);
    if (!toWire)
        return isSmall ? value : isText ? String(integer) : integer;
    const byteAt = (_, i) => Number(BigInt.asUintN(8, integer >> BigInt(120 - 8 * i)));
    return isWide ? Uint8Array.from({ length: 16 }, byteAt) : integer;
}
/** The integer that a text spells out. */
function decimal(text) {
    return typeof text === "string" && /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}
/** What a table itself has under a name, and no prototype of it. */
function own(table, name, otherwise) {
    return table && Object.hasOwn(table, name) ? table[name] : otherwise;
}
/** Whether an object is only that, and no instance of a class. Its prototype may be that of another window. */
export function isPlain(value) {
    if (typeof value !== "object" || value === null)
        return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}
function mismatch(value, plan) {
    fail(`expected ${expectation(plan)}, found ${nameOf(value)}`);
}
/** What a value is, in words. */
export function nameOf(value) {
    if (Array.isArray(value))
        return "an array";
    if (isPlain(value))
        return "an object";
    if (typeof value === "object")
        return `a ${value?.constructor?.name || "class instance"}`;
    if (typeof value === "function" || typeof value === "symbol")
        return `a ${typeof value}`;
    const text = String(value).slice(0, 40);
    return typeof value === "string" ? JSON.stringify(text) : text;
}
const words = { bytes: "bytes", date: "a valid date", unit: "null" };
/** What a value with this plan has to be, in words. */
function expectation(plan) {
    if (typeof plan === "object")
        return plan.array ?? plan.tuple ? "an array" : "an object";
    const [, sign, bits, text] = /(.)(\d+)(.?)/.exec(plan) ?? [];
    return words[plan] ?? `${sign === "u" ? "an unsigned" : "a"} ${bits}-bit integer${text && " as text"}`;
}
