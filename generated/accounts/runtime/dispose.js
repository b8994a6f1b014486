/** The symbols of `using`. Where the environment has none, they are those that compilers put in their place. */
export const dispose = /* @__PURE__ */ known("dispose");
export const asyncDispose = /* @__PURE__ */ known("asyncDispose");
function known(name) {
    const symbol = Symbol[name];
    return symbol ?? Symbol.for(`Symbol.${name}`);
}
