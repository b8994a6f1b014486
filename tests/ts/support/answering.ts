// A server of the sample API over a real socket, as far as tests of an environment need one.
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { readFrames, writeFrame } from "#runtime/frames.js";

export interface Answering {
  /** Host and port. */
  readonly host: string;
  /** Where the WebSocket is. */
  readonly socket: string;
  readonly close: () => Promise<void>;
}

/**
 * Listens at a free port. It adds for `sum`, counts down for `countdown`, accepts every subscription and sends one event to
 * it. Other requests are the page's.
 */
export async function startAnswering(page?: (request: IncomingMessage, response: ServerResponse) => void): Promise<Answering> {
  const server = createServer((request, response) => (page ? page(request, response) : response.writeHead(404).end()));
  const sockets = new WebSocketServer({ server, path: "/mego", handleProtocols: () => "mego.v1.msgpack" });
  sockets.on("connection", (socket) => {
    socket.on("message", (data: Buffer) => {
      for (const { kind, fields } of readFrames(new Uint8Array(data))) {
        socket.send(Buffer.concat(answers(kind, fields).map(([kind, ...fields]) => writeFrame(kind, fields))));
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    socket: `ws://${host}/mego`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type Answer = readonly [kind: number, ...fields: unknown[]];

function answers(kind: number, fields: readonly unknown[]): readonly Answer[] {
  const [id, name, given] = fields;
  switch (kind) {
    case 0:
      return [[1, { v: 1, a: [], s: "session-1", g: 25000, l: {} }]];
    case 16: {
      const { a = 0, b = 0, from = 0 } = (given ?? {}) as { readonly a?: number; readonly b?: number; readonly from?: number };
      if (name === "sum") return [[18, id, a + b]];
      return [...Array.from({ length: from }, (_, index): Answer => [21, id, from - index]), [22, id]];
    }
    case 32:
      return [
        [18, id, { u: 1 }],
        [34, 1, { id: 2 ** 40, text: "hi" }],
      ];
    default:
      return [];
  }
}
