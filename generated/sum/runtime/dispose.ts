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

/** The symbols of `using`. Where the environment has none, they are those that compilers put in their place. */
export const dispose: typeof Symbol.dispose = /* @__PURE__ */ known("dispose") as typeof Symbol.dispose;
export const asyncDispose: typeof Symbol.asyncDispose = /* @__PURE__ */ known("asyncDispose") as typeof Symbol.asyncDispose;

function known(name: "dispose" | "asyncDispose"): symbol {
  const symbol: symbol | undefined = Symbol[name];
  return symbol ?? Symbol.for(`Symbol.${name}`);
}
