import { startCall } from "./call.js";
import { openConnection } from "./connection.js";
import { clientError, isMegoError } from "./errors.js";
import { writeFrame } from "./frames.js";
import * as Kind from "./kind.js";
import { environmentWebSocket } from "./socket.js";
import { emptyTree, plant } from "./tree.js";
const protocolVersion = 1;
const authEntry = { auth: true, output: null, idempotent: true };
/**
 * Makes a client and connects it.
 *
 * @throws TypeError if the URL is none, or if there is no `WebSocket`.
 */
export function connect(url, options, table, meta, events) {
    const WebSocket = options.WebSocket ?? environmentWebSocket();
    if (!WebSocket) {
        throw new TypeError('there is no WebSocket here (Node has one from 22 on); pass one: createClient(url, { WebSocket }), for example that of "ws"');
    }
    const connection = openConnection({
        url: socketUrl(url),
        WebSocket,
        meta,
        events,
        defaults: options,
        async hello() {
            const [t, d] = await Promise.all([ask(options.token), ask(options.data)]);
            const said = { v: protocolVersion, a: [], t, d, n: options.name ?? "mego-ts", j: meta.contract };
            return writeFrame(Kind.hello, [said], [meta.data ? { fields: { d: meta.data } } : null]);
        },
    });
    const client = emptyTree();
    client["state"] = connection.state;
    if (connection.events)
        client["events"] = connection.events.sources;
    client["authenticate"] = async () => {
        const token = await ask(options.token);
        if (typeof token !== "string")
            throw clientError("authenticate", "Invalid", "there is no token");
        await startCall(connection, "authenticate", authEntry, token, {});
    };
    client["close"] = connection.close;
    client["stats"] = () => ({ ignoredFrames: connection.ignoredFrames() });
    for (const [name, entry] of Object.entries(table)) {
        const call = (input, own) => {
            // What takes nothing has its options first; with nothing in that place, they may also stand where they always do.
            const given = ((entry.input === null && input) || own || {});
            return (entry.stream ?? startCall)(connection, name, entry, input, given);
        };
        const method = Object.assign(call, {
            method: name,
            isError: (error) => isMegoError(error) && error.method === name,
        });
        plant(client, name, method);
    }
    // The tables and the interfaces `Methods` and `Events` are written by the same generator from the same contract.
    return client;
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
