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
    call: 16,
    ok: 18,
    err: 19,
    cancel: 20,
};
/**
 * What stands in a frame after its kind: `n` an id, `u` an integer from 0, `s` text, `b` bytes, `m` a map of options
 * and `*` any value. What comes after `?` may be nil or missing.
 */
const shapes = {
    0: "m", // Hello
    1: "m", // Welcome
    2: "?*", // Ping
    3: "?*", // Pong
    5: "us?m", // GoAway: code, reason
    6: "n*", // Auth: id, token
    7: "nu", // Credit: id, count
    16: "ns*?m", // Call: id, method, params
    17: "s*?m", // Notify: method, params
    18: "n*", // Ok: id, result
    19: "nus?*m", // Err: id, code, message, data
    20: "n?s", // Cancel: id, reason
    21: "n*", // Item: id, value
    22: "n?*", // End: id, value
    32: "nss?m", // Sub: id, event, channel
    33: "nu", // Unsub: id, subscription
    34: "u*?um", // Event: subscription, data, offset
    35: "ss*?um", // EventTo: event, channel, data, offset
    36: "uu?um", // SubState: subscription, state, code
    48: "nnsum", // FileGrant: handle, call, field, index
    49: "nub?u", // FileChunk: handle, offset, bytes, crc32
    50: "nuu", // FileAck: handle, offset, window
    51: "nu?b", // FileEnd: handle, size, digest
    52: "nus", // FileAbort: handle, code, message
    53: "nuu", // FileRetry: handle, offset, code
    54: "nub", // FileDone: handle, size, digest
};
const checks = {
    n: (value) => isUint(value) && value <= 0xffffffff,
    u: isUint,
    s: (value) => typeof value === "string",
    b: (value) => value instanceof Uint8Array,
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
            frames.push(readFrame(planOf));
        while (!atEnd());
        return frames;
    });
}
function readFrame(planOf) {
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
        const plan = planOf?.(kind, fields);
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
export function isUint(value) {
    return Number.isSafeInteger(value) && value >= 0;
}
/** The options of a frame: a map, as opposed to an array or bytes. */
export function isOptions(value) {
    return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
