import { isCount, join, readFrames, writeFrame } from "./frames.js";
import type { Frame, Options } from "./frames.js";
import * as Kind from "./kind.js";
import type { WebSocketConstructor } from "./socket.js";
import { later } from "./timer.js";

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
  /** Sends what waits, and closes the socket. */
  readonly close: (code: number, reason: string) => void;
}

/** Who is told of what happens on a link. */
export interface LinkHandlers {
  /** The most bytes that one message may have. */
  readonly messageLimit: () => number;
  /** A frame, but for Ping and Pong. */
  readonly onFrame: (frame: Frame) => void;
  /** The end. Nothing comes after it. */
  readonly onEnd: (code: number, reason: string) => void;
}

/** Opens a socket and sends `hello` as the first frame. */
export function openLink(
  WebSocket: WebSocketConstructor,
  url: string,
  hello: Uint8Array,
  { messageLimit, onFrame, onEnd }: LinkHandlers,
): Link {
  const socket = new WebSocket(url, ["mego.v1.msgpack"]);
  socket.binaryType = "arraybuffer";
  let isLive = true;
  let patience = handshakeTimeout;
  let heardAt = Date.now();
  let out: Uint8Array[] = [];
  /** What the socket says of an error, where it does: in Node, and not in browsers. */
  let trouble = "";

  const finish = (code: number, reason: string): void => {
    if (!isLive) return;
    isLive = false;
    stopWatch();
    onEnd(code, reason);
  };
  const close = (code: number, reason: string): void => {
    if (isLive) socket.close(code, reason);
    finish(code, reason);
  };

  const watch = (): void => {
    const left = patience - Date.now() + heardAt;
    if (left > 0) stopWatch = later(left, watch);
    else if (patience === handshakeTimeout) close(4004, "no welcome in time");
    else close(4003, "nothing came for too long");
  };
  let stopWatch = later(patience, watch);

  const flush = (): void => {
    const frames = out;
    out = [];
    for (let next = 0; isLive && next < frames.length; ) {
      const first = next;
      let size = frames[next++]!.length;
      while (next < frames.length && (size += frames[next]!.length) <= messageLimit()) next++;
      socket.send(join(frames.slice(first, next)).buffer);
    }
  };
  const send = (frame: Uint8Array): void => {
    if (out.push(frame) === 1) queueMicrotask(flush);
  };

  socket.addEventListener("open", () => {
    if (isLive) socket.send(join([hello]).buffer);
  });
  socket.addEventListener("message", ({ data }) => {
    if (!isLive) return;
    heardAt = Date.now();
    let frames: Frame[];
    try {
      if (typeof data === "string") throw new Error("text");
      frames = readFrames(new Uint8Array(data as ArrayBuffer));
    } catch (error) {
      return close(4400, `malformed message: ${(error as Error).message}`);
    }
    for (const frame of frames) {
      const { kind, fields } = frame;
      if (!isLive) return;
      if (kind === Kind.welcome) {
        const { g } = fields[0] as Options;
        patience = (isCount(g) ? g : pingInterval) + pingGrace;
        stopWatch();
        watch();
      }
      if (kind === Kind.ping) send(writeFrame(Kind.pong, fields.slice(0, 1)));
      else if (kind !== Kind.pong) onFrame(frame);
    }
  });
  socket.addEventListener("close", ({ code, reason }) => finish(code, reason || trouble));
  // The end follows each error. A socket without a listener for errors would throw in Node.
  socket.addEventListener("error", (event) => {
    trouble = String((event as { readonly message?: unknown }).message ?? "");
  });

  return {
    send,
    close(code, reason) {
      flush();
      close(code, reason);
    },
  };
}
