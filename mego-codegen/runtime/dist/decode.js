import { convert } from "./convert.js";
import { checkDepth, fail } from "./problem.js";
// What is being read. Reading runs no code of others, so one set of variables serves all.
let bytes = new Uint8Array(0);
let view = new DataView(bytes.buffer);
let at = 0;
let depth = 0;
// Invalid text is refused, and a byte order mark is a character like any other.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const tooShort = "the message ends too soon";
/** Reads what a message holds, one after the other. */
export function readAll(message, readOne) {
    bytes = message;
    view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    at = depth = 0;
    const all = [];
    do
        all.push(readOne());
    while (at < bytes.length);
    return all;
}
/** Steps into the array of a frame and gives back its length. */
export function enterArray() {
    depth = 1;
    const first = takeByte();
    if ((first & 0xf0) === 0x90)
        return first & 15;
    return (first & 0xfe) === 0xdc ? takeUint(first & 1 ? 4 : 2) : fail("a frame that is no array");
}
/**
 * Reads one value of MessagePack, which must be all there is.
 *
 * Integers are numbers while they are safe and bigints beyond, unless the plan says otherwise.
 *
 * @throws CodecError for bytes that are not allowed, and for a value other than its plan says.
 */
export function decode(message, plan) {
    const [value, ...more] = readAll(message, read);
    if (more.length)
        fail("bytes are left over");
    return convert(value, plan, false);
}
/**
 * Reads the next value. One of the protocol's own is read strictly: a float is no integer, even if it looks like one, and
 * no key of a map stands twice.
 */
export function read(strict = false) {
    const first = takeByte();
    if (first < 0x80)
        return first;
    if (first < 0x90)
        return readMap(first & 15, strict);
    if (first < 0xa0)
        return readArray(first & 15);
    if (first < 0xc0)
        return readString(first & 31);
    if (first >= 0xe0)
        return first - 0x100;
    // In a family of codes, the last two bits go up with the number of bytes that follow.
    const size = 1 << (first & 3);
    switch (first) {
        case 0xc0:
            return null;
        case 0xc2:
        case 0xc3:
            return first === 0xc3;
        case 0xc4:
        case 0xc5:
        case 0xc6: {
            const start = take(takeUint(size));
            return bytes.slice(start, at);
        }
        case 0xca:
        case 0xcb:
            if (strict)
                fail("a float for an integer");
            return first === 0xca ? view.getFloat32(take(4)) : view.getFloat64(take(8));
        case 0xcc:
        case 0xcd:
        case 0xce:
            return takeUint(size);
        case 0xcf:
            return narrow(view.getBigUint64(take(8)));
        case 0xd0:
        case 0xd1:
        case 0xd2: {
            const value = takeUint(size);
            // Two's complement: the upper half of the range is what lies below zero.
            return value < 2 ** (8 * size - 1) ? value : value - 2 ** (8 * size);
        }
        case 0xd3:
            return narrow(view.getBigInt64(take(8)));
        case 0xd9:
        case 0xda:
        case 0xdb:
            return readString(takeUint(size >> 1));
        case 0xdc:
        case 0xdd:
            return readArray(takeUint(size * 2));
        case 0xde:
        case 0xdf:
            return readMap(takeUint(size >> 1), strict);
    }
    return fail("a type that is not allowed");
}
function readArray(length) {
    enter(length);
    const items = [];
    while (length--)
        items.push(read());
    depth--;
    return items;
}
function readMap(length, strict) {
    enter(length * 2);
    const fields = {};
    for (let i = 0; i < length; i++) {
        const key = read(true);
        if (typeof key !== "string" && typeof key !== "number" && typeof key !== "bigint")
            fail("a key that is not allowed");
        const value = read();
        // Assigning to this name would set the prototype.
        if (key === "__proto__")
            Object.defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
        else
            fields[String(key)] = value;
    }
    if (strict && Object.keys(fields).length !== length)
        fail("an option that stands twice");
    depth--;
    return fields;
}
/** Steps into an array or a map of so many values. */
function enter(length) {
    checkDepth(++depth);
    // Every value takes a byte at least: a length that lies is found out before anything is made for it.
    if (length > bytes.length - at)
        fail(tooShort);
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
        return fail("text that is not UTF-8");
    }
}
function narrow(value) {
    const small = Number(value);
    return Number.isSafeInteger(small) ? small : value;
}
/** Steps over one byte and gives it back. */
export function takeByte() {
    return bytes[take(1)];
}
function takeUint(size) {
    let value = 0;
    for (let i = take(size); i < at; i++)
        value = value * 256 + bytes[i];
    return value;
}
/** Steps over `size` bytes and gives back where they begin. */
function take(size) {
    const start = at;
    if (size > bytes.length - start)
        fail(tooShort);
    at = start + size;
    return start;
}
