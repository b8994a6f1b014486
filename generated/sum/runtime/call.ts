import { encode } from "./encode.js";
import { clientError } from "./errors.js";
import type { AnyMegoError, ClientStatus } from "./errors.js";
import type { Frame } from "./frames.js";
import type { Plan } from "./plan.js";
import { formatPath, isCodecError } from "./problem.js";
import type { CodecError } from "./problem.js";
import type { Limits } from "./state.js";
import type { OpenStream } from "./stream.js";
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

/** A call as the connection sees it. */
export interface Pending {
  readonly method: string;
  readonly entry: MethodEntry;
  /** The parameters, written when the call was made: what becomes of the objects afterwards does not matter. */
  payload: Uint8Array;
  readonly whenOffline: "queue" | "fail";
  /** The first credit of a stream, where the caller says it. */
  readonly credit: number | undefined;
  /** Takes an item of a stream; undefined if the call is none. */
  readonly take: ((item: Frame) => void) | undefined;
  /** Milliseconds that are left of the caller's own deadline, if there is one. */
  readonly remaining: () => number | undefined;
  /** The id of the frame, once sent. */
  id: number | undefined;
  /** Whether the outcome is known. */
  done: boolean;
  /** Ends the call. Only the first outcome counts. */
  readonly settle: (result: Result<unknown, AnyMegoError>) => void;
  readonly fail: (status: ClientStatus, message: string, extra?: ErrorDetails) => void;
  /** Fails the call from this side, and tells the server. */
  readonly abandon: (status: ClientStatus, message: string, extra?: ErrorDetails) => void;
}

/** What makes a call one of a stream. */
export interface Sink {
  readonly credit: number | undefined;
  readonly take: (call: Pending, item: Frame) => void;
}

interface ErrorDetails {
  readonly path?: string;
  readonly cause?: unknown;
  readonly maybeExecuted?: boolean;
}

/** What a call needs of its connection. */
export interface Line {
  /** Takes the call on: sends it, keeps it until it can be sent, or fails it. */
  readonly send: (call: Pending) => void;
  /** Forgets a call that was settled here, and tells the server if it knows of the call. */
  readonly abandon: (call: Pending) => void;
  /** Sends a frame about a call, its id before the fields, if the server knows of the call. */
  readonly tell: (call: Pending, kind: number, ...fields: readonly unknown[]) => void;
  /** What the server allows, as far as it is known. */
  readonly limits: () => Limits;
  /** While there is no connection: how the last one or the last attempt ended, as ` (1006: …)`; empty if there was none. */
  readonly offline: () => string | undefined;
}

// The largest delay that timers take; beyond it they would fire at once.
const longestTimer = 0x7fffffff;

/** Makes a call. Whatever happens, the promise settles once, and this function does not throw. With a sink, the call is a stream. */
export function startCall(
  line: Line,
  method: string,
  entry: MethodEntry,
  input: unknown,
  options: CallOptions,
  sink?: Sink,
): Call<unknown, AnyMegoError> {
  const { signal, timeout } = options;
  const ends = timeout ? Date.now() + timeout : undefined;
  const undo: (() => void)[] = [];
  let stopTimer = (): void => {};
  let resolve: (result: Result<unknown, AnyMegoError>) => void;
  const outcome = new Promise<Result<unknown, AnyMegoError>>((take) => (resolve = take));
  const promise = outcome.then((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });

  const call: Pending = {
    method,
    entry,
    payload: new Uint8Array(),
    whenOffline: options.whenOffline ?? "queue",
    credit: sink?.credit,
    take:
      sink &&
      ((item): void => {
        // The time is that up to the first item.
        stopTimer();
        if (!call.done) sink.take(call, item);
      }),
    remaining: () => ends && Math.max(1, ends - Date.now()),
    id: undefined,
    done: false,
    settle(result) {
      if (call.done) return;
      call.done = true;
      stopTimer();
      for (const step of undo) step();
      resolve(result);
    },
    fail(status, message, { maybeExecuted = call.id !== undefined, ...details } = {}) {
      call.settle({ ok: false, error: clientError(method, status, message, maybeExecuted, details) });
    },
    abandon(status, message, details) {
      if (call.done) return;
      call.fail(status, message, details);
      line.abandon(call);
    },
  };
  const { abandon } = call;
  const onAbort = (): void => abandon("Cancelled", "the call was cancelled by its signal", { cause: signal?.reason as unknown });

  try {
    if (signal?.aborted) {
      onAbort();
    } else {
      const limit = timeout ?? entry.timeout ?? line.limits().deadline;
      if (!(limit >= 0)) throw new RangeError("the timeout of a call is a number of milliseconds from 0");
      call.payload = encode(entry.input === null ? null : input, entry.input, "params");
      signal?.addEventListener("abort", onAbort);
      undo.push(() => signal?.removeEventListener("abort", onAbort));
      if (limit > 0 && limit <= longestTimer) {
        const late = (): void => {
          const why = call.id === undefined ? line.offline() : undefined;
          abandon("Timeout", why === undefined ? `no answer within ${limit} ms` : `no connection within ${limit} ms${why}`);
        };
        stopTimer = later(limit, late, true);
      }
      line.send(call);
    }
  } catch (error) {
    const problem = isCodecError(error) ? describeProblem(error) : { message: String(error), path: "" };
    call.fail("Invalid", problem.message, { path: problem.path, cause: error });
  }

  return Object.assign(promise, {
    result(): Promise<Result<unknown, AnyMegoError>> {
      // Who asks for the result takes care of errors; the promise itself must not count as unhandled.
      promise.catch(() => {});
      return outcome;
    },
    cancel(reason?: string): void {
      abandon("Cancelled", reason ?? "the call was cancelled");
    },
  });
}

/** What is wrong with a value, and where. The first key of the trail is a place in the frame, which is no business of the user's. */
export function describeProblem(error: CodecError): { readonly message: string; readonly path: string } {
  const path = formatPath(error.trail.slice(1));
  return { path, message: path ? `${path}: ${error.message}` : error.message };
}
