import { isPlain } from "./convert.js";
import { isCount } from "./frames.js";
/** Reads the limits of a Welcome. What it does not say, or not rightly, is as by default. */
export function readLimits(value) {
    const said = isPlain(value) ? value : {};
    const limit = (letter, otherwise) => {
        const size = said[letter];
        return isCount(size) ? size : otherwise;
    };
    return {
        message: limit("m", 65536),
        calls: limit("c", 64),
        deadline: limit("t", 30_000),
        subscriptions: limit("s", 128),
        credit: limit("i", 64),
    };
}
