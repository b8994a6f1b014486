import { convert, isPlain, nameOf } from "./convert.js";
import { checkDepth, fail, within } from "./problem.js";
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
 * are `undefined` are left out.
 *
 * @throws CodecError for what MessagePack or the plan has no place for.
 */
export function encode(value, plan) {
    const start = at;
    try {
        write(convert(value, plan, true), 0);
        return bytes.slice(start, at);
    }
    finally {
        at = start;
        if (start === 0 && bytes.length > keptSize)
            resize(initialSize);
    }
}
function write(value, depth) {
    let offset;
    switch (typeof value) {
        case "string":
            return writeString(value);
        case "number":
            if (Number.isSafeInteger(value) && !Object.is(value, -0))
                return writeInteger(value);
            put(0xcb);
            offset = reserve(8);
            return view.setFloat64(offset, value);
        case "bigint":
            return writeInteger(value);
        case "boolean":
            return put(value ? 0xc3 : 0xc2);
        case "undefined":
            return put(0xc0);
        case "object":
            return value ? writeObject(value, depth) : put(0xc0);
        default:
            fail(`cannot send ${nameOf(value)}`);
    }
}
function writeObject(value, depth) {
    if (ArrayBuffer.isView(value))
        return writeBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (value instanceof ArrayBuffer)
        return writeBytes(new Uint8Array(value));
    checkDepth(++depth);
    let key;
    try {
        if (Array.isArray(value)) {
            const items = value;
            writeHead(items.length, 0x10, 0x90, 0xdc, 2);
            for (let i = 0; i < items.length; i++)
                write(items[(key = i)], depth);
            return;
        }
        // Keys and values are taken out first, so that a getter is asked once and the length is right.
        const keys = [];
        const values = [];
        const take = (item, key) => {
            if (item !== undefined)
                values[keys.push(key) - 1] = item;
        };
        if (value instanceof Map)
            value.forEach(take);
        else if (isPlain(value))
            for (const key of Object.keys(value))
                take(value[key], key);
        else
            fail(`cannot send ${nameOf(value)}`);
        writeHead(keys.length, 0x10, 0x80, 0xde, 2);
        for (let i = 0; i < keys.length; i++) {
            key = keys[i];
            if (typeof key === "string")
                writeString(key);
            else if (typeof key === "bigint" || Number.isSafeInteger(key))
                writeInteger(key);
            else
                fail("a key that is neither text nor an integer");
            write(values[i], depth);
        }
    }
    catch (error) {
        throw within(key, error);
    }
}
function writeInteger(value) {
    const small = Number(value);
    if (small >= -0x20 && small < 0)
        put(small & 0xff);
    else if (Number.isSafeInteger(small))
        small < 0 ? writeWide(0xd0, 1, small) : writeHead(small, 0x80, 0, 0xcc, 1);
    else {
        const wide = BigInt.asUintN(64, value);
        if (wide !== value && BigInt.asIntN(64, wide) !== value)
            fail("an integer of more than 64 bits");
        put(small > 0 ? 0xcf : 0xd3);
        const offset = reserve(8);
        view.setBigUint64(offset, wide);
    }
}
function writeString(text) {
    const { length } = text;
    let ascii = 0;
    // Short texts, of which there are many, are quicker by hand.
    if (length < 64)
        while (ascii < length && text.charCodeAt(ascii) < 0x80)
            ascii++;
    if (ascii === length) {
        writeHead(length, 0x20, 0xa0, 0xd9, 1);
        const offset = reserve(length);
        for (let i = 0; i < length; i++)
            bytes[offset + i] = text.charCodeAt(i);
        return;
    }
    if (/\p{Surrogate}/u.test(text))
        fail("text with half a surrogate pair");
    const encoded = utf8.encode(text);
    writeHead(encoded.length, 0x20, 0xa0, 0xd9, 1);
    append(encoded);
}
function writeBytes(value) {
    writeWide(0xc4, 1, value.length);
    append(value);
}
function append(value) {
    const offset = reserve(value.length);
    bytes.set(value, offset);
}
/** Writes a length, or what is like one: in one byte with `short` if it is below `limit`, else as {@link writeWide} does. */
function writeHead(length, limit, short, code, size) {
    if (length < limit)
        put(short | length);
    else
        writeWide(code, size, length);
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
        resize(Math.max(bytes.length * 2, offset + size));
    at = offset + size;
    return offset;
}
/** Takes a buffer of another size, with what has been written so far. */
function resize(size) {
    const old = bytes;
    bytes = new Uint8Array(size);
    bytes.set(old.subarray(0, at));
    view = new DataView(bytes.buffer);
}
