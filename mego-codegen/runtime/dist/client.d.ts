import type { Call, CallOptions, MethodEntry } from "./call.js";
import type { WebSocketConstructor } from "./socket.js";
import type { ConnectionState } from "./state.js";
import type { Store } from "./store.js";
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
}
/** A value, or a function that is asked for it at each connect. */
export type Ask<T> = T | (() => T | Promise<T>);
/** How a client connects. */
export interface ClientOptions {
    /** Who the user is. Asked at each connect, so that it may be a fresh one. */
    readonly token?: Ask<string | undefined> | undefined;
    /** What the session begins with. Asked at each connect. */
    readonly data?: Ask<unknown> | undefined;
    /** The name and the version of the program, for the server's logs: `shop/1.2`. */
    readonly name?: string | undefined;
    /** Milliseconds that a call may take, unless the call says otherwise. By default it is the method's deadline, or the server's. */
    readonly timeout?: number | undefined;
    /** What becomes of calls while there is no connection, unless the call says otherwise. They wait by default. */
    readonly whenOffline?: "queue" | "fail" | undefined;
    /** What opens sockets, where the environment has no `WebSocket` of its own: Node before version 22. */
    readonly WebSocket?: WebSocketConstructor | undefined;
}
/** What every client has beside its methods. */
export interface ClientBase {
    /** How the connection is. */
    readonly state: Store<ConnectionState>;
    /** Closes the connection for good. Calls that are not answered yet fail with `Disconnected`. */
    close(): void;
    /** Figures for those who look into a fault. */
    stats(): ClientStats;
}
export interface ClientStats {
    /** Frames that were ignored: of kinds that this client does not know, and answers to calls that are over. */
    readonly ignoredFrames: number;
}
/**
 * Makes a client and connects it.
 *
 * @throws TypeError if the URL is none, or if there is no `WebSocket`.
 */
export declare function connect<Methods extends object>(url: string | URL, options: ClientOptions, table: MethodTable, meta: Meta): Methods & ClientBase;
export {};
