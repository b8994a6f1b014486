import { convert, isPlain } from "./convert.js";
import { closable } from "./dispose.js";
import { encode } from "./encode.js";
import { clientError, serverError } from "./errors.js";
import { isCount } from "./frames.js";
import * as Kind from "./kind.js";
import { describeProblem } from "./problem.js";
import { tellAll } from "./report.js";
/** Makes the subscriptions of a connection, for events by their names. */
export function createTopics(line, families) {
    /** Topics by event and channel, and by the numbers of their subscriptions. */
    const topics = new Map();
    const live = new Map();
    let isClosed = false;
    const forget = (topic) => {
        const { key, number } = topic;
        // Another may be there by now.
        if (topics.get(key) === topic)
            topics.delete(key);
        live.delete(number);
    };
    /** Subscribes, unless that is done or on its way. */
    const join = (topic) => {
        if (topic.number || topic.id)
            return;
        try {
            topic.payload = encode([topic.family.name, topic.channel]);
            line.ask(topic);
        }
        catch (error) {
            topic.fail("Invalid", ...describeProblem(error, 1));
        }
    };
    /** Forgets a topic that nobody wants any more, and tells the server if it knows of it. */
    const part = (topic) => {
        const { number } = topic;
        forget(topic);
        if (number)
            line.ask({ kind: Kind.unsub, payload: encode([number]), id: 0, done: true, answer() { }, fail() { } });
    };
    /** Ends a topic that was refused or removed. */
    const finish = (topic, error) => {
        const { members } = topic;
        forget(topic);
        tellAll(members, (member) => {
            members.delete(member);
            member.refuse(error);
            // An error of a subscription is a fault or this client's own: it declares none.
            member.onEnd?.(error);
        });
    };
    const createTopic = (key, family, channel) => {
        const { name } = family;
        const topic = {
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
                    if (!(error.status === "Unavailable" && line.isDraining()))
                        finish(topic, error);
                    return;
                }
                const value = fields[1];
                const number = isPlain(value) && value["u"];
                if (!isCount(number))
                    return topic.fail("Invalid", "the answer is not a subscription");
                topic.number = number;
                if (!topic.members.size)
                    return part(topic);
                live.set(number, topic);
                tellAll(topic.members, (member) => member.accept());
                if (topic.wasLive)
                    tellGap(topic);
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
    const tell = (family, channel, value, topic) => {
        let data;
        try {
            if (family.data !== null)
                data = convert(value, family.data, false);
        }
        catch {
            if (topic)
                tellGap(topic);
            return false;
        }
        if (topic)
            tellAll(topic.members, (member) => member.handler(data));
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
            let close = () => { };
            const ready = new Promise((accept, refuse) => {
                const member = { handler, onGap, onEnd, accept, refuse };
                members.add(member);
                close = () => {
                    if (!members.delete(member))
                        return;
                    refuse(clientError(name, "Cancelled", "closed"));
                    if (!members.size && !topic.id)
                        part(topic);
                };
                if (topic.number)
                    accept();
            });
            ready.catch(() => { });
            if (isClosed)
                topic.fail("Disconnected", "the connection is closed");
            else
                join(topic);
            return { ready, ...closable(close) };
        },
        onFrame({ kind, fields }) {
            const [first, second, third] = fields;
            if (kind === Kind.eventTo) {
                const family = families.get(first);
                return !!family && tell(family, second, third);
            }
            const topic = kind === Kind.event || kind === Kind.subState ? live.get(first) : undefined;
            if (!topic)
                return false;
            const { family, channel } = topic;
            if (kind === Kind.event)
                return tell(family, channel, second, topic);
            if (second === 1 || second === 2)
                tellGap(topic);
            if (second === 3)
                finish(topic, serverError(family.name, undefined, [first, third ?? 63, "the server removed the subscription"]));
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
                if (forGood)
                    topic.fail("Disconnected", forGood, { cause });
                else if (!topic.members.size)
                    forget(topic);
            }
        },
    };
}
function tellGap({ members }) {
    tellAll(members, (member) => member.onGap?.());
}
