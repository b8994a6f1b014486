// By number, from 51 on: those between 64 and 70 have no name yet. Codes from 101 belong to the methods that declare them.
const names = ("Error Full Exists Invalid NotFound NotAuthorized NoPermission Unimplemented TooManyRequests ResourceExhausted " +
    "Busy Timeout Cancelled Unavailable      FileRetry FileEmpty FileTooLarge").split(" ");
/** The name of a built-in status code. */
export function statusOf(code) {
    return names[code - 51] || "Unknown";
}
/** The built-in status code of a name; -1 for what only this side knows. */
export function codeOf(status) {
    const index = names.indexOf(status);
    return index < 0 ? index : index + 51;
}
