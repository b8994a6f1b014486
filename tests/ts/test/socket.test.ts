// The runtime over real sockets: the package `ws` at both ends.
import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { WebSocket, WebSocketServer } from "ws";
import { createClient } from "#sample";
import type { Mego } from "#sample";
import { readFrames, writeFrame } from "#runtime/frames.js";

test("over a real socket: Welcome, calls, a lost connection, the end", async () => {
  const server = new WebSocketServer({
    port: 0,
    handleProtocols: (offered) => (offered.has("mego.v1.msgpack") ? "mego.v1.msgpack" : false),
  });
  await once(server, "listening");
  const closeCodes: number[] = [];
  server.on("connection", (socket) => {
    socket.on("close", (code) => closeCodes.push(code));
    socket.on("message", (data: Buffer) => {
      for (const { kind, fields } of readFrames(new Uint8Array(data))) {
        if (kind === 0) socket.send(writeFrame(1, [{ v: 1, a: [], s: "s", g: 25000, l: {} }]));
        if (kind !== 16) continue;
        const [id, method, params] = fields as [number, string, { a: number; b: number }];
        if (method === "sum") socket.send(writeFrame(18, [id, params.a + params.b]));
        else socket.terminate();
      }
    });
  });
  const { port } = server.address() as AddressInfo;

  const mego = createClient(`ws://127.0.0.1:${port}/mego`, { WebSocket });
  const sums = Array.from({ length: 200 }, (_, a) => mego.sum({ a, b: 1 }));
  assert.deepEqual(await Promise.all(sums), sums.map((_, a) => a + 1));
  const lost = await mego.createUser({ username: "a", password: "b" }).result();
  assert.ok(!lost.ok && lost.error.status === "Disconnected" && lost.error.kind === "client" && lost.error.maybeExecuted);
  assert.equal(await mego.sum({ a: 20, b: 22 }), 42, "after the connection came back");
  assert.deepEqual(closeCodes, [1006]);

  const closed = once(server.clients.values().next().value as WebSocket, "close");
  mego.close();
  assert.equal((await closed)[0], 1000);
  server.close();
});

test("nobody listens: calls time out, and the state says what is tried", async () => {
  const server = new WebSocketServer({ port: 0 });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const mego = createClient(`ws://127.0.0.1:${port}/mego`, { WebSocket });
  const result = await mego.sum({ a: 1, b: 2 }, { timeout: 50 }).result();
  assert.ok(!result.ok && result.error.status === "Timeout" && result.error.kind === "client");
  assert.equal(result.error.maybeExecuted, false);
  // The first attempt may still be under way.
  assert.match(result.error.message, /^no connection within 50 ms( \(1006: .*ECONNREFUSED.*\))?$/);
  assert.equal(mego.state.get().status, "connecting");
  mego.close();
});

test("a server that refuses: the state and late calls say what it answered", async () => {
  const server = new WebSocketServer({ port: 0, verifyClient: () => false });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const mego = createClient(`ws://127.0.0.1:${port}/mego`, { WebSocket });
  const ended = await new Promise<Mego.ConnectionState["ended"]>((resolve) => {
    const stop = mego.state.subscribe(() => {
      const { ended } = mego.state.get();
      if (!ended) return;
      stop();
      resolve(ended);
    });
  });
  assert.equal(ended?.code, 1006);
  assert.match(ended.reason, /401/);
  const result = await mego.sum({ a: 1, b: 2 }, { timeout: 1 }).result();
  assert.ok(!result.ok);
  assert.match(result.error.message, /^no connection within 1 ms \(1006: .*401.*\)$/);
  mego.close();
  server.close();
});
