import { isPlain } from "./convert.js";
import { serverError } from "./errors.js";
import { isUint, largestId, writeFrame, writeRequest } from "./frames.js";
import * as Kind from "./kind.js";
import { openLink } from "./link.js";
import { tellMismatch } from "./mismatch.js";
import { isCodecError } from "./problem.js";
import { backoff, isTerminal } from "./socket.js";
import { readLimits } from "./state.js";
import { createStore } from "./store.js";
import { later } from "./timer.js";
/** A connection that lived this long was a good one: the next attempt counts as the first again. */
const stableAfter = 10_000;
/** Bytes of calls that may wait to be sent. */
const queueLimit = 8 * 1024 * 1024;
/** The close code with which a server wants a new token. */
const tokenExpired = 4006;
/** Opens a connection. */
export function openConnection(settings) {
    const [state, setState] = createStore({
        status: "connecting",
        attempt: 0,
        contractMismatch: false,
        limits: readLimits(),
    });
    const change = (next) => {
        const { limits, contractMismatch } = state.get();
        setState({ attempt, limits, contractMismatch, ...next });
    };
    const limits = () => state.get().limits;
    const is = (status) => state.get().status === status;
    let link;
    let attempt = 0;
    /** When the server said welcome on this link; 0 before that. */
    let welcomedAt = 0;
    /** What one is while there is no connection. */
    let offline = "connecting";
    /** The server is going away: it gets no new calls. */
    let draining = false;
    /** The link is being closed for the next one. */
    let changesOver = false;
    /** The link is given up as soon as the last call is answered. */
    let leaving = false;
    let stopTimer = () => { };
    /** What the server answered to Hello, if it refused. */
    let refusal;
    /** How the last link or the last attempt ended, in brackets. */
    let end = "";
    let nextId = 1;
    let ignored = 0;
    /** Calls that wait to be sent, and what was sent and is not answered, by id. */
    const queue = new Set();
    const inFlight = new Map();
    let queuedBytes = 0;
    const enqueue = (call) => {
        queue.add(call);
        queuedBytes += call.payload.length;
    };
    const dequeue = (call) => {
        const was = queue.delete(call);
        if (was)
            queuedBytes -= call.payload.length;
        return was;
    };
    // Opening and losing
    const connectAnew = async () => {
        stopTimer();
        change({ status: offline });
        try {
            const hello = await settings.hello();
            if (is("closed"))
                return;
            nextId = 1;
            const handlers = { messageLimit: () => limits().message, onFrame, onEnd: lost };
            link = openLink(settings.WebSocket, settings.url, hello, handlers);
        }
        catch (cause) {
            // A Hello that cannot be written will not get better; a token that is not to be had may come with the next attempt.
            if (!is("closed"))
                lost(isCodecError(cause) ? 4400 : 1006, `no connection: ${String(cause)}`, cause);
        }
    };
    const onWelcome = ([said]) => {
        const { s, j, l } = said;
        welcomedAt = Date.now();
        offline = "reconnecting";
        // Before any call, those of listeners to the state included: no event that a call causes is missed, unless the server
        // takes its time to decide who may listen.
        events?.onWelcome();
        const { api, contract } = settings.meta;
        const contractMismatch = typeof j === "string" && j !== contract;
        if (contractMismatch)
            tellMismatch(api, contract);
        change({ status: "connected", session: String(s ?? ""), limits: readLimits(l), contractMismatch });
        pump();
    };
    /** The link is gone: decides what becomes of the calls, and whether there is a next attempt. */
    const lost = (code, reason, cause) => {
        stopTimer();
        if (welcomedAt && Date.now() - welcomedAt >= stableAfter)
            attempt = 0;
        if (changesOver)
            code = 1001;
        if (refusal)
            ({ message: reason } = cause = refusal);
        const ended = { code, reason };
        end = ` (${code}${reason && ": "}${reason})`;
        const message = `the connection was ${refusal ? "refused" : "lost"}${end}`;
        link = refusal = undefined;
        welcomedAt = 0;
        draining = leaving = false;
        const isOver = isTerminal(code);
        const waiting = [...inFlight.values(), ...queue];
        inFlight.clear();
        queue.clear();
        queuedBytes = 0;
        for (const call of waiting) {
            if (call.done)
                continue;
            if (!isOver && call.waits && (!call.id || call.isRepeatable))
                enqueue(call);
            else
                call.fail("Disconnected", message, { cause });
        }
        if (isOver) {
            target.removeEventListener?.("online", onOnline);
            change({ status: "closed", ended, cause });
            events?.onLost(message, cause);
            return;
        }
        events?.onLost();
        // All that is wrong is the token, and the next attempt has a new one. A second time in a row, there is more to it.
        const wait = changesOver || (code === tokenExpired && !attempt) ? 0 : backoff(attempt, settings.defaults.reconnectDelay);
        if (!changesOver)
            attempt++;
        stopTimer = later(wait, connectAnew);
        change({ status: offline, retryAt: Date.now() + wait, ended, cause });
    };
    // Requests
    /** Whether there is a link that takes requests. When the ids have run out, a new one is needed. */
    const isOpen = () => {
        if (nextId > largestId && !draining) {
            draining = leaving = true;
            leaveWhenIdle();
        }
        return !!welcomedAt && !draining;
    };
    /** Sends what waits, as far as the server lets calls be in flight. */
    const pump = () => {
        for (const call of queue) {
            if (inFlight.size >= limits().calls || !isOpen())
                return;
            dequeue(call);
            transmit(call);
        }
    };
    const transmit = (request) => {
        const { message } = limits();
        const frame = writeRequest(request.kind, nextId, request.payload, request.options?.());
        const { length } = frame;
        if (length > message)
            return request.fail("Invalid", `a request of ${length} bytes, of which the server takes ${message}`);
        request.id = nextId;
        nextId += 2;
        inFlight.set(request.id, request);
        link?.send(frame);
    };
    /** Changes over to a new link, which loses nothing where no call is in flight. */
    const leaveWhenIdle = () => {
        if (!leaving || inFlight.size)
            return;
        changesOver = true;
        link?.close(1000, "the client changes over");
        changesOver = false;
    };
    const onFrame = (frame) => {
        const { kind, fields } = frame;
        if (kind === Kind.welcome)
            return onWelcome(fields);
        if (kind === Kind.goAway)
            return onGoAway(fields);
        const id = fields[0];
        if (kind === Kind.err && id === 0)
            refusal = serverError("hello", {}, fields);
        const request = kind >= Kind.ok && kind <= Kind.end && kind !== Kind.cancel ? inFlight.get(id) : undefined;
        // A stream ends with End or Err, and only a stream has Items.
        if (!request || (kind > Kind.err && !request.isStream)) {
            if (!events?.onFrame(frame))
                ignored++;
            return;
        }
        if (kind !== Kind.item)
            inFlight.delete(id);
        request.answer(frame);
        pump();
        leaveWhenIdle();
    };
    const onGoAway = ([, , options]) => {
        if (draining)
            return;
        draining = true;
        const window = isPlain(options) && isUint(options["w"]) ? options["w"] : 0;
        stopTimer = later(Math.random() * window, () => {
            leaving = true;
            leaveWhenIdle();
        });
    };
    // In a browser, there is no need to wait any longer once the network is back.
    const target = globalThis;
    const onOnline = () => {
        if (state.get().retryAt)
            void connectAnew();
    };
    target.addEventListener?.("online", onOnline);
    const tell = (call, kind, ...fields) => {
        if (inFlight.get(call.id) === call)
            link?.send(writeFrame(kind, [call.id, ...fields]));
    };
    const events = settings.events?.({
        isDraining: () => draining,
        ask(request) {
            if (isOpen())
                transmit(request);
        },
    });
    void connectAnew();
    return {
        defaults: settings.defaults,
        state,
        events,
        limits,
        tell,
        ignoredFrames: () => ignored,
        offline: () => (is("connected") ? undefined : end),
        close() {
            if (is("closed"))
                return;
            if (link)
                link.close(1000, "closed by the client");
            else
                lost(1000, "closed by the client");
        },
        send(call) {
            if (is("closed"))
                return call.fail("Disconnected", "the connection is closed");
            if (!is("connected") && !call.waits)
                return call.fail("Disconnected", "there is no connection");
            if (queuedBytes + call.payload.length > queueLimit)
                return call.fail("Disconnected", "too many calls are waiting");
            // The token is no call: it goes out however many calls are in flight.
            if (call.kind === Kind.auth && isOpen())
                return transmit(call);
            enqueue(call);
            pump();
        },
        abandon(call) {
            // A call that was sent keeps its place until the server has answered it, with Cancelled or otherwise.
            if (!dequeue(call))
                tell(call, Kind.cancel);
        },
    };
}
