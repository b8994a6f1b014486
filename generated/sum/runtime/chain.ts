import type { ClientCore } from "./client.js";
import type { Closable } from "./dispose.js";
import type { EventSource, Subscription } from "./events.js";

/** The chained style, over a client of any API. */
export interface Chained<Client> {
  /** Begins a call of a method, by its name on the wire. Nothing is sent before `end()`. */
  call<Name extends MethodName<Client>>(method: Name): Unsent<At<Client, Name>>;
  /** Calls the handler for every event of a name, whatever its channel. */
  on<Name extends EventName<Client>>(event: Name, handler: Handler<EventAt<Client, Name>>): void;
  /** Stops that. The handler is the very function that `on` was given. */
  off<Name extends EventName<Client>>(event: Name, handler: Handler<EventAt<Client, Name>>): void;
  /**
   * Subscribes to a channel, whose events then reach the handlers of `on`. A second time, it does nothing more.
   *
   * The promise rejects with a `Mego.EventError` if the server refuses, and need not be looked at.
   */
  subscribe<Name extends EventName<Client>>(event: Name, channel: ChannelOf<EventAt<Client, Name>>): Promise<void>;
  /** Ends the subscription that `subscribe` has made. */
  unsubscribe<Name extends EventName<Client>>(event: Name, channel: ChannelOf<EventAt<Client, Name>>): void;
}

/** A call that has not been given its input: if it needs one, `send` comes before `end`. */
export type Unsent<Method> = { timeout(milliseconds: number): Unsent<Method> } & (InputOf<Method> extends []
  ? unknown
  : { send(...input: InputOf<Method>): Ready<Method> }) &
  ([] extends InputOf<Method> ? Ending<Method> : unknown);

/** A call that has its input. */
export interface Ready<Method> extends Ending<Method> {
  /** Milliseconds until the call fails with `Timeout`; 0 is for ever. */
  timeout(milliseconds: number): Ready<Method>;
}

/** The end of a chain. */
export interface Ending<Method> {
  /** Makes the call: gives back what the method itself does, a `Mego.Call` or a `Mego.StreamCall`. */
  end(): Method extends (...given: never) => infer Outcome ? Outcome : never;
}

/** The names of all methods of a client, as they are on the wire. */
export type MethodName<Client> = NameOf<MethodsOf<Client>, { readonly method: string }>;
/** The names of all events of a client, as they are on the wire. */
export type EventName<Client> = NameOf<EventsOf<Client>, { readonly event: string }>;

type MethodsOf<Client> = Omit<Client, keyof ClientCore | "events">;
type EventsOf<Client> = Client extends { readonly events: infer Events } ? Events : never;
type EventAt<Client, Name> = At<EventsOf<Client>, Name>;

/** The dotted names of the leaves of a tree, of up to eight parts: without an end, TypeScript would look for one. */
type NameOf<Tree, Leaf, Depth extends readonly unknown[] = []> = Depth["length"] extends 8
  ? never
  : {
      [Key in keyof Tree & string]: Tree[Key] extends Leaf ? Key : `${Key}.${NameOf<Tree[Key], Leaf, [...Depth, unknown]>}`;
    }[keyof Tree & string];

/** What stands in a tree under a dotted name. */
type At<Tree, Name> = Name extends keyof Tree
  ? Tree[Name]
  : Name extends `${infer Head}.${infer Rest}`
    ? Head extends keyof Tree
      ? At<Tree[Head], Rest>
      : never
    : never;

/** What a method takes before its options. */
type InputOf<Method> = Method extends (...given: infer Given) => unknown
  ? 2 extends Given["length"]
    ? 0 extends Given["length"]
      ? [input?: Given[0]]
      : [input: Given[0]]
    : []
  : never;

type ChannelOf<Source> = Source extends EventSource<infer _Data, infer Channel> ? Channel : never;
type Handler<Source> = Source extends EventSource<infer Data, infer Channel> ? (data: Data, channel: Channel) => void : never;

/**
 * Gives a client the chained style: `chain(client).call("sum").send({ a: 1, b: 2 }).end()`.
 *
 * It stands beside the client, in a module of its own, so that who does not use it does not load it.
 */
export function chain<Client extends ClientCore>(client: Client): Chained<Client> {
  const { events } = client as { readonly events?: object };
  /** By event, and then by handler. */
  const listeners = new Map<string, Map<unknown, Closable>>();
  /** By event, and then by channel. */
  const subscriptions = new Map<string, Map<unknown, Subscription>>();

  const chained: Untyped = {
    call(name) {
      const method = find(client, name) as (input: unknown, options: object) => unknown;
      const step = (input: unknown, options: object): object => ({
        send: (given?: unknown) => step(given, options),
        timeout: (timeout: number) => step(input, { ...options, timeout }),
        end: () => method(input, options),
      });
      return step(undefined, {});
    },
    on(name, handler) {
      const event = source(events, name);
      const own = inner(listeners, name);
      if (!own.has(handler)) own.set(handler, event.on(handler));
    },
    off: (name, handler) => drop(listeners, name, handler),
    subscribe(name, channel) {
      const event = source(events, name);
      const own = inner(subscriptions, name);
      let subscription = own.get(channel);
      if (!subscription) {
        const onEnd = (): void => drop(subscriptions, name, channel);
        subscription = event.subscribe(channel, () => {}, { onEnd });
        own.set(channel, subscription);
      }
      return subscription.ready;
    },
    unsubscribe: (name, channel) => drop(subscriptions, name, channel),
  };
  // What is found under a name has the type that the client says; TypeScript cannot follow a name through a tree of values.
  return chained as unknown as Chained<Client>;
}

/** The chained style without what the types of a client say. */
interface Untyped {
  call(name: string): object;
  on(name: string, handler: () => void): void;
  off(name: string, handler: () => void): void;
  subscribe(name: string, channel: string): Promise<void>;
  unsubscribe(name: string, channel: string): void;
}

function find(tree: object | undefined, name: string): unknown {
  const found = name.split(".").reduce<unknown>((at, part) => (at as { readonly [name: string]: unknown } | undefined)?.[part], tree);
  if (!found) throw new TypeError(`this client knows no ${name}`);
  return found;
}

function source(events: object | undefined, name: string): EventSource<unknown> {
  return find(events, name) as EventSource<unknown>;
}

function inner<Kept>(outer: Map<string, Map<unknown, Kept>>, name: string): Map<unknown, Kept> {
  let kept = outer.get(name);
  if (!kept) outer.set(name, (kept = new Map<unknown, Kept>()));
  return kept;
}

function drop(outer: Map<string, Map<unknown, Closable>>, name: string, key: unknown): void {
  const own = outer.get(name);
  const closable = own?.get(key);
  own?.delete(key);
  if (own?.size === 0) outer.delete(name);
  closable?.close();
}
