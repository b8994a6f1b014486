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
    readonly end: (failure?: {
        readonly error: unknown;
    }) => void;
    /** The end of the pipe to iterate over, with members of its own. */
    readonly iteration: <Own extends object>(own: Own) => Iteration<Item> & Own;
}
/** Makes a pipe. `onTake` is called for each item that is taken, `onReturn` when whoever iterates has enough. */
export declare function createPipe<Item>(onTake: () => void, onReturn: () => void): Pipe<Item>;
