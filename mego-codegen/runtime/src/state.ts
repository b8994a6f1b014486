import { isPlain } from "./convert.js";
import { isCount } from "./frames.js";

/** How the connection is. A new object at each change, the same object in between. */
export interface ConnectionState {
  /**
   * - `connecting`: not connected yet
   * - `connected`: the server has said welcome
   * - `reconnecting`: the connection was lost and is sought again
   * - `closed`: for good, by `close()` or by the server; `ended` tells why
   */
  readonly status: "connecting" | "connected" | "reconnecting" | "closed";
  /** How many attempts in a row have failed. */
  readonly attempt: number;
  /** When the next attempt is made, in milliseconds since 1970. Only while waiting for it. */
  readonly retryAt?: number;
  /** The id that the server gave to this session. */
  readonly session?: string;
  /** Whether the server's contract is another than the one this client was made from. Calls may still work. */
  readonly contractMismatch: boolean;
  /** What the server allows. The defaults of the protocol until it has said. */
  readonly limits: Limits;
  /** How the last connection ended. */
  readonly ended?: { readonly code: number; readonly reason: string };
  /** What went wrong at the last attempt, where it was not the server: for example, what `token` threw. */
  readonly cause?: unknown;
}

/** What the server allows in a session. */
export interface Limits {
  /** Bytes of one message to the server. */
  readonly message: number;
  /** Calls in flight at once. */
  readonly calls: number;
  /** Milliseconds that a call may take where nobody says anything else. */
  readonly deadline: number;
  /** Subscriptions at once. */
  readonly subscriptions: number;
  /** Items of a stream that may come before more are asked for, where the call does not say. */
  readonly credit: number;
}

/** Reads the limits of a Welcome. What it does not say, or not rightly, is as by default. */
export function readLimits(value?: unknown): Limits {
  const said = isPlain(value) ? value : {};
  const limit = (letter: string, otherwise: number): number => {
    const size = said[letter];
    return isCount(size) ? size : otherwise;
  };
  return {
    message: limit("m", 65536),
    calls: limit("c", 64),
    deadline: limit("t", 30_000),
    subscriptions: limit("s", 128),
    credit: limit("i", 64),
  };
}
