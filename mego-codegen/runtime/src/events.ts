import { dispose } from "./dispose.js";
import type { Closable } from "./dispose.js";
import { encode } from "./encode.js";
import { clientError, overflowError, serverError } from "./errors.js";
import type { AnyMegoError, EventError } from "./errors.js";
import { Kind, isOptions, isUint } from "./frames.js";
import type { Frame, PlanOf } from "./frames.js";
import { createPipe } from "./pipe.js";
import type { Iteration } from "./pipe.js";
import type { Plan } from "./plan.js";
import { runReported } from "./report.js";
import type { Limits } from "./state.js";
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

/** What events need of their connection. */
export interface EventLine {
  /** Sends a frame that the server answers, and gives back its id; undefined if there is no connection for it now. */
  readonly send: (kind: number, fields: readonly unknown[]) => number | undefined;
  readonly limits: () => Limits;
  /** Whether the server is going away, and another connection will be made. */
  readonly isDraining: () => boolean;
  /** Whether the connection is closed for good. */
  readonly isClosed: () => boolean;
}

/** What a connection tells events, and what users get of them. */
export interface EventPart {
  /** An `EventSource` for each event. */
  readonly sources: Tree;
  readonly planOf: PlanOf;
  /** Takes a frame that is not of a call. Gives back whether it meant anything. */
  readonly onFrame: (frame: Frame) => boolean;
  readonly onWelcome: () => void;
  /** The link is gone. With a message, it was the last one. */
  readonly onLost: (forGood?: string) => void;
}

/** Events of one kind. */
interface Family {
  readonly name: string;
  readonly data: Plan | null | undefined;
  readonly topics: Map<string, Topic>;
  readonly listeners: Set<{ readonly run: (data: unknown, channel: string) => void }>;
}

/** One event on one channel: one subscription on the wire, for all its members. */
interface Topic {
  readonly family: Family;
  readonly channel: string;
  readonly members: Set<Member>;
  /** The id of the Sub that is on its way. Until it is answered the topic stays, even if nobody is left. */
  asked: number | undefined;
  /** The number of the subscription, once the server has accepted it. */
  number: number | undefined;
  /** Whether it was accepted before, on another link perhaps. */
  wasLive: boolean;
}

/** One handler of a topic. */
interface Member extends SubscribeOptions {
  readonly handler: (data: unknown) => void;
  readonly accept: () => void;
  readonly refuse: (error: AnyMegoError) => void;
}

/** Makes the events of an API from their table. */
export function eventSupport(table: EventTable): EventSupport {
  return (line) => {
    const sources = emptyTree();
    const families = new Map<string, Family>();
    /** Topics by the numbers of their subscriptions. */
    const live = new Map<number, Topic>();
    /** What was asked and is not answered: the topic of a Sub, nothing of an Unsub. */
    const asked = new Map<number, Topic | undefined>();

    /** Subscribes, unless that is done or on its way. */
    const join = (topic: Topic): void => {
      if (topic.number !== undefined || topic.asked !== undefined) return;
      topic.asked = line.send(Kind.sub, [topic.family.name, topic.channel]);
      if (topic.asked !== undefined) asked.set(topic.asked, topic);
    };
    /** Forgets a topic that nobody wants any more, and tells the server if it knows of it. */
    const part = ({ family, channel, number }: Topic): void => {
      family.topics.delete(channel);
      if (number === undefined) return;
      live.delete(number);
      const id = line.send(Kind.unsub, [number]);
      if (id !== undefined) asked.set(id, undefined);
    };
    /** Ends a topic that was refused or removed. */
    const finish = ({ family, channel, number, members }: Topic, error: AnyMegoError): void => {
      family.topics.delete(channel);
      if (number !== undefined) live.delete(number);
      for (const member of [...members]) {
        if (members.delete(member)) expel(member, error);
      }
    };

    const subscribe = (family: Family, channel: string, member: Member): (() => void) => {
      const { name, topics } = family;
      let problem: AnyMegoError | undefined;
      if (line.isClosed()) problem = disconnected(name, "the connection is closed");
      else if (!fits(name, channel, line.limits())) problem = clientError(name, "Invalid", "this channel cannot be sent", false);
      if (problem) {
        const error = problem;
        // Not at once: who subscribes does not have the subscription yet.
        queueMicrotask(() => expel(member, error));
        return () => {};
      }
      let topic = topics.get(channel);
      if (!topic) {
        topic = { family, channel, members: new Set(), asked: undefined, number: undefined, wasLive: false };
        topics.set(channel, topic);
      }
      const own = topic;
      own.members.add(member);
      if (own.number !== undefined) member.accept();
      join(own);
      return () => {
        if (!own.members.delete(member)) return;
        member.refuse(clientError(name, "Cancelled", "the subscription was closed", false));
        if (own.members.size === 0 && own.asked === undefined) part(own);
      };
    };

    const onAnswer = (topic: Topic, { kind, fields }: Frame): void => {
      topic.asked = undefined;
      const { family, members } = topic;
      const value = fields[1];
      if (kind === Kind.err) {
        const error = serverError(family.name, undefined, fields);
        // The next link takes it, unless nobody is left.
        if (error.status === "Unavailable" && line.isDraining() && members.size > 0) return;
        return finish(topic, error);
      }
      const number = isOptions(value) ? value["u"] : undefined;
      if (!isUint(number)) return finish(topic, clientError(family.name, "Invalid", "the answer is not a subscription", false));
      topic.number = number;
      if (members.size === 0) return part(topic);
      live.set(number, topic);
      for (const member of members) member.accept();
      if (topic.wasLive) tellGap(topic);
      topic.wasLive = true;
    };

    const tell = ({ listeners, data }: Family, channel: string, value: unknown, topic?: Topic): void => {
      const given = data === null ? undefined : value;
      // Whoever is gone when its turn comes is not called any more, and who has just come not yet.
      for (const member of [...(topic?.members ?? [])]) {
        if (topic?.members.has(member)) runReported(() => member.handler(given));
      }
      for (const listener of [...listeners]) {
        if (listeners.has(listener)) runReported(() => listener.run(given, channel));
      }
    };

    for (const [name, { data }] of Object.entries(table)) {
      const family: Family = { name, data, topics: new Map(), listeners: new Set() };
      families.set(name, family);
      plant(sources, name, makeSource(family, (channel, member) => subscribe(family, channel, member)));
    }

    return {
      sources,
      planOf(kind, fields, earlier) {
        if (kind === Kind.event && fields.length === 1) {
          // The Ok that says the number may stand in the same message, which is read before it is acted upon.
          const isOfThis = (frame: Frame): boolean => frame.kind === Kind.ok && isOptions(frame.fields[1]) && frame.fields[1]["u"] === fields[0];
          const topic = live.get(fields[0] as number) ?? asked.get(earlier.find(isOfThis)?.fields[0] as number);
          return topic?.family.data;
        }
        return kind === Kind.eventTo && fields.length === 2 ? families.get(fields[0] as string)?.data : undefined;
      },
      onFrame(frame) {
        const { kind, fields, problem } = frame;
        const first = fields[0] as number;
        if ((kind === Kind.ok || kind === Kind.err) && asked.has(first)) {
          const topic = asked.get(first);
          asked.delete(first);
          if (topic) onAnswer(topic, frame);
          return true;
        }
        if (kind === Kind.eventTo) {
          const family = families.get(fields[0] as string);
          if (family && !problem) tell(family, fields[1] as string, fields[2]);
          return !!family && !problem;
        }
        const topic = kind === Kind.event || kind === Kind.subState ? live.get(first) : undefined;
        if (!topic) return false;
        const { family, channel } = topic;
        if (kind === Kind.event) {
          if (!problem) tell(family, channel, fields[1], topic);
          else tellGap(topic);
          return !problem;
        }
        const [, state, code] = fields;
        if (state === 1 || state === 2) tellGap(topic);
        else if (state === 3) finish(topic, serverError(family.name, undefined, [first, code ?? 63, "the server removed the subscription"]));
        return true;
      },
      onWelcome() {
        for (const { topics } of families.values()) for (const topic of topics.values()) join(topic);
      },
      onLost(forGood) {
        live.clear();
        asked.clear();
        for (const family of families.values()) {
          for (const topic of [...family.topics.values()]) {
            topic.number = topic.asked = undefined;
            if (forGood !== undefined) finish(topic, disconnected(family.name, forGood));
            else if (topic.members.size === 0) family.topics.delete(topic.channel);
          }
        }
      },
    };
  };
}

/** What users see of the events of one kind. */
function makeSource({ name, listeners }: Family, subscribe: (channel: string, member: Member) => () => void): EventSource<unknown> {
  const source: EventSource<unknown> = {
    event: name,
    subscribe(channel, handler, { onGap, onEnd } = {}) {
      let accept = (): void => {};
      let refuse = (_error: AnyMegoError): void => {};
      const ready = new Promise<void>((resolve, reject) => {
        accept = resolve;
        refuse = reject;
      });
      ready.catch(() => {});
      const close = subscribe(channel, { handler, onGap, onEnd, accept, refuse });
      return { ready, close, [dispose]: close };
    },
    stream(channel, { limit = 1000, overflow = "drop-oldest", signal, onGap } = {}) {
      if (!(isUint(limit) && limit > 0)) throw new RangeError("the limit of waiting events is a whole number from 1");
      let dropped = 0;
      const close = (): void => {
        pipe.end();
        stop();
      };
      const stop = (): void => {
        signal?.removeEventListener("abort", onAbort);
        subscription.close();
      };
      const pipe = createPipe<unknown>(() => {}, stop);
      const onAbort = (): void => {
        pipe.clear();
        pipe.end({ error: clientError(name, "Cancelled", "the iteration was cancelled by its signal", false, { cause: signal?.reason as unknown }) });
        stop();
      };
      const subscription = source.subscribe(
        channel,
        (data) => {
          if (pipe.waiting() < limit) return pipe.push(data);
          dropped++;
          if (overflow === "error") {
            pipe.end({ error: overflowError(name, limit) });
            return stop();
          }
          if (overflow === "drop-newest") return;
          pipe.shift();
          pipe.push(data);
        },
        {
          onGap,
          onEnd: (error) => {
            pipe.end({ error });
            stop();
          },
        },
      );
      if (signal?.aborted) onAbort();
      else signal?.addEventListener("abort", onAbort);
      return pipe.iteration({ ready: subscription.ready, dropped: () => dropped, close, [dispose]: close });
    },
    on(handler) {
      // An object of its own, so that one function may listen twice and stop once.
      const listener = { run: handler };
      listeners.add(listener);
      const close = (): void => void listeners.delete(listener);
      return { close, [dispose]: close };
    },
  };
  return source;
}

function tellGap({ members }: Topic): void {
  for (const { onGap } of [...members]) if (onGap) runReported(onGap);
}

function expel({ refuse, onEnd }: Member, error: AnyMegoError): void {
  refuse(error);
  // An error of a subscription is a fault or this client's own: it declares none.
  if (onEnd) runReported(() => onEnd(error as EventError));
}

function disconnected(name: string, message: string): AnyMegoError {
  return clientError(name, "Disconnected", message, false);
}

/** Whether a Sub of this channel can be written and is a message that the server takes. */
function fits(name: string, channel: string, { message }: Limits): boolean {
  try {
    // Kind and id are eight bytes at most.
    return encode([name, channel]).length + 8 <= message;
  } catch {
    return false;
  }
}
