import { convert } from "./convert.js";
import { encode } from "./encode.js";
import { clientError, serverError } from "./errors.js";
import type { AnyMegoError, ClientStatus, ErrorDetails } from "./errors.js";
import type { Frame } from "./frames.js";
import * as Kind from "./kind.js";
import type { Plan } from "./plan.js";
import { describeProblem } from "./problem.js";
import type { Limits } from "./state.js";
import type { OpenStream, StreamOptions } from "./stream.js";
import { later } from "./timer.js";

/** How a call ended. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

/**
 * A call that has been made: a promise of its result, which rejects with a `Failure`.
 *
 * It is sent when it is made, not when it is awaited.
 */
export interface Call<Value, Failure> extends Promise<Value> {
  /** The same outcome as a value: this promise never rejects. */
  result(): Promise<Result<Value, Failure>>;
  /** Ends the call. It fails with `Cancelled`, and the server stops working on it. */
  cancel(reason?: string): void;
}

/** How one call is made. */
export interface CallOptions {
  /** Ends the call when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the call fails with `Timeout`; 0 is for ever. */
  readonly timeout?: number | undefined;
  /** What becomes of the call while there is no connection: it waits (the default), or fails with `Disconnected`. */
  readonly whenOffline?: "queue" | "fail" | undefined;
}

/** What the runtime knows of a method. */
export interface MethodEntry {
  /** `null` if the method takes nothing, absent if what it takes needs no plan. */
  readonly input?: Plan | null;
  /** `null` if the method returns nothing, absent if what it returns needs no plan. */
  readonly output?: Plan | null;
  /** The errors that the method declares, by code. */
  readonly errors?: { readonly [code: number]: { readonly status: string; readonly data?: Plan } };
  /** Whether a call may be sent again when nobody knows whether it was executed. */
  readonly idempotent?: boolean;
  /** The deadline of the method in milliseconds, where it has one of its own. */
  readonly timeout?: number;
  /** What opens its stream, if the method answers with one; `output` is then the plan of an item. */
  readonly stream?: OpenStream;
  /** Whether this is not a method, but the frame that renews the token; the input is the token. */
  readonly auth?: boolean;
}

/** Something that the server answers, a call for example, as the connection sees it. */
export interface Request {
  readonly kind: number;
  /** The fields after the id, as an array. They are written at once: what becomes of the objects afterwards does not matter. */
  payload: Uint8Array;
  /** The id of the frame, once sent, and else 0. */
  id: number;
  /** Whether the outcome is known, or nobody asks for it. */
  done: boolean;
  /** Whether it has Items and an End. */
  readonly isStream?: boolean;
  /** The options of the frame, at the moment of sending. */
  readonly options?: () => object | undefined;
  /** Whether it waits while there is no connection. */
  readonly waits?: boolean;
  /** Whether it may be sent again when nobody knows what became of it. */
  readonly isRepeatable?: boolean;
  /** Takes an answer. */
  readonly answer: (frame: Frame) => void;
  /** Ends it from this side. Only the first outcome counts. */
  readonly fail: (status: ClientStatus, message: string, details?: ErrorDetails) => void;
}

/** What a call needs of its connection. */
export interface Line {
  /** What holds where a call does not say. */
  readonly defaults: CallOptions;
  /** Takes the call on: sends it, keeps it until it can be sent, or fails it. */
  readonly send: (call: Request) => void;
  /** Forgets a call that was settled here, and tells the server if it knows of the call. */
  readonly abandon: (call: Request) => void;
  /** Sends a frame about a call, its id before the fields, if the server knows of the call. */
  readonly tell: (call: Request, kind: number, ...fields: readonly unknown[]) => void;
  /** What the server allows, as far as it is known. */
  readonly limits: () => Limits;
  /** While there is no connection: how the last one or the last attempt ended, as ` (1006: …)`; empty if there was none. */
  readonly offline: () => string | undefined;
}

// The largest delay that timers take; beyond it they would fire at once.
const longestTimer = 0x7fffffff;

/**
 * Makes a call. Whatever happens, the promise settles once, and this function does not throw. With `take`, which is given
 * each item, the call is a stream.
 */
export function startCall(
  line: Line,
  method: string,
  entry: MethodEntry,
  input: unknown,
  { signal, timeout = line.defaults.timeout, whenOffline = line.defaults.whenOffline ?? "queue", credit }: StreamOptions,
  take?: (call: Request, item: unknown) => void,
): Call<unknown, AnyMegoError> {
  const ends = timeout && Date.now() + timeout;
  let stopTimer = (): void => {};
  let resolve: (result: Result<unknown, AnyMegoError>) => void;
  const outcome = new Promise<Result<unknown, AnyMegoError>>((take) => (resolve = take));
  const promise = outcome.then((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });

  const settle = (result: Result<unknown, AnyMegoError>): void => {
    call.done = true;
    stopTimer();
    signal?.removeEventListener("abort", onAbort);
    resolve(result);
  };
  const fail: Request["fail"] = (status, message, details) => {
    if (call.done) return;
    settle({ ok: false, error: clientError(method, status, message, !!call.id, details) });
    line.abandon(call);
  };
  const cancel = (reason = "cancelled"): void => fail("Cancelled", reason);
  const onAbort = (): void => fail("Cancelled", "cancelled by its signal", { cause: signal?.reason as unknown });

  const call: Request = {
    kind: entry.auth ? Kind.auth : Kind.call,
    payload: new Uint8Array(),
    id: 0,
    done: false,
    isStream: !!take,
    waits: whenOffline === "queue",
    isRepeatable: !!entry.idempotent && !take,
    options() {
      const left = ends && Math.max(1, ends - Date.now());
      return left || credit ? { t: left || undefined, c: credit } : undefined;
    },
    answer({ kind, fields }) {
      if (call.done) return;
      try {
        if (kind === Kind.err) return settle({ ok: false, error: serverError(method, entry.errors, fields) });
        if (take && kind === Kind.ok) return fail("Invalid", "the answer is not a stream, as this client expects");
        const value = kind === Kind.end || entry.output === null ? undefined : convert(fields[1], entry.output, false);
        if (kind !== Kind.item) return settle({ ok: true, value });
        // The time is that up to the first item.
        stopTimer();
        take?.(call, value);
      } catch (error) {
        const [message, details] = describeProblem(error);
        fail("Invalid", `the answer is not as this client expects: ${message}`, details);
      }
    },
    fail,
  };

  try {
    if (signal?.aborted) {
      onAbort();
    } else {
      const limit = timeout ?? entry.timeout ?? line.limits().deadline;
      if (!(limit >= 0)) throw new RangeError("the timeout of a call is a number from 0");
      const plan = entry.input ?? null;
      const given = entry.input === null ? null : input;
      call.payload = entry.auth ? encode([given]) : encode([method, given], { tuple: [null, plan] });
      signal?.addEventListener("abort", onAbort);
      if (limit > 0 && limit <= longestTimer) {
        const late = (): void => {
          const why = call.id ? undefined : line.offline();
          fail("Timeout", `no ${why === undefined ? "answer" : "connection"} within ${limit} ms${why ?? ""}`);
        };
        stopTimer = later(limit, late, true);
      }
      line.send(call);
    }
  } catch (error) {
    fail("Invalid", ...describeProblem(error, 1));
  }

  return Object.assign(promise, {
    result(): Promise<Result<unknown, AnyMegoError>> {
      // Who asks for the result takes care of errors; the promise itself must not count as unhandled.
      promise.catch(() => {});
      return outcome;
    },
    cancel,
  });
}
