declare global {
    interface SymbolConstructor {
        readonly dispose: unique symbol;
        readonly asyncDispose: unique symbol;
    }
}
/** What `using` closes at the end of its block. */
export interface Closable {
    /** Ends it. Ending it again does nothing. */
    close(): void;
    [Symbol.dispose](): void;
}
/** The symbols of `using`. Where the environment has none, they are those that compilers put in their place. */
export declare const dispose: typeof Symbol.dispose;
export declare const asyncDispose: typeof Symbol.asyncDispose;
