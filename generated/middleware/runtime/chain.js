/**
 * Gives a client the chained style: `chain(client).call("sum").send({ a: 1, b: 2 }).end()`.
 *
 * It stands beside the client, in a module of its own, so that who does not use it does not load it.
 */
export function chain(client) {
    const { events } = client;
    /** By event, and then by handler. */
    const listeners = new Map();
    /** By event, and then by channel. */
    const subscriptions = new Map();
    const chained = {
        call(name) {
            const method = find(client, name);
            const step = (input, options) => ({
                send: (given) => step(given, options),
                timeout: (timeout) => step(input, { ...options, timeout }),
                end: () => method(input, options),
            });
            return step(undefined, {});
        },
        on(name, handler) {
            const event = source(events, name);
            const own = inner(listeners, name);
            if (!own.has(handler))
                own.set(handler, event.on(handler));
        },
        off: (name, handler) => drop(listeners, name, handler),
        subscribe(name, channel) {
            const event = source(events, name);
            const own = inner(subscriptions, name);
            let subscription = own.get(channel);
            if (!subscription) {
                const onEnd = () => drop(subscriptions, name, channel);
                subscription = event.subscribe(channel, () => { }, { onEnd });
                own.set(channel, subscription);
            }
            return subscription.ready;
        },
        unsubscribe: (name, channel) => drop(subscriptions, name, channel),
    };
    // What is found under a name has the type that the client says; TypeScript cannot follow a name through a tree of values.
    return chained;
}
function find(tree, name) {
    const found = name.split(".").reduce((at, part) => at?.[part], tree);
    if (!found)
        throw new TypeError(`this client knows no ${name}`);
    return found;
}
function source(events, name) {
    return find(events, name);
}
function inner(outer, name) {
    let kept = outer.get(name);
    if (!kept)
        outer.set(name, (kept = new Map()));
    return kept;
}
function drop(outer, name, key) {
    const own = outer.get(name);
    const closable = own?.get(key);
    own?.delete(key);
    if (own?.size === 0)
        outer.delete(name);
    closable?.close();
}
