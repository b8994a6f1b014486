/** The built-in status codes, by number. Codes from 101 belong to the methods that declare them. */
export const statusNames: { readonly [code: number]: FaultStatus } = {
  51: "Error",
  52: "Full",
  53: "Exists",
  54: "Invalid",
  55: "NotFound",
  56: "NotAuthorized",
  57: "NoPermission",
  58: "Unimplemented",
  59: "TooManyRequests",
  60: "ResourceExhausted",
  61: "Busy",
  62: "Timeout",
  63: "Cancelled",
  64: "Unavailable",
  70: "FileRetry",
  71: "FileEmpty",
  72: "FileTooLarge",
};

/** What a fault can be. `Unknown` is a code that this client has no name for. */
export type FaultStatus =
  | "Error"
  | "Full"
  | "Exists"
  | "Invalid"
  | "NotFound"
  | "NotAuthorized"
  | "NoPermission"
  | "Unimplemented"
  | "TooManyRequests"
  | "ResourceExhausted"
  | "Busy"
  | "Timeout"
  | "Cancelled"
  | "Unavailable"
  | "FileRetry"
  | "FileEmpty"
  | "FileTooLarge"
  | "Unknown";
