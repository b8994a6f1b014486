import { statusNames } from "./status.js";
const brand = Symbol.for("mego.error");
/** Whether a caught value is an error of a call, whatever the method. */
export function isMegoError(error) {
    return typeof error === "object" && error !== null && brand in error;
}
/** The error of a call that the server answered with `Err`. */
export function serverError(method, declared, failure) {
    const { code, message, data, options } = failure;
    const own = options["f"] === true ? undefined : declared[code];
    if (own)
        return make(method, message, { kind: "declared", status: own.status, code, data });
    const status = statusNames[code] ?? "Unknown";
    return make(method, message, {
        kind: "fault",
        status,
        code,
        data: status === "Invalid" ? { params: paramProblems(data) } : data,
        ...(typeof options["i"] === "string" && { incident: options["i"] }),
        ...(typeof options["r"] === "number" && { retryAfter: options["r"] }),
    });
}
const clientCodes = { Disconnected: -1, Cancelled: 63, Timeout: 62, Invalid: 54 };
/** The error of a call that ended on this side. */
export function clientError(method, status, message, maybeExecuted, extra = {}) {
    return make(method, message, { kind: "client", status, code: clientCodes[status], maybeExecuted, ...extra });
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
    const params = isRecord(data) ? data["params"] : undefined;
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
