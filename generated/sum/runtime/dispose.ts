declare global {
  // As TypeScript's library "esnext.disposable" has them, for projects that do without it.
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
export function closable(close: () => void): Closable {
  return { close, [dispose]: close };
}

// The symbols of `using`. Where the environment has none, they are those that compilers put in their place.
const symbols: Partial<SymbolConstructor> = Symbol;
const dispose: typeof Symbol.dispose = symbols.dispose ?? (Symbol.for("Symbol.dispose") as typeof Symbol.dispose);
export const asyncDispose: typeof Symbol.asyncDispose = symbols.asyncDispose ?? (Symbol.for("Symbol.asyncDispose") as typeof Symbol.asyncDispose);
