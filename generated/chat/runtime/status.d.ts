/** The built-in status codes, by number. Codes from 101 belong to the methods that declare them. */
export declare const statusNames: {
    readonly [code: number]: FaultStatus;
};
/** What a fault can be. `Unknown` is a code that this client has no name for. */
export type FaultStatus = "Error" | "Full" | "Exists" | "Invalid" | "NotFound" | "NotAuthorized" | "NoPermission" | "Unimplemented" | "TooManyRequests" | "ResourceExhausted" | "Busy" | "Timeout" | "Cancelled" | "Unavailable" | "FileRetry" | "FileEmpty" | "FileTooLarge" | "Unknown";
