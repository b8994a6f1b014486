import { closable } from "./dispose.js";
import type { Closable } from "./dispose.js";
import { clientError } from "./errors.js";
import type { AnyMegoError, EventError } from "./errors.js";
import { checkCount } from "./frames.js";
import { createPipe } from "./pipe.js";
import type { Iteration } from "./pipe.js";
import type { Plan } from "./plan.js";
import { createTopics } from "./topics.js";
import type { EventLine, Family, Topics } from "./topics.js";
import { emptyTree, plant } from "./tree.js";
import type { Tree } from "./tree.js";

/** The events of one kind. */
export interface EventSource<Data, Channel extends string = string> {
  /** The name on the wire. */
  readonly event: string;
  /**
   * Calls the handler for each event on a channel, until the subscription is closed.
   *
   * However many handlers a channel has, the server sends each event once. After a lost connection the channel is
   * subscribed to again; a subscription that is made while there is no connection waits for one.
   */
  subscribe(channel: Channel, handler: (data: Data) => void, options?: SubscribeOptions): Subscription;
  /** Subscribes as well, for `for await`. Leaving the loop closes the subscription. */
  stream(channel: Channel, options?: EventStreamOptions): EventStream<Data>;
  /**
   * Calls the handler for every event of this kind that comes, whatever its channel: those of all subscriptions, and
   * those that the server sends to this session alone. It subscribes to nothing.
   */
  on(handler: (data: Data, channel: Channel) => void): Closable;
}

/** Events of one channel on their way to one handler. To close it is enough; no handler is called after that. */
export interface Subscription extends Closable {
  /**
   * Fulfilled when the server has accepted the subscription, and rejected with an `EventError` if it ends before. Who
   * does not look at it is not disturbed by a rejection.
   */
  readonly ready: Promise<void>;
}

/** What else one may want to hear of a subscription. */
export interface SubscribeOptions {
  /** Events may be missing here: the server had to drop some, or the connection was lost and found again. */
  readonly onGap?: (() => void) | undefined;
  /** The subscription has ended, but not by `close()`: refused, also after a reconnection, removed, or closed with the connection. */
  readonly onEnd?: ((error: EventError) => void) | undefined;
}

/** How one iterates over events. */
export interface EventStreamOptions {
  /** Events that may wait to be taken; 1,000 by default. */
  readonly limit?: number | undefined;
  /**
   * What gives way when that many wait: the oldest that waits (the default), the one that has just come, or the
   * iteration, which then throws an `OverflowError` after what waits.
   */
  readonly overflow?: "drop-oldest" | "drop-newest" | "error" | undefined;
  /** Ends the iteration when it is aborted, with `Cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** As with {@link EventSource.subscribe}. It does not tell of events that gave way here. */
  readonly onGap?: (() => void) | undefined;
}

/** Events to iterate over once. The iteration throws an `EventError` where the subscription ends by anything but `close()`. */
export interface EventStream<Data> extends Iteration<Data>, Closable {
  /** As in {@link Subscription}. The events that come from then on wait for the iteration. */
  readonly ready: Promise<void>;
  /** How many events gave way until now. */
  dropped(): number;
}

/** All events of an API, by their names on the wire. */
export interface EventTable {
  readonly [name: string]: {
    /** `null` if the event has no data, absent if its data needs no plan. */
    readonly data?: Plan | null;
  };
}

/** What makes the events of one connection: {@link eventSupport}. */
export type EventSupport = (line: EventLine) => EventPart;

/** What a connection tells events, and what users get of them. */
export interface EventPart extends Omit<Topics, "subscribe"> {
  /** An `EventSource` for each event. */
  readonly sources: Tree;
}

/** Makes the events of an API from their table. */
export function eventSupport(table: EventTable): EventSupport {
  return (line) => {
    const families = new Map<string, Family>();
    const topics = createTopics(line, families);
    const sources = emptyTree();
    for (const [name, { data }] of Object.entries(table)) {
      const family: Family = { name, data, listeners: new Set() };
      families.set(name, family);
      plant(sources, name, makeSource(family, topics));
    }
    return { ...topics, sources };
  };
}

/** What users see of the events of one kind. */
function makeSource(family: Family, topics: Topics): EventSource<unknown> {
  const { name, listeners } = family;
  const source: EventSource<unknown> = {
    event: name,
    subscribe: (channel, handler, options = {}) => topics.subscribe(family, channel, handler, options),
    stream(channel, { limit = 1000, overflow, signal, onGap } = {}) {
      checkCount("limit", limit);
      let dropped = 0;
      /** Lets no more events in, and ends what brings them. */
      const stop = (error?: AnyMegoError): void => {
        pipe.end(error && { error });
        signal?.removeEventListener("abort", onAbort);
        subscription.close();
      };
      const pipe = createPipe<unknown>(() => {}, stop);
      const { waiting } = pipe;
      const onAbort = (): void => {
        waiting.length = 0;
        stop(clientError(name, "Cancelled", "cancelled by its signal", false, { cause: signal?.reason as unknown }));
      };
      const subscription = source.subscribe(
        channel,
        (data) => {
          if (waiting.length >= limit) {
            dropped++;
            if (overflow === "error") return stop(clientError(name, "ResourceExhausted", `more than ${limit} events wait`));
            if (overflow === "drop-newest") return;
            waiting.shift();
          }
          pipe.push(data);
        },
        { onGap, onEnd: stop },
      );
      if (signal?.aborted) onAbort();
      else signal?.addEventListener("abort", onAbort);
      return pipe.iteration({ ready: subscription.ready, dropped: () => dropped, ...closable(() => stop()) });
    },
    on(handler) {
      // An object of its own, so that one function may listen twice and stop once.
      const listener = { handler };
      listeners.add(listener);
      return closable(() => void listeners.delete(listener));
    },
  };
  return source;
}
