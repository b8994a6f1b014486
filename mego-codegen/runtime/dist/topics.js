import { encode } from "./encode.js";
import { clientError, serverError } from "./errors.js";
import { Kind, isOptions, isUint } from "./frames.js";
import { runReported } from "./report.js";
/** Makes the subscriptions of a connection, for events by their names. */
export function createTopics(line, families) {
    /** Topics by the numbers of their subscriptions. */
    const live = new Map();
    /** What was asked and is not answered: the topic of a Sub, nothing of an Unsub. */
    const asked = new Map();
    /** Subscribes, unless that is done or on its way. */
    const join = (topic) => {
        if (topic.number !== undefined || topic.asked !== undefined)
            return;
        topic.asked = line.send(Kind.sub, [topic.family.name, topic.channel]);
        if (topic.asked !== undefined)
            asked.set(topic.asked, topic);
    };
    const forget = ({ family, channel, number }) => {
        family.topics.delete(channel);
        if (number !== undefined)
            live.delete(number);
    };
    /** Forgets a topic that nobody wants any more, and tells the server if it knows of it. */
    const part = (topic) => {
        const { number } = topic;
        forget(topic);
        if (number === undefined)
            return;
        const id = line.send(Kind.unsub, [number]);
        if (id !== undefined)
            asked.set(id, undefined);
    };
    /** Ends a topic that was refused or removed. */
    const finish = (topic, error) => {
        forget(topic);
        const { members } = topic;
        for (const member of [...members]) {
            if (members.delete(member))
                expel(member, error);
        }
    };
    const subscribe = (family, channel, member) => {
        const { name, topics } = family;
        let topic = topics.get(channel);
        if (!topic) {
            topic = { family, channel, members: new Set(), asked: undefined, number: undefined, wasLive: false };
            topics.set(channel, topic);
        }
        const own = topic;
        own.members.add(member);
        if (own.number !== undefined)
            member.accept();
        const problem = line.isClosed() ? disconnected(name, "the connection is closed") : unfit(name, channel, line.limits());
        // Not at once: who subscribes does not have the subscription yet.
        if (problem)
            queueMicrotask(() => finish(own, problem));
        else
            join(own);
        return () => {
            if (!own.members.delete(member))
                return;
            member.refuse(clientError(name, "Cancelled", "the subscription was closed", false));
            if (own.members.size === 0 && own.asked === undefined)
                part(own);
        };
    };
    const onAnswer = (topic, frame) => {
        topic.asked = undefined;
        const { family, members } = topic;
        if (frame.kind === Kind.err) {
            const error = serverError(family.name, undefined, frame.fields);
            // The next link takes it.
            if (error.status === "Unavailable" && line.isDraining())
                return;
            return finish(topic, error);
        }
        const number = numberIn(frame);
        if (number === undefined)
            return finish(topic, clientError(family.name, "Invalid", "the answer is not a subscription", false));
        topic.number = number;
        if (members.size === 0)
            return part(topic);
        live.set(number, topic);
        for (const member of members)
            member.accept();
        if (topic.wasLive)
            tellGap(topic);
        topic.wasLive = true;
    };
    const tell = ({ listeners, data }, channel, value, topic) => {
        const given = data === null ? undefined : value;
        // Whoever is gone when its turn comes is not called any more, and who has just come not yet.
        for (const member of [...(topic?.members ?? [])]) {
            if (topic?.members.has(member))
                runReported(() => member.handler(given));
        }
        for (const listener of [...listeners]) {
            if (listeners.has(listener))
                runReported(() => listener.run(given, channel));
        }
    };
    return {
        subscribe,
        planOf(kind, fields, earlier) {
            if (kind === Kind.event && fields.length === 1) {
                // The Ok that says the number may stand in the same message, which is read before it is acted upon.
                const number = fields[0];
                const acceptance = (frame) => asked.has(frame.fields[0]) && numberIn(frame) === number;
                const topic = live.get(number) ?? asked.get(earlier.find(acceptance)?.fields[0]);
                return topic?.family.data;
            }
            return kind === Kind.eventTo && fields.length === 2 ? families.get(fields[0])?.data : undefined;
        },
        onFrame(frame) {
            const { kind, fields, problem } = frame;
            const first = fields[0];
            if ((kind === Kind.ok || kind === Kind.err) && asked.has(first)) {
                const topic = asked.get(first);
                asked.delete(first);
                if (topic)
                    onAnswer(topic, frame);
                return true;
            }
            if (kind === Kind.eventTo) {
                const family = families.get(fields[0]);
                if (family && !problem)
                    tell(family, fields[1], fields[2]);
                return !!family && !problem;
            }
            const topic = kind === Kind.event || kind === Kind.subState ? live.get(first) : undefined;
            if (!topic)
                return false;
            const { family, channel } = topic;
            if (kind === Kind.event) {
                if (!problem)
                    tell(family, channel, fields[1], topic);
                else
                    tellGap(topic);
                return !problem;
            }
            const [, state, code] = fields;
            if (state === 1 || state === 2)
                tellGap(topic);
            else if (state === 3)
                finish(topic, serverError(family.name, undefined, [first, code ?? 63, "the server removed the subscription"]));
            return true;
        },
        onWelcome() {
            for (const { topics } of families.values())
                for (const topic of topics.values())
                    join(topic);
        },
        onLost(forGood) {
            live.clear();
            asked.clear();
            for (const family of families.values()) {
                for (const topic of [...family.topics.values()]) {
                    topic.number = topic.asked = undefined;
                    if (forGood !== undefined)
                        finish(topic, disconnected(family.name, forGood));
                    else if (topic.members.size === 0)
                        family.topics.delete(topic.channel);
                }
            }
        },
    };
}
function tellGap({ members }) {
    for (const { onGap } of [...members])
        if (onGap)
            runReported(onGap);
}
function expel({ refuse, onEnd }, error) {
    refuse(error);
    // An error of a subscription is a fault or this client's own: it declares none.
    if (onEnd)
        runReported(() => onEnd(error));
}
function disconnected(name, message) {
    return clientError(name, "Disconnected", message, false);
}
/** The number of the subscription that the server accepts with this frame. */
function numberIn({ kind, fields }) {
    const value = fields[1];
    const number = kind === Kind.ok && isOptions(value) ? value["u"] : undefined;
    return isUint(number) ? number : undefined;
}
/** What is wrong with a channel that cannot be written, or not in a message that the server takes. */
function unfit(name, channel, { message }) {
    // From JavaScript anything may come, and the server would close the connection over it.
    if (typeof channel !== "string")
        return clientError(name, "Invalid", `a channel is a text, and not ${String(channel)}`, false);
    try {
        // Kind and id are eight bytes at most.
        const size = encode([name, channel]).length + 8;
        return size > message ? clientError(name, "Invalid", `a channel of ${size} bytes, of which the server takes ${message}`, false) : undefined;
    }
    catch (cause) {
        return clientError(name, "Invalid", `a channel that cannot be sent: ${String(cause)}`, false, { cause });
    }
}
