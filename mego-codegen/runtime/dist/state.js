import { isOptions, isUint } from "./frames.js";
export const defaultLimits = {
    message: 65536,
    calls: 64,
    subscriptions: 128,
    deadline: 30_000,
    result: 1048576,
};
/** Reads the limits of a Welcome. What it does not say, or not rightly, is as by default. */
export function readLimits(value) {
    const limits = isOptions(value) ? value : {};
    const limit = (key, otherwise) => {
        const said = limits[key];
        return isUint(said) && said > 0 ? said : otherwise;
    };
    return {
        message: limit("m", defaultLimits.message),
        calls: limit("c", defaultLimits.calls),
        subscriptions: limit("s", defaultLimits.subscriptions),
        deadline: limit("d", defaultLimits.deadline),
        result: limit("r", defaultLimits.result),
    };
}
