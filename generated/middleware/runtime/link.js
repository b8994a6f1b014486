import { Kind, isOptions, isUint, join, readFrames, writeFrame } from "./frames.js";
import { isCodecError } from "./problem.js";
import { defaultLimits, readLimits } from "./state.js";
import { later } from "./timer.js";
const subprotocol = "mego.v1.msgpack";
/** Milliseconds from opening a socket to the server's Welcome. */
const handshakeTimeout = 10_000;
/** Milliseconds of silence after which the server pings, where it does not say. */
const pingInterval = 25_000;
/** What a ping may be late. */
const pingGrace = 11_000;
/** Opens a socket and sends `hello` as the first frame. */
export function openLink(WebSocket, url, hello, handlers) {
    const socket = new WebSocket(url, [subprotocol]);
    socket.binaryType = "arraybuffer";
    let live = true;
    let limits = defaultLimits;
    let patience = handshakeTimeout;
    let heardAt = Date.now();
    let out = [];
    /** What the socket says of an error, where it does: in Node, and not in browsers. */
    let trouble = "";
    const finish = () => {
        stopWatch();
        const first = live;
        live = false;
        return first;
    };
    /** Gives the socket up, for a reason that the handlers are told. */
    const giveUp = (code, reason) => {
        if (!finish())
            return;
        socket.close(code, reason);
        handlers.onEnd(code, reason);
    };
    const watch = () => {
        const silence = Date.now() - heardAt;
        if (silence < patience)
            stopWatch = later(patience - silence, watch);
        else if (patience === handshakeTimeout)
            giveUp(4004, "the server did not say welcome in time");
        else
            giveUp(4003, "the server was silent for too long");
    };
    let stopWatch = later(patience, watch);
    const flush = () => {
        const frames = out;
        out = [];
        for (let next = 0; live && next < frames.length;) {
            const first = next;
            let size = frames[next++].length;
            while (next < frames.length && (size += frames[next].length) <= limits.message)
                next++;
            socket.send(join(frames.slice(first, next)));
        }
    };
    const send = (frame) => {
        if (out.push(frame) === 1)
            queueMicrotask(flush);
    };
    const welcome = (said) => {
        const { s, j, l, g } = isOptions(said) ? said : {};
        limits = readLimits(l);
        patience = (isUint(g) && g > 0 ? g : pingInterval) + pingGrace;
        stopWatch();
        watch();
        handlers.onWelcome({ session: String(s ?? ""), contract: typeof j === "string" ? j : undefined, limits });
    };
    socket.addEventListener("open", () => {
        if (live)
            socket.send(join([hello]));
    });
    socket.addEventListener("message", ({ data }) => {
        if (!live)
            return;
        if (typeof data === "string")
            return giveUp(4400, "the server sent text");
        heardAt = Date.now();
        let frames;
        try {
            frames = readFrames(new Uint8Array(data), handlers.planOf);
        }
        catch (error) {
            return giveUp(4400, isCodecError(error) ? `malformed message: ${error.message}` : "unreadable message");
        }
        for (const frame of frames) {
            if (!live)
                return;
            if (frame.kind === Kind.ping)
                send(writeFrame(Kind.pong, frame.fields.slice(0, 1)));
            else if (frame.kind === Kind.welcome)
                welcome(frame.fields[0]);
            else if (frame.kind !== Kind.pong)
                handlers.onFrame(frame);
        }
    });
    socket.addEventListener("close", ({ code, reason }) => {
        if (finish())
            handlers.onEnd(code, reason || trouble);
    });
    // The end follows each error. A socket without a listener for errors would throw in Node.
    socket.addEventListener("error", (event) => {
        trouble = String(event.message ?? "");
    });
    return {
        send,
        close(code, reason) {
            flush();
            if (finish())
                socket.close(code, reason);
        },
    };
}
