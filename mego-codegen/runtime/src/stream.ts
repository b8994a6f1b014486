import { startCall } from "./call.js";
import type { CallOptions, Line, MethodEntry, Request, Result } from "./call.js";
import type { AnyMegoError } from "./errors.js";
import { checkCount } from "./frames.js";
import * as Kind from "./kind.js";
import { createPipe } from "./pipe.js";
import type { Iteration } from "./pipe.js";

/**
 * A call that is answered with a stream of items, to be iterated over once.
 *
 * It is sent when it is made, not when it is iterated over. The iteration throws a `Failure` where the stream fails;
 * a lost connection is one, for a stream is never sent again by itself. Leaving the loop ends the stream.
 */
export interface StreamCall<Item, Failure> extends Iteration<Item> {
  /** Ends the stream. The iteration fails with `Cancelled`, items that wait are thrown away, and the server stops. */
  cancel(reason?: string): void;
  /** How the stream ended, whether or not all its items have been taken: this promise never rejects. */
  result(): Promise<Result<void, Failure>>;
}

/** How one call of a stream is made. `timeout` covers it up to its first item. */
export interface StreamOptions extends CallOptions {
  /** Items that may be here without having been taken: the server sends no more than that. Its default is in `state`. */
  readonly credit?: number | undefined;
}

/** What opens streams: {@link openStream}. */
export type OpenStream = (
  line: Line,
  method: string,
  entry: MethodEntry,
  input: unknown,
  options: StreamOptions,
) => StreamCall<unknown, AnyMegoError>;

/**
 * Calls a method that answers with a stream.
 *
 * @throws RangeError if the credit is not a whole number from 1.
 */
export const openStream: OpenStream = (line, method, entry, input, options) => {
  const { credit } = options;
  if (credit !== undefined) checkCount("credit", credit);
  /** Items that may be here without having been taken; the server's default is known when the first item comes. */
  let room = credit ?? 0;
  /** Items that the server may still send. */
  let due = room;
  /** Items that were taken since the server was last told. */
  let taken = 0;
  let sent: Request | undefined;

  const pipe = createPipe<unknown>(
    () => {
      taken++;
      // Half of the room at a time: few frames, and the server need not wait.
      if (!sent || taken * 2 < room) return;
      line.tell(sent, Kind.credit, taken);
      due += taken;
      taken = 0;
    },
    () => call.cancel(),
  );
  const call = startCall(line, method, entry, input, options, (pending, item) => {
    sent = pending;
    if (!room) room = due = line.limits().credit;
    if (due-- === 0) return pending.fail("Invalid", "more items than it was given credit for");
    pipe.push(item);
  });
  const outcome = call.result() as Promise<Result<void, AnyMegoError>>;
  void outcome.then((result) => {
    if (result.ok) return pipe.end();
    const { error } = result;
    // Who cancels wants no more; after any other failure, what has come is still worth having.
    if (error.kind === "client" && error.status === "Cancelled") pipe.waiting.length = 0;
    pipe.end({ error });
  });
  return pipe.iteration({ cancel: call.cancel, result: () => outcome });
};
