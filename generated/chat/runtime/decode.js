import { expectation, fits, isList, mayBeText, planOfElement, planOfField, planOfVariant, resolvePlan } from "./plan.js";
import { fail, maxDepth, trail } from "./problem.js";
// What is being read. Reading runs no code of others, so one set of variables serves all.
let bytes = new Uint8Array(0);
let view = new DataView(bytes.buffer);
let at = 0;
// Invalid text is refused, and a byte order mark is a character like any other.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const tooShort = "the message ends too soon";
/** Lets `run` read a message. */
export function readFrom(message, run) {
    bytes = message;
    view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    at = 0;
    try {
        return run();
    }
    finally {
        trail.length = 0;
    }
}
/** Whether nothing is left of the message. */
export function atEnd() {
    return at === bytes.length;
}
/** Where the reader stands; {@link rewind} brings it back. */
export function position() {
    return at;
}
/** Goes back to a position, at a depth of the trail. */
export function rewind(to, depth) {
    at = to;
    trail.length = depth;
}
/** Steps into an array and gives back its length. */
export function enterArray() {
    const first = takeByte();
    return isArray(first) ? takeLength(first) : fail("a frame that is no array", true);
}
/** Whether a float comes next. Once it is read, it may look like an integer. */
export function nextIsFloat() {
    return bytes[at] === 0xca || bytes[at] === 0xcb;
}
/** How many entries the map has that comes next; undefined where none comes next. */
export function lengthOfNextMap() {
    const start = at;
    const first = takeByte();
    const length = isMap(first) ? takeLength(first) : undefined;
    at = start;
    return length;
}
/**
 * Reads one value of MessagePack, which must be all there is.
 *
 * Integers are numbers while they are safe and bigints beyond, unless the plan says otherwise.
 *
 * @throws CodecError for bytes that are not allowed, and for a value other than its plan says.
 */
export function decode(message, plan) {
    return readFrom(message, () => {
        const value = read(plan);
        if (!atEnd())
            fail("bytes are left over", true);
        return value;
    });
}
/** Reads the next value. */
export function read(planned) {
    const plan = resolvePlan(planned);
    const start = at;
    const depth = trail.length;
    const first = takeByte();
    // Arrays and maps, whose plans go on inside.
    const list = isArray(first);
    if (list || isMap(first)) {
        const length = takeLength(first);
        if (plan === "unit" && list && length === 0)
            return null;
        if (depth >= maxDepth)
            fail(`nested deeper than ${maxDepth} levels`, true);
        // Every element takes a byte at least: a length that lies is found out before anything is made for it.
        if ((list ? length : length * 2) > bytes.length - at)
            fail(tooShort, true);
        if (typeof plan === "string" || (plan && list !== isList(plan)))
            mismatch(plan);
        if (plan?.tag !== undefined) {
            const inner = planOfVariant(plan, readTag(length, plan.tag));
            rewind(start, depth);
            return read(inner);
        }
        const value = list ? readArray(length, plan) : readMap(length, plan);
        trail.length = depth;
        return value;
    }
    const value = readScalar(first);
    if (typeof plan === "string")
        return value === null ? null : readLeaf(value, plan);
    if (plan && value !== null && !(typeof value === "string" && mayBeText(plan)))
        mismatch(plan);
    return value;
}
function readArray(length, plan) {
    const items = [];
    const depth = trail.length;
    for (let i = 0; i < length; i++) {
        trail[depth] = i;
        items.push(read(planOfElement(plan, i)));
    }
    return items;
}
function readMap(length, plan) {
    const depth = trail.length;
    if (plan?.keys === "bigint") {
        const map = new Map();
        for (let i = 0; i < length; i++)
            map.set(BigInt(readKey(plan, depth)), read(plan.values));
        return map;
    }
    const fields = {};
    for (let i = 0; i < length; i++) {
        const key = String(readKey(plan, depth));
        const value = read(plan?.keys ? plan.values : planOfField(plan, key));
        // Assigning to this name would set the prototype.
        if (key === "__proto__")
            Object.defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
        else
            fields[key] = value;
    }
    return fields;
}
function readKey(plan, depth) {
    const isFloat = nextIsFloat();
    const key = readScalar(takeByte());
    if (isFloat || (typeof key !== "string" && typeof key !== "number" && typeof key !== "bigint")) {
        fail("a key that is not allowed", true);
    }
    trail[depth] = String(key);
    if (plan?.keys && (typeof key === "string" || (plan.keys === "number" && typeof key === "bigint"))) {
        fail(`expected ${plan.keys === "number" ? "a safe" : "an"} integer as the key`);
    }
    return key;
}
/** Reads a map as far as its tag. The server writes the tag first, so this is rarely more than one key and one value. */
function readTag(length, tag) {
    const depth = trail.length;
    for (let i = 0; i < length; i++) {
        const key = readKey(undefined, depth);
        const value = read(undefined);
        if (key === tag)
            return value;
    }
    return undefined;
}
function readScalar(first) {
    if (first < 0x80)
        return first;
    if (first >= 0xe0)
        return first - 0x100;
    if (first >= 0xa0 && first < 0xc0)
        return readString(first & 31);
    if (first === 0xc0)
        return null;
    if (first === 0xc2 || first === 0xc3)
        return first === 0xc3;
    if (first >= 0xc4 && first <= 0xc6) {
        const length = takeUint(1 << (first - 0xc4));
        const start = take(length);
        return bytes.slice(start, start + length);
    }
    if (first === 0xca)
        return view.getFloat32(take(4));
    if (first === 0xcb)
        return view.getFloat64(take(8));
    if (first >= 0xcc && first <= 0xce)
        return takeUint(1 << (first - 0xcc));
    if (first === 0xcf)
        return narrow(view.getBigUint64(take(8)));
    if (first >= 0xd0 && first <= 0xd2) {
        // Two's complement: the upper half of the range is what lies below zero.
        const size = 1 << (first - 0xd0);
        const value = takeUint(size);
        return value < 2 ** (8 * size - 1) ? value : value - 2 ** (8 * size);
    }
    if (first === 0xd3)
        return narrow(view.getBigInt64(take(8)));
    if (first >= 0xd9 && first <= 0xdb)
        return readString(takeUint(1 << (first - 0xd9)));
    return fail("a type that is not allowed", true);
}
function readString(length) {
    const start = take(length);
    if (length < 24) {
        let text = "";
        let i = start;
        for (; i < at && bytes[i] < 0x80; i++)
            text += String.fromCharCode(bytes[i]);
        if (i === at)
            return text;
    }
    try {
        return utf8.decode(bytes.subarray(start, at));
    }
    catch {
        return fail("text that is not UTF-8", true);
    }
}
function readLeaf(value, leaf) {
    if (leaf === "bytes")
        return value instanceof Uint8Array ? value : mismatch(leaf);
    if (leaf.endsWith("128")) {
        if (!(value instanceof Uint8Array) || value.length !== 16)
            return mismatch(leaf);
        const halves = new DataView(value.buffer);
        const high = leaf === "i128" ? halves.getBigInt64(0) : halves.getBigUint64(0);
        return (high << 64n) | halves.getBigUint64(8);
    }
    let integer;
    if (Number.isSafeInteger(value))
        integer = BigInt(value);
    else if (typeof value === "bigint" && !leaf.endsWith("53"))
        integer = value;
    if (leaf === "unit" || integer === undefined || !fits(leaf, integer))
        return mismatch(leaf);
    return leaf.endsWith("53") ? value : leaf.endsWith("s") ? String(integer) : integer;
}
function mismatch(plan) {
    fail(`expected ${expectation(plan)}`);
}
function narrow(value) {
    const small = Number(value);
    return Number.isSafeInteger(small) ? small : value;
}
function takeByte() {
    return bytes[at++] ?? fail(tooShort, true);
}
function takeUint(size) {
    let value = 0;
    for (let i = take(size); i < at; i++)
        value = value * 256 + bytes[i];
    return value;
}
function isArray(first) {
    return (first & 0xf0) === 0x90 || (first & 0xfe) === 0xdc;
}
function isMap(first) {
    return (first & 0xf0) === 0x80 || (first & 0xfe) === 0xde;
}
/** The length of an array or a map, from its first byte on. */
function takeLength(first) {
    return first < 0xa0 ? first & 15 : takeUint(first & 1 ? 4 : 2);
}
/** Steps over `size` bytes and gives back where they begin. */
function take(size) {
    const start = at;
    if (size > bytes.length - start)
        fail(tooShort, true);
    at = start + size;
    return start;
}
