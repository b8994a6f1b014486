import { startCall } from "./call.js";
import type { Call, CallOptions, MethodEntry } from "./call.js";
import { openConnection } from "./connection.js";
import { clientError, isMegoError } from "./errors.js";
import type { EventSupport } from "./events.js";
import { writeFrame } from "./frames.js";
import * as Kind from "./kind.js";
import type { Plan } from "./plan.js";
import { environmentWebSocket } from "./socket.js";
import type { DelayBounds, WebSocketConstructor } from "./socket.js";
import type { ConnectionState } from "./state.js";
import type { Store } from "./store.js";
import type { StreamCall, StreamOptions } from "./stream.js";
import { emptyTree, plant } from "./tree.js";

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
export type ClientOptions<Data = unknown> = ConnectOptions &
  (null extends Data ? { readonly data?: Ask<Data | undefined> | undefined } : { readonly data: Ask<Data> });

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
export type ClientBase<Events = undefined> = Events extends object ? ClientCore & { readonly events: Events } : ClientCore;

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

const protocolVersion = 1;
const authEntry: MethodEntry = { auth: true, output: null, idempotent: true };

/**
 * Makes a client and connects it.
 *
 * @throws TypeError if the URL is none, or if there is no `WebSocket`.
 */
export function connect<Methods extends object, Events = undefined>(
  url: string | URL,
  options: ClientOptions,
  table: MethodTable,
  meta: Meta,
  events?: EventSupport,
): Methods & ClientBase<Events> {
  const WebSocket = options.WebSocket ?? environmentWebSocket();
  if (!WebSocket) {
    throw new TypeError(
      'there is no WebSocket here (Node has one from 22 on); pass one: createClient(url, { WebSocket }), for example that of "ws"',
    );
  }
  const connection = openConnection({
    url: socketUrl(url),
    WebSocket,
    meta,
    events,
    defaults: options,
    async hello() {
      const [t, d] = await Promise.all([ask(options.token), ask(options.data)]);
      const said = { v: protocolVersion, a: [], t, d, n: options.name ?? "mego-ts", j: meta.contract };
      return writeFrame(Kind.hello, [said], [meta.data ? { fields: { d: meta.data } } : null]);
    },
  });

  const client = emptyTree();
  client["state"] = connection.state;
  if (connection.events) client["events"] = connection.events.sources;
  client["authenticate"] = async (): Promise<void> => {
    const token = await ask(options.token);
    if (typeof token !== "string") throw clientError("authenticate", "Invalid", "there is no token");
    await startCall(connection, "authenticate", authEntry, token, {});
  };
  client["close"] = connection.close;
  client["stats"] = (): ClientStats => ({ ignoredFrames: connection.ignoredFrames() });
  for (const [name, entry] of Object.entries(table)) {
    const call = (input?: unknown, own?: StreamOptions): unknown => {
      // What takes nothing has its options first; with nothing in that place, they may also stand where they always do.
      const given = ((entry.input === null && input) || own || {}) as StreamOptions;
      return (entry.stream ?? startCall)(connection, name, entry, input, given);
    };
    const method = Object.assign(call, {
      method: name,
      isError: (error: unknown): boolean => isMegoError(error) && error.method === name,
    });
    plant(client, name, method);
  }
  // The tables and the interfaces `Methods` and `Events` are written by the same generator from the same contract.
  return client as unknown as Methods & ClientBase<Events>;
}

function socketUrl(url: string | URL): string {
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  const target = new URL(url, location?.href);
  target.protocol = target.protocol.replace(/^http/, "ws");
  if (!/^wss?:$/.test(target.protocol)) throw new TypeError(`a URL with ws:, wss:, http: or https: is needed, not ${target.href}`);
  return target.href;
}

async function ask(value: unknown): Promise<unknown> {
  return typeof value === "function" ? (value as () => unknown)() : value;
}
