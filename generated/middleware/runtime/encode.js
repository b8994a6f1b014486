import { expectation, fits, isList, mayBeText, planOfElement, planOfField, planOfVariant, resolvePlan } from "./plan.js";
import { fail, maxDepth, trail } from "./problem.js";
const initialSize = 2048;
const keptSize = 65536;
// One buffer serves all calls. It is used like a stack, so that a getter that makes another call while its object is
// written does no harm.
let bytes = new Uint8Array(initialSize);
let view = new DataView(bytes.buffer);
let at = 0;
const utf8 = new TextEncoder();
/**
 * Writes one value as MessagePack, in the shortest form.
 *
 * Whole numbers are written as integers as long as they are safe, other numbers as float64, −0 among them. Fields that
 * are `undefined` are left out. `place` is the key under which the value will stand in an array or a
 * map, if it will: it counts for the depth.
 *
 * @throws CodecError for what MessagePack or the plan has no place for.
 */
export function encode(value, plan, place) {
    const start = at;
    const depth = trail.length;
    try {
        if (place !== undefined)
            trail.push(place);
        write(value, plan);
        return bytes.slice(start, at);
    }
    finally {
        at = start;
        trail.length = depth;
        if (start === 0 && bytes.length > keptSize)
            resize(initialSize, 0);
    }
}
function write(value, planned) {
    const plan = resolvePlan(planned);
    if (value === null || value === undefined) {
        put(plan === "unit" ? 0x90 : 0xc0);
        return;
    }
    if (typeof plan === "string")
        return writeLeaf(value, plan);
    if (typeof value === "object")
        return writeObject(value, plan);
    if (plan && !(typeof value === "string" && mayBeText(plan)))
        mismatch(value, plan);
    let offset;
    switch (typeof value) {
        case "string":
            return writeString(value);
        case "number":
            if (Number.isSafeInteger(value) && !Object.is(value, -0))
                return writeInteger(value);
            put(0xcb);
            offset = reserve(8);
            view.setFloat64(offset, value);
            return;
        case "boolean":
            return put(value ? 0xc3 : 0xc2);
        case "bigint":
            return writeBigInteger(value);
        default:
            fail(`cannot send a ${typeof value}`);
    }
}
function writeObject(value, plan) {
    const binary = bytesOf(value);
    if (binary && !plan)
        return writeBytes(binary);
    const depth = trail.length;
    if (depth >= maxDepth)
        fail(`nested deeper than ${maxDepth} levels, or within itself`);
    if (Array.isArray(value)) {
        const items = value;
        if (plan && !isList(plan))
            mismatch(value, plan);
        writeLength(items.length, 0x90, 0xdc);
        for (let i = 0; i < items.length; i++) {
            trail[depth] = i;
            write(items[i], planOfElement(plan, i));
        }
        trail.length = depth;
        return;
    }
    if (plan?.keys === "bigint" ? !(value instanceof Map) : !isPlain(value)) {
        fail(plan ? `expected ${expectation(plan)}` : `cannot send a ${value.constructor?.name || "class instance"}`);
    }
    if (plan && isList(plan))
        mismatch(value, plan);
    // Keys and values are taken out first, so that a getter is asked once and the length is right.
    const keys = [];
    const values = [];
    const take = (item, key) => {
        if (item !== undefined)
            values[keys.push(key) - 1] = item;
    };
    if (value instanceof Map)
        value.forEach(take);
    else
        for (const key of Object.keys(value))
            take(value[key], key);
    let node = plan;
    while (node?.tag !== undefined)
        node = planOfVariant(node, values[keys.indexOf(node.tag)]);
    writeLength(keys.length, 0x80, 0xde);
    for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        trail[depth] = String(key);
        if (node?.keys) {
            writeKey(key);
            write(values[i], node.values);
        }
        else {
            writeString(String(key));
            write(values[i], planOfField(node, String(key)));
        }
    }
    trail.length = depth;
}
function writeKey(key) {
    writeBigInteger((typeof key === "bigint" ? key : decimal(key)) ?? fail("expected an integer as the key"));
}
/** The integer that a text spells out. */
function decimal(text) {
    return typeof text === "string" && /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}
function writeLeaf(value, leaf) {
    if (leaf === "bytes") {
        return writeBytes(bytesOf(value) ?? mismatch(value, leaf));
    }
    let integer;
    if (leaf.endsWith("s"))
        integer = decimal(value);
    else if (Number.isSafeInteger(value))
        integer = BigInt(value);
    else if (typeof value === "bigint" && !leaf.endsWith("53"))
        integer = value;
    if (leaf === "unit" || integer === undefined || !fits(leaf, integer))
        return mismatch(value, leaf);
    if (!leaf.endsWith("128"))
        return writeBigInteger(integer);
    writeWide(0xc4, 1, 16);
    const offset = reserve(16);
    view.setBigUint64(offset, BigInt.asUintN(64, integer >> 64n));
    view.setBigUint64(offset + 8, BigInt.asUintN(64, integer));
}
function mismatch(value, plan) {
    const found = typeof value === "object" ? (Array.isArray(value) ? "an array" : "an object") : String(value).slice(0, 40);
    fail(`expected ${expectation(plan)}, found ${typeof value === "string" ? JSON.stringify(found) : found}`);
}
function writeInteger(value) {
    if (value >= -0x20 && value < 0x80)
        put(value & 0xff);
    else
        writeWide(value < 0 ? 0xd0 : 0xcc, 1, value);
}
function writeBigInteger(value) {
    if (Number.isSafeInteger(Number(value)))
        return writeInteger(Number(value));
    const unsigned = BigInt.asUintN(64, value);
    if (unsigned !== value && BigInt.asIntN(64, value) !== value)
        fail("an integer of more than 64 bits");
    put(value > 0n ? 0xcf : 0xd3);
    const offset = reserve(8);
    view.setBigUint64(offset, unsigned);
}
function writeString(text) {
    let length = text.length;
    for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit >= 0x80)
            length += unit < 0x800 ? 1 : 2;
        // A pair of surrogates is four bytes: two for each unit, which `length` has counted as one and two more.
        if ((unit & 0xf800) === 0xd800 && (unit >= 0xdc00 || (text.charCodeAt(++i) & 0xfc00) !== 0xdc00)) {
            fail("text with half a surrogate pair");
        }
    }
    if (length < 0x20)
        put(0xa0 | length);
    else
        writeWide(0xd9, 1, length);
    const offset = reserve(length);
    if (length === text.length && length < 64) {
        for (let i = 0; i < length; i++)
            bytes[offset + i] = text.charCodeAt(i);
    }
    else {
        utf8.encodeInto(text, bytes.subarray(offset));
    }
}
function writeBytes(value) {
    writeWide(0xc4, 1, value.length);
    const offset = reserve(value.length);
    bytes.set(value, offset);
}
function writeLength(length, short, wide) {
    if (length < 0x10)
        put(short | length);
    else
        writeWide(wide, 2, length);
}
/**
 * Writes a safe integer in as few bytes as hold it, in two's complement, after a first byte that says how many. `code`
 * is that byte for `size` bytes; the codes for twice as many, and so on, follow it.
 */
function writeWide(code, size, value) {
    while ((value < 0 ? -2 * value - 1 : value) >= 2 ** (8 * size)) {
        size *= 2;
        code++;
    }
    put(code);
    const offset = reserve(size);
    for (let i = size; i-- > 0; value = Math.floor(value / 256))
        bytes[offset + i] = value & 0xff;
}
function put(byte) {
    const offset = reserve(1);
    bytes[offset] = byte;
}
/** Makes room, perhaps in a new buffer: `bytes` and `view` must not be looked up before. */
function reserve(size) {
    const offset = at;
    if (offset + size > bytes.length)
        resize(Math.max(bytes.length * 2, offset + size), offset);
    at = offset + size;
    return offset;
}
function resize(size, keep) {
    const old = bytes;
    bytes = new Uint8Array(size);
    bytes.set(old.subarray(0, keep));
    view = new DataView(bytes.buffer);
}
/** The bytes behind a typed array, a DataView or an ArrayBuffer. */
function bytesOf(value) {
    if (ArrayBuffer.isView(value))
        return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}
/** Whether an object is only that, and no instance of a class. Its prototype may be that of another window. */
function isPlain(value) {
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
}
