import { statusNames } from "./status.js";
const brand = Symbol.for("mego.error");
/** Whether a caught value is an error of a call, whatever the method. */
export function isMegoError(error) {
    return typeof error === "object" && error !== null && brand in error;
}
/** The error that an `Err` frame tells of: after the id come code, message, data and options. */
export function serverError(method, declared, [, code, message, data, options]) {
    // The frame's shape was checked: its code is a number, its message text, its options are a map or missing.
    const { f, i, r } = (options ?? {});
    const own = f === true ? undefined : declared?.[code];
    const status = own?.status ?? statusNames[code] ?? "Unknown";
    return make(method, message, {
        kind: own ? "declared" : "fault",
        status,
        code,
        data: !own && status === "Invalid" ? { params: paramProblems(data) } : (data ?? undefined),
        ...(typeof i === "string" && { incident: i }),
        ...(typeof r === "number" && { retryAfter: r }),
    });
}
const clientCodes = { Disconnected: -1, Cancelled: 63, Timeout: 62, Invalid: 54 };
/** The error of a call that ended on this side. */
export function clientError(method, status, message, maybeExecuted, extra = {}) {
    const fields = { kind: "client", status, code: clientCodes[status], maybeExecuted, ...extra };
    return make(method, message, fields);
}
/** The error of an iteration that was too slow. */
export function overflowError(event, limit) {
    return make(event, `more than ${limit} events wait`, { kind: "client", status: "ResourceExhausted", code: 60 });
}
function make(method, message, fields) {
    const error = Object.assign(new Error(message), { name: "MegoError", method, ...fields });
    // Not enumerable, so that printing an error shows its fields and not the mark.
    Object.defineProperty(error, brand, { value: true });
    // The fields are those of the interfaces above; TypeScript cannot follow them through a table of codes.
    return error;
}
/** Reads the data of an `Invalid` fault and leaves out what is not as it should be. */
function paramProblems(data) {
    const params = isRecord(data) && data["params"];
    const list = Array.isArray(params) ? params : [];
    return list.filter(isRecord).map(({ name, path, expected }) => ({
        name: String(name ?? ""),
        path: String(path ?? ""),
        expected: String(expected ?? ""),
    }));
}
function isRecord(value) {
    return typeof value === "object" && value !== null;
}
