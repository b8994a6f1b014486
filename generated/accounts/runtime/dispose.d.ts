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
/** Something that can be closed, by this function. */
export declare function closable(close: () => void): Closable;
export declare const asyncDispose: typeof Symbol.asyncDispose;
