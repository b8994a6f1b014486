import { dispose } from "./dispose.js";
import { clientError, overflowError } from "./errors.js";
import { isUint } from "./frames.js";
import { createPipe } from "./pipe.js";
import { createTopics } from "./topics.js";
import { emptyTree, plant } from "./tree.js";
/** Makes the events of an API from their table. */
export function eventSupport(table) {
    return (line) => {
        const families = new Map();
        const topics = createTopics(line, families);
        const sources = emptyTree();
        for (const [name, { data }] of Object.entries(table)) {
            const family = { name, data, topics: new Map(), listeners: new Set() };
            families.set(name, family);
            plant(sources, name, makeSource(family, topics));
        }
        return { ...topics, sources };
    };
}
/** What users see of the events of one kind. */
function makeSource(family, topics) {
    const { name, listeners } = family;
    const source = {
        event: name,
        subscribe(channel, handler, { onGap, onEnd } = {}) {
            if (typeof handler !== "function")
                throw new TypeError("a handler is needed: subscribe(channel, handler)");
            let accept = () => { };
            let refuse = (_error) => { };
            const ready = new Promise((resolve, reject) => {
                accept = resolve;
                refuse = reject;
            });
            ready.catch(() => { });
            const close = topics.subscribe(family, channel, { handler, onGap, onEnd, accept, refuse });
            return { ready, close, [dispose]: close };
        },
        stream(channel, { limit = 1000, overflow = "drop-oldest", signal, onGap } = {}) {
            if (!(isUint(limit) && limit > 0))
                throw new RangeError("the limit of waiting events is a whole number from 1");
            let dropped = 0;
            /** Lets no more events in, and ends what brings them. */
            const stop = (failure) => {
                pipe.end(failure);
                signal?.removeEventListener("abort", onAbort);
                subscription.close();
            };
            const pipe = createPipe(() => { }, stop);
            const onAbort = () => {
                pipe.clear();
                stop({ error: clientError(name, "Cancelled", "the iteration was cancelled by its signal", false, { cause: signal?.reason }) });
            };
            const subscription = source.subscribe(channel, (data) => {
                if (pipe.waiting() < limit)
                    return pipe.push(data);
                dropped++;
                if (overflow === "error")
                    return stop({ error: overflowError(name, limit) });
                if (overflow === "drop-newest")
                    return;
                pipe.shift();
                pipe.push(data);
            }, { onGap, onEnd: (error) => stop({ error }) });
            if (signal?.aborted)
                onAbort();
            else
                signal?.addEventListener("abort", onAbort);
            const close = () => stop();
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
