/** A value that others can watch: the pair of functions that React's `useSyncExternalStore` asks for. */
export interface Store<T> {
    /** The value now. The same object until it changes. */
    readonly get: () => T;
    /** Calls the listener after each change, until the function that it gives back is called. */
    readonly subscribe: (listener: () => void) => () => void;
}
/** Makes a store, and the function that changes its value. */
export declare function createStore<T extends object>(initial: T): [Store<T>, (next: T) => void];
