import { isPlain } from "./convert.js";
import { enterArray, read, readAll, takeByte } from "./decode.js";
import { encode } from "./encode.js";
import { fail } from "./problem.js";
/** The largest id that a frame can have. */
export const largestId = 0xffffffff;
/**
 * What stands, after the kind, in the frames that a server sends: `n` is an id, `u` an integer from 0, `s` text, `m` a
 * map of options and `v` any value. What has a capital letter may be nil or missing.
 */
const shapes = {
    1: "m", // Welcome
    5: "usM", // GoAway: code, reason
    18: "nv", // Ok: id, result
    19: "nusVM", // Err: id, code, message, data
    21: "nv", // Item: id, value
    22: "nV", // End: id, value
    34: "uvUM", // Event: subscription, data, offset
    35: "ssvUM", // EventTo: event, channel, data, offset
    36: "uuUM", // SubState: subscription, state, code
};
/** Whether a field is what its letter stands for. */
function suits(letter, value) {
    if (letter === "v")
        return true;
    if (letter === "s")
        return typeof value === "string";
    return letter === "m" ? isPlain(value) : isUint(value) && (letter === "u" || value <= largestId);
}
/**
 * Reads all frames of a message.
 *
 * @throws CodecError if the message is malformed: then none of its frames counts.
 */
export function readFrames(message) {
    return readAll(message, readFrame);
}
const wrong = "a frame that is not built as its kind requires";
function readFrame() {
    const length = enterArray();
    const kind = length && takeByte();
    if (!length || kind > 0x7f)
        fail(wrong);
    const shape = shapes[kind] ?? "";
    const fields = [];
    for (let i = 0; i < length - 1; i++) {
        const letter = shape[i] ?? "v";
        const type = letter.toLowerCase();
        const value = read(!"vs".includes(type));
        if (!suits(type, value) && (value !== null || letter === type))
            fail(wrong);
        fields.push(value);
    }
    if (/[a-z]/.test(shape.slice(length - 1)))
        fail(wrong);
    return { kind, fields };
}
/** Writes one frame. Fields at the end that are `undefined` are left out, others become nil. */
export function writeFrame(kind, fields, plans) {
    let length = fields.length;
    while (length && fields[length - 1] === undefined)
        length--;
    return encode([kind, ...fields.slice(0, length)], plans && { tuple: [null, ...plans] });
}
/** Puts pieces together. They fill their buffer, which every WebSocket takes. */
export function join(parts) {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}
/** A frame that the server answers: the fields, which were written as an array, after an id and before options, if there are any. */
export function writeRequest(kind, id, fields, options) {
    const after = options ? [encode(options)] : [];
    const head = Uint8Array.of(fields[0] + 2 + after.length, kind);
    return join([head, encode(id), fields.subarray(1), ...after]);
}
/** Whether a value is an integer of the protocol, which are none below zero. */
export function isUint(value) {
    return Number.isSafeInteger(value) && value >= 0;
}
/** Refuses an option that is no whole number from 1. */
export function checkCount(name, value) {
    if (!isCount(value))
        throw new RangeError(`${name} is a whole number from 1`);
}
/** Whether a value is a whole number from 1. */
export function isCount(value) {
    return isUint(value) && value > 0;
}
