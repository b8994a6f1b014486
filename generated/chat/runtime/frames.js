import { encode } from "./encode.js";
import { atEnd, enterArray, lengthOfNextMap, nextIsFloat, position, read, readFrom, rewind } from "./decode.js";
import { fail, isCodecError, trail } from "./problem.js";
/** The kinds of frames that this client writes or understands, by their number on the wire. */
export const Kind = {
    hello: 0,
    welcome: 1,
    ping: 2,
    pong: 3,
    goAway: 5,
    auth: 6,
    credit: 7,
    call: 16,
    ok: 18,
    err: 19,
    cancel: 20,
    item: 21,
    end: 22,
    sub: 32,
    unsub: 33,
    event: 34,
    eventTo: 35,
    subState: 36,
};
/**
 * What stands, after the kind, in the frames that a server sends: `n` is an id, `u` an integer from 0, `s` text, `m` a
 * map of options and `*` any value. What comes after `?` may be nil or missing.
 */
const shapes = {
    1: "m", // Welcome
    5: "us?m", // GoAway: code, reason
    18: "n*", // Ok: id, result
    19: "nus?*m", // Err: id, code, message, data
    21: "n*", // Item: id, value
    22: "n?*", // End: id, value
    34: "u*?um", // Event: subscription, data, offset
    35: "ss*?um", // EventTo: event, channel, data, offset
    36: "uu?um", // SubState: subscription, state, code
};
const checks = {
    n: (value) => isUint(value) && value <= 0xffffffff,
    u: isUint,
    s: (value) => typeof value === "string",
    m: isOptions,
    "*": () => true,
};
/**
 * Reads all frames of a message.
 *
 * @throws CodecError if the message is malformed: then none of its frames counts.
 */
export function readFrames(message, planOf) {
    return readFrom(message, () => {
        const frames = [];
        do
            frames.push(readFrame(planOf, frames));
        while (!atEnd());
        return frames;
    });
}
function readFrame(planOf, earlier) {
    const length = enterArray();
    trail[0] = 0;
    const start = position();
    const kind = length ? read(null) : undefined;
    if (!isUint(kind) || position() !== start + 1)
        fail("a frame without a kind of one byte", true);
    const shape = shapes[kind] ?? "?";
    const optionalFrom = shape.indexOf("?");
    const letters = shape.replace("?", "");
    const fields = [];
    let problem;
    for (let i = 0; i < Math.max(length - 1, letters.length); i++) {
        trail[0] = i + 1;
        const letter = letters[i] ?? "*";
        const optional = optionalFrom >= 0 && i >= optionalFrom;
        if (i >= length - 1) {
            if (!optional)
                fail("a frame that is too short", true);
            break;
        }
        if ("nu".includes(letter) && nextIsFloat())
            fail("a float for an integer", true);
        const entries = letter === "m" ? lengthOfNextMap() : undefined;
        const plan = planOf?.(kind, fields, earlier);
        const start = position();
        let value;
        try {
            value = read(plan);
        }
        catch (error) {
            if (!isCodecError(error) || error.malformed)
                throw error;
            problem = error;
            rewind(start, 1);
            value = read(null);
        }
        if (!(optional && value === null) && !checks[letter]?.(value))
            fail("a field of another type", true);
        if (entries !== undefined && isOptions(value) && Object.keys(value).length !== entries) {
            fail("an option that stands twice", true);
        }
        fields.push(value);
    }
    return { kind, fields, problem };
}
/** Writes one frame. Fields at the end that are `undefined` are left out, others become nil. */
export function writeFrame(kind, fields, plans) {
    let length = fields.length;
    while (length && fields[length - 1] === undefined)
        length--;
    return encode([kind, ...fields.slice(0, length)], plans && { tuple: [null, ...plans] });
}
/** Puts pieces together. The result is an ArrayBuffer, and not a view of one, which is what every WebSocket takes. */
export function join(parts) {
    const whole = new ArrayBuffer(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
        new Uint8Array(whole).set(part, at);
        at += part.length;
    }
    return whole;
}
export function isUint(value) {
    return Number.isSafeInteger(value) && value >= 0;
}
/** The options of a frame: a map, as opposed to an array or bytes. */
export function isOptions(value) {
    return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
