import { dispose } from "./dispose.js";
import { encode } from "./encode.js";
import { clientError, overflowError, serverError } from "./errors.js";
import { Kind, isOptions, isUint } from "./frames.js";
import { createPipe } from "./pipe.js";
import { runReported } from "./report.js";
import { emptyTree, plant } from "./tree.js";
/** Makes the events of an API from their table. */
export function eventSupport(table) {
    return (line) => {
        const sources = emptyTree();
        const families = new Map();
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
        /** Forgets a topic that nobody wants any more, and tells the server if it knows of it. */
        const part = ({ family, channel, number }) => {
            family.topics.delete(channel);
            if (number === undefined)
                return;
            live.delete(number);
            const id = line.send(Kind.unsub, [number]);
            if (id !== undefined)
                asked.set(id, undefined);
        };
        /** Ends a topic that was refused or removed. */
        const finish = ({ family, channel, number, members }, error) => {
            family.topics.delete(channel);
            if (number !== undefined)
                live.delete(number);
            for (const member of [...members]) {
                if (members.delete(member))
                    expel(member, error);
            }
        };
        const subscribe = (family, channel, member) => {
            const { name, topics } = family;
            let problem;
            if (line.isClosed())
                problem = disconnected(name, "the connection is closed");
            else if (!fits(name, channel, line.limits()))
                problem = clientError(name, "Invalid", "this channel cannot be sent", false);
            if (problem) {
                const error = problem;
                // Not at once: who subscribes does not have the subscription yet.
                queueMicrotask(() => expel(member, error));
                return () => { };
            }
            let topic = topics.get(channel);
            if (!topic) {
                topic = { family, channel, members: new Set(), asked: undefined, number: undefined, wasLive: false };
                topics.set(channel, topic);
            }
            const own = topic;
            own.members.add(member);
            if (own.number !== undefined)
                member.accept();
            join(own);
            return () => {
                if (!own.members.delete(member))
                    return;
                member.refuse(clientError(name, "Cancelled", "the subscription was closed", false));
                if (own.members.size === 0 && own.asked === undefined)
                    part(own);
            };
        };
        const onAnswer = (topic, { kind, fields }) => {
            topic.asked = undefined;
            const { family, members } = topic;
            const value = fields[1];
            if (kind === Kind.err) {
                const error = serverError(family.name, undefined, fields);
                // The next link takes it, unless nobody is left.
                if (error.status === "Unavailable" && line.isDraining() && members.size > 0)
                    return;
                return finish(topic, error);
            }
            const number = isOptions(value) ? value["u"] : undefined;
            if (!isUint(number))
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
        for (const [name, { data }] of Object.entries(table)) {
            const family = { name, data, topics: new Map(), listeners: new Set() };
            families.set(name, family);
            plant(sources, name, makeSource(family, (channel, member) => subscribe(family, channel, member)));
        }
        return {
            sources,
            planOf(kind, fields, earlier) {
                if (kind === Kind.event && fields.length === 1) {
                    // The Ok that says the number may stand in the same message, which is read before it is acted upon.
                    const isOfThis = (frame) => frame.kind === Kind.ok && isOptions(frame.fields[1]) && frame.fields[1]["u"] === fields[0];
                    const topic = live.get(fields[0]) ?? asked.get(earlier.find(isOfThis)?.fields[0]);
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
    };
}
/** What users see of the events of one kind. */
function makeSource({ name, listeners }, subscribe) {
    const source = {
        event: name,
        subscribe(channel, handler, { onGap, onEnd } = {}) {
            let accept = () => { };
            let refuse = (_error) => { };
            const ready = new Promise((resolve, reject) => {
                accept = resolve;
                refuse = reject;
            });
            ready.catch(() => { });
            const close = subscribe(channel, { handler, onGap, onEnd, accept, refuse });
            return { ready, close, [dispose]: close };
        },
        stream(channel, { limit = 1000, overflow = "drop-oldest", signal, onGap } = {}) {
            if (!(isUint(limit) && limit > 0))
                throw new RangeError("the limit of waiting events is a whole number from 1");
            let dropped = 0;
            const close = () => {
                pipe.end();
                stop();
            };
            const stop = () => {
                signal?.removeEventListener("abort", onAbort);
                subscription.close();
            };
            const pipe = createPipe(() => { }, stop);
            const onAbort = () => {
                pipe.clear();
                pipe.end({ error: clientError(name, "Cancelled", "the iteration was cancelled by its signal", false, { cause: signal?.reason }) });
                stop();
            };
            const subscription = source.subscribe(channel, (data) => {
                if (pipe.waiting() < limit)
                    return pipe.push(data);
                dropped++;
                if (overflow === "error") {
                    pipe.end({ error: overflowError(name, limit) });
                    return stop();
                }
                if (overflow === "drop-newest")
                    return;
                pipe.shift();
                pipe.push(data);
            }, {
                onGap,
                onEnd: (error) => {
                    pipe.end({ error });
                    stop();
                },
            });
            if (signal?.aborted)
                onAbort();
            else
                signal?.addEventListener("abort", onAbort);
            return pipe.iteration({ ready: subscription.ready, dropped: () => dropped, close, [dispose]: close });
        },
        on(handler) {
            // An object of its own, so that one function may listen twice and stop once.
            const listener = { run: handler };
            listeners.add(listener);
            const close = () => void listeners.delete(listener);
            return { close, [dispose]: close };
        },
    };
    return source;
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
/** Whether a Sub of this channel can be written and is a message that the server takes. */
function fits(name, channel, { message }) {
    try {
        // Kind and id are eight bytes at most.
        return encode([name, channel]).length + 8 <= message;
    }
    catch {
        return false;
    }
}
