/** Something that can be closed, by this function. */
export function closable(close) {
    return { close, [dispose]: close };
}
// The symbols of `using`. Where the environment has none, they are those that compilers put in their place.
const symbols = Symbol;
const dispose = symbols.dispose ?? Symbol.for("Symbol.dispose");
export const asyncDispose = symbols.asyncDispose ?? Symbol.for("Symbol.asyncDispose");
