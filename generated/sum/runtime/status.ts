// By number, from 51 on: those between 64 and 70 have no name yet. Codes from 101 belong to the methods that declare them.
const names = (
  "Error Full Exists Invalid NotFound NotAuthorized NoPermission Unimplemented TooManyRequests ResourceExhausted " +
  "Busy Timeout Cancelled Unavailable      FileRetry FileEmpty FileTooLarge"
).split(" ");

/** The name of a built-in status code. */
export function statusOf(code: number): string {
  return names[code - 51] || "Unknown";
}

/** The built-in status code of a name; -1 for what only this side knows. */
export function codeOf(status: string): number {
  const index = names.indexOf(status);
  return index < 0 ? index : index + 51;
}

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
