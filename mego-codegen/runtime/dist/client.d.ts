import type { Call, CallOptions, MethodEntry } from "./call.js";
import type { EventSupport } from "./events.js";
import type { Plan } from "./plan.js";
import type { DelayBounds, WebSocketConstructor } from "./socket.js";
import type { ConnectionState } from "./state.js";
import type { Store } from "./store.js";
import type { StreamCall, StreamOptions } from "./stream.js";
/** A method that takes an object: its parameters by name, or the value that is its whole input. */
export interface Method<Input, Output, Failure> extends MethodGuard<Failure> {
    (input: Input, options?: CallOptions): Call<Output, Failure>;
}
/** A method of which no parameter is required. */
export interface OptionalMethod<Input, Output, Failure> extends MethodGuard<Failure> {
    (input?: Input, options?: CallOptions): Call<Output, Failure>;
}
/** A method that takes nothing. */
export interface BareMethod<Output, Failure> extends MethodGuard<Failure> {
    (options?: CallOptions): Call<Output, Failure>;
}
/** A method that takes an object and answers with a stream. */
export interface StreamMethod<Input, Item, Failure> extends MethodGuard<Failure> {
    (input: Input, options?: StreamOptions): StreamCall<Item, Failure>;
}
/** A method that answers with a stream and of which no parameter is required. */
export interface OptionalStreamMethod<Input, Item, Failure> extends MethodGuard<Failure> {
    (input?: Input, options?: StreamOptions): StreamCall<Item, Failure>;
}
/** A method that takes nothing and answers with a stream. */
export interface BareStreamMethod<Item, Failure> extends MethodGuard<Failure> {
    (options?: StreamOptions): StreamCall<Item, Failure>;
}
interface MethodGuard<Failure> {
    /** The name on the wire. */
    readonly method: string;
    /** Whether a caught value is an error of this method. */
    isError(error: unknown): error is Failure;
}
/** All methods of an API, by their names on the wire. */
export interface MethodTable {
    readonly [name: string]: MethodEntry;
}
/** Where a client comes from. */
export interface Meta {
    /** The name of the API. */
    readonly api: string;
    /** A hash of the contract. The server tells its own, and the state says whether they differ. */
    readonly contract: string;
    /** The plan of what the session begins with, if it needs one. */
    readonly data?: Plan;
}
/** A value, or a function that is asked for it at each connect. */
export type Ask<T> = T | (() => T | Promise<T>);
/** How a client connects. `data` is required where the server's `on_connect` takes some. */
export type ClientOptions<Data = unknown> = ConnectOptions & (null extends Data ? {
    readonly data?: Ask<Data | undefined> | undefined;
} : {
    readonly data: Ask<Data>;
});
/** How a client connects, but for the initial data. */
export interface ConnectOptions {
    /** Who the user is. Asked at each connect, so that it may be a fresh one. */
    readonly token?: Ask<string | undefined> | undefined;
    /** The name and the version of the program, for the server's logs: `shop/1.2`. */
    readonly name?: string | undefined;
    /** Milliseconds that a call may take, unless the call says otherwise. By default it is the method's deadline, or the server's. */
    readonly timeout?: number | undefined;
    /** What becomes of calls while there is no connection, unless the call says otherwise. They wait by default. */
    readonly whenOffline?: "queue" | "fail" | undefined;
    /** Bounds of the wait before a reconnection. The wait is a random one, so that clients do not come back all at once. */
    readonly reconnectDelay?: DelayBounds | undefined;
    /** What opens sockets, where the environment has no `WebSocket` of its own: Node before version 22. */
    readonly WebSocket?: WebSocketConstructor | undefined;
}
/** What a client has beside its methods; `events` only if the API has any. */
export type ClientBase<Events = undefined> = Events extends object ? ClientCore & {
    readonly events: Events;
} : ClientCore;
/** What every client has beside its methods. */
export interface ClientCore {
    /** How the connection is. */
    readonly state: Store<ConnectionState>;
    /**
     * Asks for the token and sends it on the connection as it is, before the old one expires. The user must stay the same.
     *
     * The promise rejects with what `token` throws, or with a `Mego.Fault` or a `Mego.ClientError`. A server that does not
     * accept the token also closes the connection.
     */
    authenticate(): Promise<void>;
    /** Closes the connection for good. Calls, streams and subscriptions end with `Disconnected`. */
    close(): void;
    /** Figures for those who look into a fault. */
    stats(): ClientStats;
}
export interface ClientStats {
    /** Frames that were ignored: of kinds or events that this client does not know, and what came for what is over. */
    readonly ignoredFrames: number;
}
/**
 * Makes a client and connects it.
 *
 * @throws TypeError if the URL is none, or if there is no `WebSocket`.
 */
export declare function connect<Methods extends object, Events = undefined>(url: string | URL, options: ClientOptions, table: MethodTable, meta: Meta, events?: EventSupport): Methods & ClientBase<Events>;
export {};
