import { asyncDispose } from "./dispose.js";

/** Something to iterate over once, with `for await`. Leaving the loop ends it. */
export interface Iteration<Item> extends AsyncIterable<Item> {
  next(): Promise<IteratorResult<Item, undefined>>;
  /** Ends it: `for await` calls this when its loop is left. */
  return(): Promise<IteratorResult<Item, undefined>>;
  [Symbol.asyncIterator](): this;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Items on their way to whoever iterates over them. Who fills it keeps it small. */
export interface Pipe<Item> {
  readonly push: (item: Item) => void;
  /** How many items wait to be taken. */
  readonly waiting: () => number;
  /** Throws the oldest item away. */
  readonly shift: () => void;
  /** Lets nothing more in. What waits is still taken, and then comes the end, or the error, once. */
  readonly end: (failure?: { readonly error: unknown }) => void;
  /** Throws away what waits. */
  readonly clear: () => void;
  /** The end of the pipe to iterate over, with members of its own. */
  readonly iteration: <Own extends object>(own: Own) => Iteration<Item> & Own;
}

interface Reader<Item> {
  readonly resolve: (result: IteratorResult<Item, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/** Makes a pipe. `onTake` is called for each item that is taken, `onReturn` when whoever iterates has enough. */
export function createPipe<Item>(onTake: () => void, onReturn: () => void): Pipe<Item> {
  const items: Item[] = [];
  const readers: Reader<Item>[] = [];
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  const over: IteratorResult<Item, undefined> = { done: true, value: undefined };

  /** Gives a reader what there is for it. */
  const serve = (reader: Reader<Item>): void => {
    if (items.length > 0) {
      reader.resolve({ done: false, value: items.shift()! });
      onTake();
    } else if (failure) {
      const { error } = failure;
      failure = undefined;
      reader.reject(error);
    } else if (ended) {
      reader.resolve(over);
    } else {
      readers.push(reader);
    }
  };
  const end: Pipe<Item>["end"] = (why) => {
    if (ended) return;
    ended = true;
    failure = why;
    for (const reader of readers.splice(0)) serve(reader);
  };
  const clear = (): void => void (items.length = 0);

  return {
    push(item) {
      if (ended) return;
      items.push(item);
      const reader = readers.shift();
      if (reader) serve(reader);
    },
    waiting: () => items.length,
    shift: () => void items.shift(),
    end,
    clear,
    iteration<Own extends object>(own: Own) {
      const finish = async (): Promise<IteratorResult<Item, undefined>> => {
        clear();
        end();
        failure = undefined;
        onReturn();
        return over;
      };
      const iteration: Iteration<Item> & Own = {
        ...own,
        next: () => new Promise((resolve, reject) => serve({ resolve, reject })),
        return: finish,
        [Symbol.asyncIterator]: () => iteration,
        [asyncDispose]: async () => void (await finish()),
      };
      return iteration;
    },
  };
}
