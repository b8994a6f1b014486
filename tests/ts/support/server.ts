// A server in the same process: a WebSocket whose other end is the test.
import assert from "node:assert/strict";
import { readFrames, writeFrame } from "#runtime/frames.js";
import type { WebSocketConstructor, WebSocketLike } from "#runtime/socket.js";
import { settled } from "./clock.js";

type Listener = (event: { readonly data: unknown; readonly code: number; readonly reason: string }) => void;

/** One socket of the client, held at the server's end. */
export interface Peer {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly socket: WebSocketLike;
  /** What the client has sent, message by message. */
  readonly messages: Uint8Array[];
  /** How the client closed the socket, if it did. */
  closed: { readonly code: number | undefined; readonly reason: string | undefined } | undefined;
  /** Opens the socket. */
  readonly accept: () => Promise<void>;
  /** Opens the socket and says welcome. */
  readonly welcome: (options?: object) => Promise<void>;
  /** Sends frames, each given as an array, in one message. */
  readonly send: (...frames: readonly (readonly [number, ...unknown[]])[]) => Promise<void>;
  readonly sendRaw: (data: unknown) => Promise<void>;
  /** Closes the socket from the server's end. */
  readonly close: (code: number, reason?: string) => Promise<void>;
  /** All frames that have come, but for Hello, as arrays. */
  readonly frames: () => unknown[][];
  /** Those of them that have come since the last time this was asked, after everything has happened that needs no time. */
  readonly news: () => Promise<unknown[][]>;
  readonly hello: () => unknown;
}

export interface FakeServer {
  readonly WebSocket: WebSocketConstructor;
  readonly peers: readonly Peer[];
  /** The socket that was opened last. */
  readonly peer: () => Peer;
}

export function fakeServer(): FakeServer {
  const peers: Peer[] = [];
  class Socket implements WebSocketLike {
    binaryType = "blob";
    send: (data: ArrayBuffer) => void;
    close: (code?: number, reason?: string) => void;
    readonly listeners: { readonly type: string; readonly run: Listener }[] = [];

    constructor(url: string, protocols: string[]) {
      const peer = makePeer(this, url, protocols);
      peers.push(peer);
      let open = true;
      this.send = (data) => {
        assert.ok(data instanceof ArrayBuffer);
        assert.ok(open, "a message after the end");
        peer.messages.push(new Uint8Array(data.slice(0)));
      };
      this.close = (code, reason) => {
        open = false;
        peer.closed ??= { code, reason };
        // The rule of browsers.
        assert.ok(code === undefined || code === 1000 || (code >= 3000 && code <= 4999), `close code ${code}`);
        assert.ok(Buffer.byteLength(reason ?? "") <= 123, "a reason that is too long");
      };
    }

    addEventListener(type: string, run: Listener): void {
      this.listeners.push({ type, run });
    }
  }

  const makePeer = (socket: Socket, url: string, protocols: readonly string[]): Peer => {
    const fire = async (type: string, event: { data?: unknown; code?: number; reason?: string } = {}): Promise<void> => {
      for (const { run } of socket.listeners.filter((listener) => listener.type === type)) {
        run({ data: event.data, code: event.code ?? 0, reason: event.reason ?? "" });
      }
      await settled();
    };
    let seen = 0;
    const peer: Peer = {
      url,
      protocols,
      socket,
      messages: [],
      closed: undefined,
      accept: () => fire("open"),
      async welcome(options = {}) {
        await peer.accept();
        await peer.send([1, { v: 1, a: [], s: "session-1", g: 25000, l: {}, ...options }]);
      },
      send: (...frames) => {
        const parts = frames.map(([kind, ...fields]) => Buffer.from(writeFrame(kind, fields)));
        return peer.sendRaw(new Uint8Array(Buffer.concat(parts)).buffer);
      },
      sendRaw: (data) => fire("message", { data }),
      close: (code, reason = "") => fire("close", { code, reason }),
      frames: () =>
        peer.messages
          .slice(1)
          .flatMap((message) => readFrames(message))
          .map(({ kind, fields }) => [kind, ...fields]),
      async news() {
        await settled();
        const all = peer.frames();
        const fresh = all.slice(seen);
        seen = all.length;
        return fresh;
      },
      hello: () => readFrames(peer.messages[0]!)[0]?.fields[0],
    };
    return peer;
  };

  return {
    WebSocket: Socket,
    peers,
    peer() {
      const last = peers.at(-1);
      assert.ok(last, "no socket was opened");
      return last;
    },
  };
}
