import type { Request } from "./call.js";
import { convert, isPlain } from "./convert.js";
import { closable } from "./dispose.js";
import { encode } from "./encode.js";
import { clientError, serverError } from "./errors.js";
import type { AnyMegoError, EventError } from "./errors.js";
import type { SubscribeOptions, Subscription } from "./events.js";
import { isCount } from "./frames.js";
import type { Frame } from "./frames.js";
import * as Kind from "./kind.js";
import type { Plan } from "./plan.js";
import { describeProblem } from "./problem.js";
import { tellAll } from "./report.js";

/** What events need of their connection. */
export interface EventLine {
  /** Sends what the server answers, if there is a connection for it now. */
  readonly ask: (request: Request) => void;
  /** Whether the server is going away, and another connection will be made. */
  readonly isDraining: () => boolean;
}

/** Events of one kind. */
export interface Family {
  readonly name: string;
  readonly data: Plan | null | undefined;
  readonly listeners: Set<{ readonly handler: (data: unknown, channel: string) => void }>;
}

/**
 * One event on one channel: one subscription on the wire, for all its members. It is the Sub as well; while that is on
 * its way, and has an id, the topic stays, even if nobody is left.
 */
interface Topic extends Request {
  readonly key: string;
  readonly family: Family;
  readonly channel: string;
  readonly members: Set<Member>;
  /** The number of the subscription, once the server has accepted it, and else 0. */
  number: number;
  /** Whether it was accepted before, on another link perhaps. */
  wasLive: boolean;
}

/** One handler of a topic. */
interface Member extends SubscribeOptions {
  readonly handler: (data: unknown) => void;
  readonly accept: () => void;
  readonly refuse: (error: AnyMegoError) => void;
}

/** The subscriptions of one connection. */
export interface Topics {
  /** Makes a handler one of a topic. */
  readonly subscribe: (family: Family, channel: string, handler: Member["handler"], options: SubscribeOptions) => Subscription;
  /** Takes a frame that is no answer. Gives back whether it meant anything. */
  readonly onFrame: (frame: Frame) => boolean;
  readonly onWelcome: () => void;
  /** The link is gone. With a message, it was the last one. */
  readonly onLost: (forGood?: string, cause?: unknown) => void;
}

/** Makes the subscriptions of a connection, for events by their names. */
export function createTopics(line: EventLine, families: ReadonlyMap<string, Family>): Topics {
  /** Topics by event and channel, and by the numbers of their subscriptions. */
  const topics = new Map<string, Topic>();
  const live = new Map<number, Topic>();
  let isClosed = false;

  const forget = (topic: Topic): void => {
    const { key, number } = topic;
    // Another may be there by now.
    if (topics.get(key) === topic) topics.delete(key);
    live.delete(number);
  };
  /** Subscribes, unless that is done or on its way. */
  const join = (topic: Topic): void => {
    if (topic.number || topic.id) return;
    try {
      topic.payload = encode([topic.family.name, topic.channel]);
      line.ask(topic);
    } catch (error) {
      topic.fail("Invalid", ...describeProblem(error, 1));
    }
  };
  /** Forgets a topic that nobody wants any more, and tells the server if it knows of it. */
  const part = (topic: Topic): void => {
    const { number } = topic;
    forget(topic);
    if (number) line.ask({ kind: Kind.unsub, payload: encode([number]), id: 0, done: true, answer() {}, fail() {} });
  };
  /** Ends a topic that was refused or removed. */
  const finish = (topic: Topic, error: AnyMegoError): void => {
    const { members } = topic;
    forget(topic);
    tellAll(members, (member) => {
      members.delete(member);
      member.refuse(error);
      // An error of a subscription is a fault or this client's own: it declares none.
      member.onEnd?.(error as EventError);
    });
  };

  const createTopic = (key: string, family: Family, channel: string): Topic => {
    const { name } = family;
    const topic: Topic = {
      key,
      family,
      channel,
      members: new Set(),
      number: 0,
      wasLive: false,
      kind: Kind.sub,
      payload: new Uint8Array(),
      id: 0,
      // A link that is lost is `onLost`'s business.
      done: true,
      answer({ kind, fields }) {
        topic.id = 0;
        if (kind === Kind.err) {
          const error = serverError(name, undefined, fields);
          // While the server goes away, the next link takes it.
          if (!(error.status === "Unavailable" && line.isDraining())) finish(topic, error);
          return;
        }
        const value = fields[1];
        const number = isPlain(value) && value["u"];
        if (!isCount(number)) return topic.fail("Invalid", "the answer is not a subscription");
        topic.number = number;
        if (!topic.members.size) return part(topic);
        live.set(number, topic);
        tellAll(topic.members, (member) => member.accept());
        if (topic.wasLive) tellGap(topic);
        topic.wasLive = true;
      },
      fail(status, message, details) {
        // Not at once: who subscribes does not have the subscription yet.
        queueMicrotask(() => finish(topic, clientError(name, status, message, false, details)));
      },
    };
    return topic;
  };

  /** Gives back whether the data is as the contract says. */
  const tell = (family: Family, channel: string, value: unknown, topic?: Topic): boolean => {
    let data: unknown;
    try {
      if (family.data !== null) data = convert(value, family.data, false);
    } catch {
      if (topic) tellGap(topic);
      return false;
    }
    if (topic) tellAll(topic.members, (member) => member.handler(data));
    tellAll(family.listeners, (listener) => listener.handler(data, channel));
    return true;
  };

  return {
    subscribe(family, channel, handler, { onGap, onEnd }) {
      const { name } = family;
      if (typeof channel !== "string" || typeof handler !== "function") {
        throw new TypeError("subscribe(channel, handler) takes a text and a function");
      }
      // No name of an event has a space.
      const key = `${name} ${channel}`;
      const topic = topics.get(key) ?? createTopic(key, family, channel);
      const { members } = topic;
      topics.set(key, topic);
      let close = (): void => {};
      const ready = new Promise<void>((accept, refuse) => {
        const member: Member = { handler, onGap, onEnd, accept, refuse };
        members.add(member);
        close = () => {
          if (!members.delete(member)) return;
          refuse(clientError(name, "Cancelled", "closed"));
          if (!members.size && !topic.id) part(topic);
        };
        if (topic.number) accept();
      });
      ready.catch(() => {});
      if (isClosed) topic.fail("Disconnected", "the connection is closed");
      else join(topic);
      return { ready, ...closable(close) };
    },
    onFrame({ kind, fields }) {
      const [first, second, third] = fields;
      if (kind === Kind.eventTo) {
        const family = families.get(first as string);
        return !!family && tell(family, second as string, third);
      }
      const topic = kind === Kind.event || kind === Kind.subState ? live.get(first as number) : undefined;
      if (!topic) return false;
      const { family, channel } = topic;
      if (kind === Kind.event) return tell(family, channel, second, topic);
      if (second === 1 || second === 2) tellGap(topic);
      if (second === 3) finish(topic, serverError(family.name, undefined, [first, third ?? 63, "the server removed the subscription"]));
      return true;
    },
    onWelcome() {
      topics.forEach(join);
    },
    onLost(forGood, cause) {
      live.clear();
      isClosed = !!forGood;
      for (const topic of topics.values()) {
        topic.number = topic.id = 0;
        if (forGood) topic.fail("Disconnected", forGood, { cause });
        else if (!topic.members.size) forget(topic);
      }
    },
  };
}

function tellGap({ members }: Topic): void {
  tellAll(members, (member) => member.onGap?.());
}
