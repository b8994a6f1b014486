import type { CallOptions, Line } from "./call.js";
import type { Meta } from "./client.js";
import type { EventPart, EventSupport } from "./events.js";
import type { DelayBounds, WebSocketConstructor } from "./socket.js";
import type { ConnectionState } from "./state.js";
import type { Store } from "./store.js";
/** What a connection has to be told. */
export interface ConnectionSettings {
    readonly url: string;
    readonly WebSocket: WebSocketConstructor;
    /** Writes Hello, at each connect. */
    readonly hello: () => Promise<Uint8Array>;
    /** Where this client comes from. */
    readonly meta: Meta;
    /** What knows of events, if the API has any. */
    readonly events: EventSupport | undefined;
    readonly defaults: CallOptions & {
        readonly reconnectDelay?: DelayBounds | undefined;
    };
}
/** The connection of a client: opened at once, and again whenever it is lost, until it is closed. */
export interface Connection extends Line {
    readonly state: Store<ConnectionState>;
    readonly close: () => void;
    /** How many frames were ignored: of kinds that this client does not know, and answers to what is over. */
    readonly ignoredFrames: () => number;
    readonly events: EventPart | undefined;
}
/** Opens a connection. */
export declare function openConnection(settings: ConnectionSettings): Connection;
