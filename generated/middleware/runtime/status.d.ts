/** The name of a built-in status code. */
export declare function statusOf(code: number): string;
/** The built-in status code of a name; -1 for what only this side knows. */
export declare function codeOf(status: string): number;
/** What a fault can be. `Unknown` is a code that this client has no name for. */
export type FaultStatus = "Error" | "Full" | "Exists" | "Invalid" | "NotFound" | "NotAuthorized" | "NoPermission" | "Unimplemented" | "TooManyRequests" | "ResourceExhausted" | "Busy" | "Timeout" | "Cancelled" | "Unavailable" | "FileRetry" | "FileEmpty" | "FileTooLarge" | "Unknown";
