import { isCount, join, readFrames, writeFrame } from "./frames.js";
import * as Kind from "./kind.js";
import { later } from "./timer.js";
/** Milliseconds from opening a socket to the server's Welcome. */
const handshakeTimeout = 10_000;
/** Milliseconds of silence after which the server pings, where it does not say. */
const pingInterval = 25_000;
/** What a ping may be late. */
const pingGrace = 11_000;
/** Opens a socket and sends `hello` as the first frame. */
export function openLink(WebSocket, url, hello, { messageLimit, onFrame, onEnd }) {
    const socket = new WebSocket(url, ["mego.v1.msgpack"]);
    socket.binaryType = "arraybuffer";
    let isLive = true;
    let patience = handshakeTimeout;
    let heardAt = Date.now();
    let out = [];
    /** What the socket says of an error, where it does: in Node, and not in browsers. */
    let trouble = "";
    const finish = (code, reason) => {
        if (!isLive)
            return;
        isLive = false;
        stopWatch();
        onEnd(code, reason);
    };
    const close = (code, reason) => {
        if (isLive)
            socket.close(code, reason);
        finish(code, reason);
    };
    const watch = () => {
        const left = patience - Date.now() + heardAt;
        if (left > 0)
            stopWatch = later(left, watch);
        else if (patience === handshakeTimeout)
            close(4004, "no welcome in time");
        else
            close(4003, "nothing came for too long");
    };
    let stopWatch = later(patience, watch);
    const flush = () => {
        const frames = out;
        out = [];
        for (let next = 0; isLive && next < frames.length;) {
            const first = next;
            let size = frames[next++].length;
            while (next < frames.length && (size += frames[next].length) <= messageLimit())
                next++;
            socket.send(join(frames.slice(first, next)).buffer);
        }
    };
    const send = (frame) => {
        if (out.push(frame) === 1)
            queueMicrotask(flush);
    };
    socket.addEventListener("open", () => {
        if (isLive)
            socket.send(join([hello]).buffer);
    });
    socket.addEventListener("message", ({ data }) => {
        if (!isLive)
            return;
        heardAt = Date.now();
        let frames;
        try {
            if (typeof data === "string")
                throw new Error("text");
            frames = readFrames(new Uint8Array(data));
        }
        catch (error) {
            return close(4400, `malformed message: ${error.message}`);
        }
        for (const frame of frames) {
            const { kind, fields } = frame;
            if (!isLive)
                return;
            if (kind === Kind.welcome) {
                const { g } = fields[0];
                patience = (isCount(g) ? g : pingInterval) + pingGrace;
                stopWatch();
                watch();
            }
            if (kind === Kind.ping)
                send(writeFrame(Kind.pong, fields.slice(0, 1)));
            else if (kind !== Kind.pong)
                onFrame(frame);
        }
    });
    socket.addEventListener("close", ({ code, reason }) => finish(code, reason || trouble));
    // The end follows each error. A socket without a listener for errors would throw in Node.
    socket.addEventListener("error", (event) => {
        trouble = String(event.message ?? "");
    });
    return {
        send,
        close(code, reason) {
            flush();
            close(code, reason);
        },
    };
}
