import { tellAll } from "./report.js";

/** A value that others can watch: the pair of functions that React's `useSyncExternalStore` asks for. */
export interface Store<T> {
  /** The value now. The same object until it changes. */
  readonly get: () => T;
  /** Calls the listener after each change, until the function that it gives back is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Makes a store, and the function that changes its value. */
export function createStore<T extends object>(initial: T): [Store<T>, (next: T) => void] {
  let value = initial;
  const listeners = new Set<{ readonly run: () => void }>();
  const store: Store<T> = {
    get: () => value,
    subscribe(listener) {
      // An object of its own, so that one function may listen twice and stop once.
      const entry = { run: listener };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
  const set = (next: T): void => {
    value = next;
    tellAll(listeners, ({ run }) => run());
  };
  return [store, set];
}
