import { describeProblem } from "./call.js";
import type { Line, Pending } from "./call.js";
import { encode } from "./encode.js";
import { serverError } from "./errors.js";
import type { AnyMegoError } from "./errors.js";
import type { EventPart, EventSupport } from "./events.js";
import { Kind, isOptions, isUint, join, writeFrame } from "./frames.js";
import type { Frame, PlanOf } from "./frames.js";
import { openLink } from "./link.js";
import type { Link, Welcome } from "./link.js";
import { isCodecError } from "./problem.js";
import { backoff, isTerminal } from "./socket.js";
import type { WebSocketConstructor } from "./socket.js";
import { defaultLimits } from "./state.js";
import type { ConnectionState, Limits } from "./state.js";
import { createStore } from "./store.js";
import type { Store } from "./store.js";
import { later } from "./timer.js";

/** A connection that lived this long was a good one: the next attempt counts as the first again. */
const stableAfter = 10_000;
/** Bytes of calls that may wait to be sent. */
const queueLimit = 8 * 1024 * 1024;
const largestId = 0xffffffff;
/** The close code with which a server wants a new token. */
const tokenExpired = 4006;

/** What a connection has to be told. */
export interface ConnectionSettings {
  readonly url: string;
  readonly WebSocket: WebSocketConstructor;
  /** Writes Hello, at each connect. */
  readonly hello: () => Promise<Uint8Array>;
  /** The contract that this client was made from. */
  readonly contract: string;
  /** What knows of events, if the API has any. */
  readonly events: EventSupport | undefined;
}

/** The connection of a client: opened at once, and again whenever it is lost, until it is closed. */
export interface Connection extends Line {
  readonly state: Store<ConnectionState>;
  readonly close: () => void;
  /** How many frames were ignored: of kinds that this client does not know, and answers to what is over. */
  readonly ignoredFrames: () => number;
  readonly events: EventPart | undefined;
}

/** Opens a connection. */
export function openConnection(settings: ConnectionSettings): Connection {
  const [state, setState] = createStore<ConnectionState>({
    status: "connecting",
    attempt: 0,
    contractMismatch: false,
    limits: defaultLimits,
  });
  const change = (next: Pick<ConnectionState, "status"> & Partial<ConnectionState>): void => {
    const { limits, contractMismatch } = state.get();
    setState({ attempt, limits, contractMismatch, ...next });
  };

  let link: Link | undefined;
  let attempt = 0;
  /** When the server said welcome on this link; undefined before that. */
  let welcomedAt: number | undefined;
  let everWelcomed = false;
  /** The server is going away: it gets no new calls. */
  let draining = false;
  /** The link is given up as soon as the last call is answered. */
  let leaving = false;
  let stopTimer = (): void => {};
  /** What the server answered to Hello, if it refused. */
  let refusal: AnyMegoError | undefined;
  /** How the last link or the last attempt ended, in brackets. */
  let end = "";
  let nextId = 1;
  let ignored = 0;

  /** Calls that wait to be sent, and calls that were sent and not answered, by id. */
  const queue = new Set<Pending>();
  const inFlight = new Map<number, Pending>();
  let queuedBytes = 0;

  const enqueue = (call: Pending): void => {
    queue.add(call);
    queuedBytes += call.payload.length;
  };
  const dequeue = (call: Pending): boolean => {
    const was = queue.delete(call);
    if (was) queuedBytes -= call.payload.length;
    return was;
  };

  // Opening and losing

  const connectAnew = async (): Promise<void> => {
    stopTimer = () => {};
    change({ status: everWelcomed ? "reconnecting" : "connecting" });
    try {
      const hello = await settings.hello();
      if (state.get().status === "closed") return;
      nextId = 1;
      link = openLink(settings.WebSocket, settings.url, hello, { planOf, onWelcome, onFrame, onEnd: lost });
    } catch (cause) {
      // A Hello that cannot be written will not get better; a token that is not to be had may come with the next attempt.
      if (state.get().status !== "closed") lost(isCodecError(cause) ? 4400 : 1006, `no connection: ${String(cause)}`, cause);
    }
  };

  const onWelcome = ({ session, contract, limits }: Welcome): void => {
    welcomedAt = Date.now();
    everWelcomed = true;
    const contractMismatch = contract !== undefined && contract !== settings.contract;
    // Before any call, those of listeners to the state included: no event that a call causes is missed, unless the server
    // takes its time to decide who may listen.
    events?.onWelcome();
    change({ status: "connected", session, limits, contractMismatch });
    pump();
  };

  /** The link is gone: decides what becomes of the calls, and whether there is a next attempt. */
  const lost = (code: number, reason: string, cause?: unknown, delay?: number): void => {
    stopTimer();
    if (welcomedAt !== undefined && Date.now() - welcomedAt >= stableAfter) attempt = 0;
    if (refusal) reason = refusal.message;
    cause ??= refusal;
    const fate = refusal ? "was refused" : "was lost";
    link = welcomedAt = refusal = undefined;
    draining = leaving = false;
    const ended = { code, reason };
    end = ` (${code}${reason && ": "}${reason})`;
    const terminal = isTerminal(code) && delay === undefined;
    const waiting = [...inFlight.values(), ...queue];
    inFlight.clear();
    for (const call of queue) dequeue(call);
    for (const call of waiting) {
      const repeatable = call.id === undefined || (call.entry.idempotent && !call.take);
      if (call.done) continue;
      if (!terminal && repeatable && call.whenOffline === "queue") enqueue(call);
      else call.fail("Disconnected", `the connection ${fate}${end}`, { cause });
    }
    if (terminal) {
      forgetOnline();
      change({ status: "closed", ended, cause });
      events?.onLost(`the connection ${fate}${end}`);
      return;
    }
    events?.onLost();
    // All that is wrong is the token, and the next attempt has a new one. A second time in a row, there is more to it.
    const wait = delay ?? (code === tokenExpired && attempt === 0 ? 0 : backoff(attempt));
    if (delay === undefined) attempt++;
    stopTimer = later(wait, () => void connectAnew());
    change({ status: everWelcomed ? "reconnecting" : "connecting", retryAt: Date.now() + wait, ended, cause });
  };

  /** Changes over to a new link, which loses nothing where no call is in flight. */
  const leave = (): void => {
    link?.close(1000, "the client changes over");
    lost(1001, "changing over", undefined, 0);
  };

  // Calls

  /** The link, if it takes frames that have an id. When the ids have run out, a new one is needed. */
  const open = (): Link | undefined => {
    if (!link || welcomedAt === undefined || draining) return undefined;
    if (nextId <= largestId) return link;
    draining = leaving = true;
    leaveWhenIdle();
    return undefined;
  };
  const takeId = (): number => {
    const id = nextId;
    nextId += 2;
    return id;
  };

  /** Sends what waits, as far as the server lets calls be in flight. */
  const pump = (): void => {
    for (const call of queue) {
      if (inFlight.size >= state.get().limits.calls || !open()) return;
      dequeue(call);
      transmit(call);
    }
  };

  const transmit = (call: Pending): void => {
    const { limits } = state.get();
    const frame = callFrame(nextId, call);
    if (frame.length > limits.message) {
      return call.fail("Invalid", `a call of ${frame.length} bytes, of which the server takes ${limits.message}`);
    }
    call.id = takeId();
    inFlight.set(call.id, call);
    link?.send(frame);
  };

  const leaveWhenIdle = (): void => {
    if (leaving && inFlight.size === 0) leave();
  };

  const planOf: PlanOf = (kind, fields, earlier) => {
    if (kind >= Kind.sub) return events?.planOf(kind, fields, earlier);
    const entry = inFlight.get(fields[0] as number)?.entry;
    if ((kind === Kind.ok || kind === Kind.item) && fields.length === 1) return entry?.output;
    if (kind === Kind.err && fields.length === 3) return entry?.errors?.[fields[1] as number]?.data;
    return undefined;
  };

  const onFrame = (frame: Frame): void => {
    const { kind, fields } = frame;
    if (kind === Kind.goAway) return onGoAway(fields);
    const id = fields[0] as number;
    if (kind === Kind.err && id === 0) refusal = serverError("hello", {}, fields);
    const answers = kind === Kind.ok || kind === Kind.err || kind === Kind.item || kind === Kind.end;
    const call = answers ? inFlight.get(id) : undefined;
    // A stream ends with End or Err, and only a stream has Items.
    if (!call || (kind > Kind.err && !call.take)) {
      if (!events?.onFrame(frame)) ignored++;
      return;
    }
    if (kind === Kind.item) return call.take?.(frame);
    inFlight.delete(id);
    answer(call, frame);
    pump();
    leaveWhenIdle();
  };

  const onGoAway = ([, , options]: readonly unknown[]): void => {
    if (draining) return;
    draining = true;
    const window = isOptions(options) && isUint(options["w"]) ? options["w"] : 0;
    stopTimer = later(Math.random() * window, () => {
      leaving = true;
      leaveWhenIdle();
    });
  };

  // In a browser, there is no need to wait any longer once the network is back. `forgetOnline` undoes it.
  const target = globalThis as Partial<Pick<EventTargetLike, "addEventListener" | "removeEventListener">>;
  const onOnline = (): void => {
    if (state.get().retryAt === undefined) return;
    stopTimer();
    void connectAnew();
  };
  const forgetOnline = (): void => target.removeEventListener?.("online", onOnline);
  target.addEventListener?.("online", onOnline);

  const limits = (): Limits => state.get().limits;
  const events = settings.events?.({
    limits,
    isClosed: () => state.get().status === "closed",
    isDraining: () => draining,
    send(kind, fields) {
      if (!open()) return undefined;
      const id = takeId();
      link?.send(writeFrame(kind, [id, ...fields]));
      return id;
    },
  });
  const tell: Line["tell"] = (call, kind, ...fields) => {
    if (call.id !== undefined && inFlight.get(call.id) === call) link?.send(writeFrame(kind, [call.id, ...fields]));
  };

  void connectAnew();
  return {
    state,
    events,
    limits,
    tell,
    ignoredFrames: () => ignored,
    offline: () => (state.get().status === "connected" ? undefined : end),
    close() {
      if (state.get().status === "closed") return;
      link?.close(1000, "");
      lost(1000, "closed by the client");
    },
    send(call) {
      const { status } = state.get();
      if (status === "closed") return call.fail("Disconnected", "the connection is closed");
      if (status !== "connected" && call.whenOffline === "fail") return call.fail("Disconnected", "there is no connection");
      if (queuedBytes + call.payload.length > queueLimit) return call.fail("Disconnected", "too many calls are waiting");
      // The token is no call: it goes out however many calls are in flight.
      if (call.entry.auth && open()) return transmit(call);
      enqueue(call);
      pump();
    },
    abandon(call) {
      // A call that was sent keeps its place until the server has answered it, with Cancelled or otherwise.
      if (!dequeue(call)) tell(call, Kind.cancel);
    },
  };
}

/** The two functions of an event target that are used here, for environments without the DOM. */
interface EventTargetLike {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

/** A Call frame, or Auth, around what was written when the call was made. */
function callFrame(id: number, call: Pending): Uint8Array {
  const { entry, method, payload, credit } = call;
  if (entry.auth) return new Uint8Array(join([Uint8Array.of(0x93, Kind.auth), encode(id), payload]));
  const left = call.remaining();
  const options = left === undefined && credit === undefined ? [] : [encode({ t: left, c: credit })];
  const head = Uint8Array.of(0x94 + options.length, Kind.call);
  return new Uint8Array(join([head, encode(id), encode(method), payload, ...options]));
}

/** Ends a call with what the server said. */
function answer(call: Pending, { kind, fields, problem }: Frame): void {
  const { method, entry } = call;
  if (kind === Kind.err) {
    const error = serverError(method, entry.errors, fields);
    // A fault may have the code of a declared error, but not its data.
    if (!problem || error.kind === "fault") return call.settle({ ok: false, error });
  }
  if (problem) {
    const { path, message } = describeProblem(problem);
    return call.fail("Invalid", `the answer is not as this client expects: ${message}`, { path, cause: problem });
  }
  if (call.take && kind === Kind.ok) return call.fail("Invalid", "the answer is not a stream, as this client expects");
  call.settle({ ok: true, value: entry.output === null || call.take ? undefined : fields[1] });
}
