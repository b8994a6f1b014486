import type { Frame } from "./frames.js";
import type { WebSocketConstructor } from "./socket.js";
/** One socket, from its opening to its end. It knows frames and time, and nothing of calls. */
export interface Link {
    /** Sends a frame, together with all others of this moment in as few messages as may be. */
    readonly send: (frame: Uint8Array) => void;
    /** Sends what waits, and closes the socket. */
    readonly close: (code: number, reason: string) => void;
}
/** Who is told of what happens on a link. */
export interface LinkHandlers {
    /** The most bytes that one message may have. */
    readonly messageLimit: () => number;
    /** A frame, but for Ping and Pong. */
    readonly onFrame: (frame: Frame) => void;
    /** The end. Nothing comes after it. */
    readonly onEnd: (code: number, reason: string) => void;
}
/** Opens a socket and sends `hello` as the first frame. */
export declare function openLink(WebSocket: WebSocketConstructor, url: string, hello: Uint8Array, { messageLimit, onFrame, onEnd }: LinkHandlers): Link;
