import { Kind, isOptions, isUint, join, readFrames, writeFrame } from "./frames.js";
import type { Frame, PlanOf } from "./frames.js";
import { isCodecError } from "./problem.js";
import type { WebSocketConstructor } from "./socket.js";
import { defaultLimits, readLimits } from "./state.js";
import type { Limits } from "./state.js";
import { later } from "./timer.js";

const subprotocol = "mego.v1.msgpack";
/** Milliseconds from opening a socket to the server's Welcome. */
const handshakeTimeout = 10_000;
/** Milliseconds of silence after which the server pings, where it does not say. */
const pingInterval = 25_000;
/** What a ping may be late. */
const pingGrace = 11_000;

/** One socket, from its opening to its end. It knows frames and time, and nothing of calls. */
export interface Link {
  /** Sends a frame, together with all others of this moment in as few messages as may be. */
  readonly send: (frame: Uint8Array) => void;
  /** Closes the socket without another word to the handlers. */
  readonly close: (code: number, reason: string) => void;
}

/** What the server says when it accepts a client. */
export interface Welcome {
  readonly session: string;
  readonly contract: string | undefined;
  readonly limits: Limits;
}

/** Who is told of what happens on a link. */
export interface LinkHandlers {
  readonly planOf: PlanOf;
  readonly onWelcome: (welcome: Welcome) => void;
  /** A frame that is not the link's own business. */
  readonly onFrame: (frame: Frame) => void;
  /** The end. Nothing comes after it. */
  readonly onEnd: (code: number, reason: string) => void;
}

/** Opens a socket and sends `hello` as the first frame. */
export function openLink(WebSocket: WebSocketConstructor, url: string, hello: Uint8Array, handlers: LinkHandlers): Link {
  const socket = new WebSocket(url, [subprotocol]);
  socket.binaryType = "arraybuffer";
  let live = true;
  let limits = defaultLimits;
  let patience = handshakeTimeout;
  let heardAt = Date.now();
  let out: Uint8Array[] = [];
  /** What the socket says of an error, where it does: in Node, and not in browsers. */
  let trouble = "";

  const finish = (): boolean => {
    stopWatch();
    const first = live;
    live = false;
    return first;
  };
  /** Gives the socket up, for a reason that the handlers are told. */
  const giveUp = (code: number, reason: string): void => {
    if (!finish()) return;
    socket.close(code, reason);
    handlers.onEnd(code, reason);
  };

  const watch = (): void => {
    const silence = Date.now() - heardAt;
    if (silence < patience) stopWatch = later(patience - silence, watch);
    else if (patience === handshakeTimeout) giveUp(4004, "the server did not say welcome in time");
    else giveUp(4003, "the server was silent for too long");
  };
  let stopWatch = later(patience, watch);

  const flush = (): void => {
    const frames = out;
    out = [];
    for (let next = 0; live && next < frames.length; ) {
      const first = next;
      let size = frames[next++]!.length;
      while (next < frames.length && (size += frames[next]!.length) <= limits.message) next++;
      socket.send(join(frames.slice(first, next)));
    }
  };
  const send = (frame: Uint8Array): void => {
    if (out.push(frame) === 1) queueMicrotask(flush);
  };

  const welcome = (said: unknown): void => {
    const { s, j, l, g }: { readonly [key: string]: unknown } = isOptions(said) ? said : {};
    limits = readLimits(l);
    patience = (isUint(g) && g > 0 ? g : pingInterval) + pingGrace;
    stopWatch();
    watch();
    handlers.onWelcome({ session: String(s ?? ""), contract: typeof j === "string" ? j : undefined, limits });
  };

  socket.addEventListener("open", () => {
    if (live) socket.send(join([hello]));
  });
  socket.addEventListener("message", ({ data }) => {
    if (!live) return;
    if (typeof data === "string") return giveUp(4400, "the server sent text");
    heardAt = Date.now();
    let frames: Frame[];
    try {
      frames = readFrames(new Uint8Array(data as ArrayBuffer), handlers.planOf);
    } catch (error) {
      return giveUp(4400, isCodecError(error) ? `malformed message: ${error.message}` : "unreadable message");
    }
    for (const frame of frames) {
      if (!live) return;
      if (frame.kind === Kind.ping) send(writeFrame(Kind.pong, frame.fields.slice(0, 1)));
      else if (frame.kind === Kind.welcome) welcome(frame.fields[0]);
      else if (frame.kind !== Kind.pong) handlers.onFrame(frame);
    }
  });
  socket.addEventListener("close", ({ code, reason }) => {
    if (finish()) handlers.onEnd(code, reason || trouble);
  });
  // The end follows each error. A socket without a listener for errors would throw in Node.
  socket.addEventListener("error", (event) => {
    trouble = String((event as { readonly message?: unknown }).message ?? "");
  });

  return {
    send,
    close(code, reason) {
      flush();
      if (finish()) socket.close(code, reason);
    },
  };
}
