// A connection of which the test writes and reads every frame.
import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket } from "ws";
import type { ClientOptions } from "ws";
import { readFrames, writeFrame } from "#runtime/frames.js";

const subprotocol = "mego.v1.msgpack";

export interface Raw {
  readonly socket: WebSocket;
  /** What the server said in its Welcome. */
  readonly welcome: { readonly [key: string]: unknown };
  /** Sends frames, each given as an array, in one message. */
  readonly send: (...frames: readonly (readonly [number, ...unknown[]])[]) => void;
  /** The next frame of the server, as an array. */
  readonly next: () => Promise<unknown[]>;
  /** The code with which the server closes. */
  readonly closed: Promise<number>;
}

/** Connects and says hello. */
export async function connectRaw(url: string, options?: ClientOptions): Promise<Raw> {
  const socket = new WebSocket(url, [subprotocol], options);
  const arrived: unknown[][] = [];
  const waiting: ((frame: unknown[]) => void)[] = [];
  socket.on("message", (data: Buffer) => {
    for (const { kind, fields } of readFrames(new Uint8Array(data))) {
      const frame = [kind, ...fields];
      const taker = waiting.shift();
      if (taker) taker(frame);
      else arrived.push(frame);
    }
  });
  const closed = once(socket, "close").then(([code]) => code as number);
  closed.catch(() => {});
  await once(socket, "open");
  const send: Raw["send"] = (...frames) => socket.send(Buffer.concat(frames.map(([kind, ...fields]) => writeFrame(kind, fields))));
  const next: Raw["next"] = () => {
    const frame = arrived.shift();
    return frame ? Promise.resolve(frame) : new Promise((take) => waiting.push(take));
  };
  send([0, { v: 1 }]);
  const [kind, welcome] = await next();
  assert.equal(kind, 1, "Welcome comes first");
  return { socket, welcome: welcome as Raw["welcome"], send, next, closed };
}

/** The status of the answer to an upgrade request: 101 where it became a WebSocket. */
export async function upgradeStatus(url: string, protocols: string[] = [subprotocol], options: ClientOptions = {}): Promise<number> {
  const socket = new WebSocket(url, protocols, options);
  const status = await new Promise<number>((resolve, reject) => {
    socket.once("upgrade", ({ statusCode }) => resolve(statusCode ?? 0));
    socket.once("unexpected-response", (_request, { statusCode }) => resolve(statusCode ?? 0));
    socket.once("error", reject);
  });
  socket.on("error", () => {});
  socket.terminate();
  return status;
}
