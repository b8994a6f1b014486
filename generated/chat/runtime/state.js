import { isOptions, isUint } from "./frames.js";
export const defaultLimits = { message: 65536, calls: 64, deadline: 30_000, subscriptions: 128, credit: 64 };
/** Reads the limits of a Welcome. What it does not say, or not rightly, is as by default. */
export function readLimits(value) {
    const said = isOptions(value) ? value : {};
    const limit = (key, otherwise) => {
        const size = said[key];
        return isUint(size) && size > 0 ? size : otherwise;
    };
    return {
        message: limit("m", defaultLimits.message),
        calls: limit("c", defaultLimits.calls),
        deadline: limit("t", defaultLimits.deadline),
        subscriptions: limit("s", defaultLimits.subscriptions),
        credit: limit("i", defaultLimits.credit),
    };
}
