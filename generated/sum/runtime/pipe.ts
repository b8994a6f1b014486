import { asyncDispose } from "./dispose.js";

/** Something to iterate over once, with `for await`. Leaving the loop ends it, and a second loop throws a `TypeError`. */
export interface Iteration<Item> extends AsyncIterable<Item> {
  next(): Promise<IteratorResult<Item, undefined>>;
  /** Ends it: `for await` calls this when its loop is left. */
  return(): Promise<IteratorResult<Item, undefined>>;
  [Symbol.asyncIterator](): this;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Items on their way to whoever iterates over them. Who fills it keeps it small. */
export interface Pipe<Item> {
  /** The items that wait to be taken, the oldest first. */
  readonly waiting: Item[];
  readonly push: (item: Item) => void;
  /** Lets nothing more in. What waits is still taken, and then comes the end, or the error, once. */
  readonly end: (failure?: { readonly error: unknown }) => void;
  /** The end of the pipe to iterate over, with members of its own. */
  readonly iteration: <Own extends object>(own: Own) => Iteration<Item> & Own;
}

interface Reader<Item> {
  readonly resolve: (result: IteratorResult<Item, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/** Makes a pipe. `onTake` is called for each item that is taken, `onReturn` when whoever iterates has enough. */
export function createPipe<Item>(onTake: () => void, onReturn: () => void): Pipe<Item> {
  const waiting: Item[] = [];
  const readers: Reader<Item>[] = [];
  let failure: { readonly error: unknown } | undefined;
  let ended = false;
  /** Whether a loop has begun, and whether the end was reached. */
  let begun = false;
  let over = false;
  const last: IteratorResult<Item, undefined> = { done: true, value: undefined };

  /** Gives readers what there is for them. */
  const serve = (): void => {
    while (readers.length && (waiting.length || ended)) {
      const { resolve, reject } = readers.shift()!;
      if (waiting.length) {
        resolve({ done: false, value: waiting.shift()! });
        onTake();
        continue;
      }
      over = true;
      if (failure) reject(failure.error);
      else resolve(last);
      failure = undefined;
    }
  };
  const end: Pipe<Item>["end"] = (why) => {
    if (ended) return;
    ended = true;
    failure = why;
    serve();
  };

  return {
    waiting,
    push(item) {
      if (ended) return;
      waiting.push(item);
      serve();
    },
    end,
    iteration<Own extends object>(own: Own) {
      const finish = async (): Promise<IteratorResult<Item, undefined>> => {
        waiting.length = 0;
        over = true;
        end();
        failure = undefined;
        onReturn();
        return last;
      };
      const iteration: Iteration<Item> & Own = {
        ...own,
        next: () =>
          new Promise((resolve, reject) => {
            readers.push({ resolve, reject });
            serve();
          }),
        return: finish,
        [Symbol.asyncIterator]() {
          // It would be empty, and nobody would know why.
          if (begun && over) throw new TypeError("this can be iterated over only once");
          begun = true;
          return iteration;
        },
        [asyncDispose]: async () => void (await finish()),
      };
      return iteration;
    },
  };
}
