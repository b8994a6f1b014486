import { startCall } from "./call.js";
import { openConnection } from "./connection.js";
import { isMegoError } from "./errors.js";
import { environmentWebSocket } from "./socket.js";
const protocolVersion = 1;
/**
 * Makes a client and connects it.
 *
 * @throws TypeError if the URL is none, or if there is no `WebSocket`.
 */
export function connect(url, options, table, meta) {
    const WebSocket = options.WebSocket ?? environmentWebSocket();
    if (!WebSocket) {
        throw new TypeError('there is no WebSocket here (Node has one from version 22); pass one: createClient(url, { WebSocket }), for example that of the package "ws"');
    }
    const connection = openConnection({
        url: socketUrl(url),
        WebSocket,
        contract: meta.contract,
        async hello() {
            const [t, d] = await Promise.all([ask(options.token), ask(options.data)]);
            return { v: protocolVersion, a: [], t, d, n: options.name ?? "mego-ts", j: meta.contract };
        },
    });
    const client = emptyTree();
    client["state"] = connection.state;
    client["close"] = connection.close;
    client["stats"] = () => ({ ignoredFrames: connection.ignoredFrames() });
    for (const [name, entry] of Object.entries(table)) {
        const call = (input, own) => {
            const given = (entry.input === null ? input : own);
            return startCall(connection, name, entry, input, {
                signal: given?.signal,
                timeout: given?.timeout ?? options.timeout,
                whenOffline: given?.whenOffline ?? options.whenOffline,
            });
        };
        const method = Object.assign(call, {
            method: name,
            isError: (error) => isMegoError(error) && error.method === name,
        });
        const path = name.split(".");
        const last = path.pop();
        let parent = client;
        for (const part of path)
            parent = (parent[part] ??= emptyTree());
        parent[last] = method;
    }
    // The table and the interface `Methods` are written by the same generator from the same contract.
    return client;
}
/** An object without a prototype: a method may have any name. */
function emptyTree() {
    return Object.create(null);
}
function socketUrl(url) {
    const { location } = globalThis;
    const target = new URL(url, location?.href);
    target.protocol = target.protocol.replace(/^http/, "ws");
    if (!/^wss?:$/.test(target.protocol))
        throw new TypeError(`a URL with ws:, wss:, http: or https: is needed, not ${target.href}`);
    return target.href;
}
async function ask(value) {
    return typeof value === "function" ? value() : value;
}
