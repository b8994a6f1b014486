import type { Frame, PlanOf } from "./frames.js";
import type { WebSocketConstructor } from "./socket.js";
import type { Limits } from "./state.js";
/** One socket, from its opening to its end. It knows frames and time, and nothing of calls. */
export interface Link {
    /** Sends a frame, together with all others of this moment in as few messages as may be. */
    readonly send: (frame: Uint8Array) => void;
    /** Closes the socket without another word to the handlers. */
    readonly close: (code: number, reason: string) => void;
}
/** What the server says when it accepts a client. */
export interface Welcome {
    readonly session: string;
    readonly contract: string | undefined;
    readonly limits: Limits;
}
/** Who is told of what happens on a link. */
export interface LinkHandlers {
    readonly planOf: PlanOf;
    readonly onWelcome: (welcome: Welcome) => void;
    /** A frame that is not the link's own business. */
    readonly onFrame: (frame: Frame) => void;
    /** The end. Nothing comes after it. */
    readonly onEnd: (code: number, reason: string) => void;
}
/** Opens a socket and sends `hello` as the first frame. */
export declare function openLink(WebSocket: WebSocketConstructor, url: string, hello: Uint8Array, handlers: LinkHandlers): Link;
