import { tellAll } from "./report.js";
/** Makes a store, and the function that changes its value. */
export function createStore(initial) {
    let value = initial;
    const listeners = new Set();
    const store = {
        get: () => value,
        subscribe(listener) {
            // An object of its own, so that one function may listen twice and stop once.
            const entry = { run: listener };
            listeners.add(entry);
            return () => void listeners.delete(entry);
        },
    };
    const set = (next) => {
        value = next;
        tellAll(listeners, ({ run }) => run());
    };
    return [store, set];
}
