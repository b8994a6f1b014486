import { convert, isPlain } from "./convert.js";
import { codeOf, statusOf } from "./status.js";
const brand = Symbol.for("mego.error");
/** Whether a caught value is an error of a call, whatever the method. */
export function isMegoError(error) {
    return typeof error === "object" && error !== null && brand in error;
}
/**
 * The error that an `Err` frame tells of: after the id come code, message, data and options.
 *
 * @throws CodecError if the data of a declared error is not as its plan says.
 */
export function serverError(method, declared, fields) {
    // The frame's shape was checked: its code is a number, its message text, its options are a map or missing.
    const [, code, message, data, options] = fields;
    const { f, i, r } = options ?? {};
    // A fault may have the code of a declared error, but not its data.
    const own = f === true ? undefined : declared?.[code];
    const status = own?.status ?? statusOf(code);
    return make(method, message, {
        kind: own ? "declared" : "fault",
        status,
        code,
        data: !own && status === "Invalid" ? { params: paramProblems(data) } : (convert(data, own?.data, false) ?? undefined),
        ...(typeof i === "string" && { incident: i }),
        ...(typeof r === "number" && { retryAfter: r }),
    });
}
/** The error of what ended on this side. */
export function clientError(method, status, message, maybeExecuted = false, details) {
    return make(method, message, { kind: "client", status, code: codeOf(status), maybeExecuted, ...details });
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
    const params = isPlain(data) && data["params"];
    return Array.isArray(params) ? params.filter(isParamProblem) : [];
}
function isParamProblem(value) {
    return isPlain(value) && ["name", "path", "expected"].every((key) => typeof value[key] === "string");
}
