/**
 * The part of a `WebSocket` that is used here. Browsers, Node from 22, Deno, Bun and the package `ws` all have it.
 *
 * It is written down, and not taken from TypeScript's DOM library, so that a client compiles without that library.
 */
export interface WebSocketLike {
    binaryType: string;
    send(data: ArrayBuffer): void;
    close(code?: number, reason?: string): void;
    addEventListener(type: "open", listener: () => void): void;
    addEventListener(type: "error", listener: (event: object) => void): void;
    addEventListener(type: "message", listener: (event: {
        readonly data: unknown;
    }) => void): void;
    addEventListener(type: "close", listener: (event: {
        readonly code: number;
        readonly reason: string;
    }) => void): void;
}
/** What makes such a socket. */
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;
/** The constructor of this environment, if it has one. */
export declare function environmentWebSocket(): WebSocketConstructor | undefined;
/** Whether a connection that was closed with this code is not to be opened again. The range decides, so that new codes need no new client. */
export declare function isTerminal(code: number): boolean;
/** Bounds of the wait before a reconnection, in milliseconds. */
export interface DelayBounds {
    /** The most that the first wait takes; 250 by default. It doubles with each attempt that fails. */
    readonly first?: number | undefined;
    /** The most that any wait takes; 30,000 by default. */
    readonly max?: number | undefined;
}
/** The wait before the next attempt: anything up to a bound that doubles, so that clients do not come back all at once. */
export declare function backoff(attempt: number, { first, max }?: DelayBounds): number;
