import { closable } from "./dispose.js";
import { clientError } from "./errors.js";
import { checkCount } from "./frames.js";
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
            const family = { name, data, listeners: new Set() };
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
        subscribe: (channel, handler, options = {}) => topics.subscribe(family, channel, handler, options),
        stream(channel, { limit = 1000, overflow, signal, onGap } = {}) {
            checkCount("limit", limit);
            let dropped = 0;
            /** Lets no more events in, and ends what brings them. */
            const stop = (error) => {
                pipe.end(error && { error });
                signal?.removeEventListener("abort", onAbort);
                subscription.close();
            };
            const pipe = createPipe(() => { }, stop);
            const { waiting } = pipe;
            const onAbort = () => {
                waiting.length = 0;
                stop(clientError(name, "Cancelled", "cancelled by its signal", false, { cause: signal?.reason }));
            };
            const subscription = source.subscribe(channel, (data) => {
                if (waiting.length >= limit) {
                    dropped++;
                    if (overflow === "error")
                        return stop(clientError(name, "ResourceExhausted", `more than ${limit} events wait`));
                    if (overflow === "drop-newest")
                        return;
                    waiting.shift();
                }
                pipe.push(data);
            }, { onGap, onEnd: stop });
            if (signal?.aborted)
                onAbort();
            else
                signal?.addEventListener("abort", onAbort);
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
