import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "#runtime/index.js";
import { createClient } from "#sample";
import { settled } from "../support/clock.js";
import { fakeServer } from "../support/server.js";
import { clientFailure, scene } from "../support/setup.js";

test("without a WebSocket, the error says what to do", () => {
  // Node has one from version 22.
  const { WebSocket } = globalThis as { WebSocket?: unknown };
  Object.assign(globalThis, { WebSocket: undefined });
  try {
    assert.throws(() => createClient("ws://localhost"), { name: "TypeError", message: /pass one: createClient\(url, \{ WebSocket \}\)/ });
  } finally {
    Object.assign(globalThis, { WebSocket });
  }
});

test("a URL that is none is an error at once", () => {
  const { WebSocket } = fakeServer();
  assert.throws(() => createClient("not a url", { WebSocket }), TypeError);
  assert.throws(() => createClient("ftp://localhost/mego", { WebSocket }), /ws:, wss:, http: or https: is needed/);
});

scene("https becomes wss, and a URL object is as good as text", async ({ server, client }) => {
  await client();
  createClient(new URL("https://example.com/mego"), { WebSocket: server.WebSocket }).close();
  const other = createClient(new URL("https://example.com/mego"), { WebSocket: server.WebSocket });
  await settled();
  assert.equal(server.peer().url, "wss://example.com/mego");
  other.close();
});

scene("the client offers its subprotocol and begins with Hello", async ({ server, client }) => {
  const mego = await client({ token: () => Promise.resolve("secret"), data: { lang: "zh-TW" }, name: "shop/1.2" });
  const peer = server.peer();
  assert.deepEqual([peer.url, peer.protocols, peer.socket.binaryType], ["ws://localhost:5000/mego", ["mego.v1.msgpack"], "arraybuffer"]);
  assert.equal(peer.messages.length, 0);
  assert.equal(mego.state.get().status, "connecting");
  await peer.accept();
  assert.deepEqual(peer.hello(), { v: 1, a: [], t: "secret", d: { lang: "zh-TW" }, n: "shop/1.2", j: "6f1c0a4be2d7934e" });
  assert.equal(mego.state.get().status, "connecting");
  await peer.send([1, { v: 1, a: [], s: "abc", g: 25000, l: { m: 1000, c: 2, t: 7000 }, j: "6f1c0a4be2d7934e" }]);
  assert.deepEqual(mego.state.get(), {
    status: "connected",
    attempt: 0,
    session: "abc",
    contractMismatch: false,
    limits: { message: 1000, calls: 2, deadline: 7000, subscriptions: 128, credit: 64 },
  });
});

scene("initial data follows its plan", async ({ server }) => {
  const meta = { api: "sample", contract: "", data: { fields: { since: "u64" } } } as const;
  const client = connect<object>("ws://localhost", { WebSocket: server.WebSocket, data: () => ({ since: 5n, id: 2n ** 60n }) }, {}, meta);
  await settled();
  await server.peer().accept();
  assert.deepEqual((server.peer().hello() as { d: unknown }).d, { since: 5, id: 2n ** 60n });
  client.close();
  const wrong = connect<object>("ws://localhost", { WebSocket: server.WebSocket, data: { since: "5" } }, {}, meta);
  await settled();
  assert.equal(wrong.state.get().status, "closed");
  assert.match(String(wrong.state.get().cause), /expected an unsigned 64-bit integer/);
});

scene("Hello leaves out what there is not", async ({ server, client }) => {
  await client();
  await server.peer().accept();
  assert.deepEqual(server.peer().hello(), { v: 1, a: [], n: "mego-ts", j: "6f1c0a4be2d7934e" });
});

scene("the socket is opened when the token is there", async ({ server, client }) => {
  let give = (_token: string): void => {};
  await client({ token: () => new Promise((resolve) => (give = resolve)) });
  assert.equal(server.peers.length, 0);
  give("late");
  await settled();
  await server.peer().accept();
  assert.equal((server.peer().hello() as { t: string }).t, "late");
});

scene("token and data are asked again at each connect", async ({ clock, server, connected }) => {
  let asked = 0;
  await connected({ token: () => `token-${++asked}`, data: async () => ({ asked }) });
  await server.peer().close(1006);
  await clock.advance(125);
  await server.peer().accept();
  assert.deepEqual(server.peers.map((peer) => (peer.hello() as { t: string }).t), ["token-1", "token-2"]);
});

scene("a token that cannot be had is a failed attempt, and the state says why", async ({ clock, server, client }) => {
  let broken = true;
  const mego = await client({
    token: async () => {
      if (broken) throw new Error("no network");
      return "ok";
    },
  });
  assert.equal(server.peers.length, 0);
  const { status, cause, attempt } = mego.state.get();
  assert.deepEqual([status, attempt, (cause as Error).message], ["connecting", 1, "no network"]);
  broken = false;
  await clock.advance(125);
  await server.peer().welcome();
  assert.equal(mego.state.get().status, "connected");
});

scene("a Hello that cannot be written is the end", async ({ server, client }) => {
  const mego = await client({ data: { when: new Date() } });
  assert.equal(server.peers.length, 0);
  assert.equal(mego.state.get().status, "closed");
  assert.match(String(mego.state.get().cause), /cannot send a Date/);
  assert.equal((await clientFailure(mego.ping())).status, "Disconnected");
});

scene("another contract is told by the state, and calls go on", async ({ server, connected }) => {
  const mego = await connected({}, { j: "0000000000000000" });
  assert.equal(mego.state.get().contractMismatch, true);
  const sum = mego.sum({ a: 1, b: 2 });
  await settled();
  await server.peer().send([18, 1, 3]);
  assert.equal(await sum, 3);
});

scene("snapshots stay the same until something changes, and listeners hear each change", async ({ server, client }) => {
  const mego = await client();
  const seen: string[] = [];
  const stop = mego.state.subscribe(() => seen.push(mego.state.get().status));
  assert.equal(mego.state.get(), mego.state.get());
  await server.peer().welcome();
  const before = mego.state.get();
  const call = mego.ping();
  await settled();
  await server.peer().send([2], [18, 1, null]);
  await call;
  assert.equal(mego.state.get(), before);
  await server.peer().close(1006);
  assert.notEqual(mego.state.get(), before);
  stop();
  mego.close();
  assert.deepEqual(seen, ["connected", "reconnecting"]);
});

scene("pings are answered with what they carry", async ({ server, connected }) => {
  await connected();
  await server.peer().send([2], [2, 7], [2, "x"]);
  assert.deepEqual(server.peer().frames(), [[3], [3, 7], [3, "x"]]);
  assert.equal(server.peer().messages.length, 2, "Hello, and one message of Pongs");
});

scene("36 seconds without a frame, and the connection counts as lost", async ({ clock, server, connected }) => {
  const mego = await connected();
  await clock.advance(30_000);
  await server.peer().send([2]);
  await clock.advance(35_999);
  assert.equal(server.peer().closed, undefined);
  await clock.advance(1);
  assert.equal(server.peer().closed?.code, 4003);
  assert.equal(mego.state.get().status, "reconnecting");
});

scene("a server that pings less often is given more time", async ({ clock, server, connected }) => {
  await connected({}, { g: 60_000 });
  await clock.advance(70_999);
  assert.equal(server.peer().closed, undefined);
  await clock.advance(1);
  assert.equal(server.peer().closed?.code, 4003);
});

scene("a server that does not say welcome is given up", async ({ clock, server, client }) => {
  const mego = await client();
  await server.peer().accept();
  await clock.advance(10_000);
  assert.equal(server.peer().closed?.code, 4004);
  assert.equal(mego.state.get().status, "connecting");
  await clock.advance(125);
  assert.equal(server.peers.length, 2);
});

scene("what a socket says after it was given up is not heard", async ({ clock, server, connected }) => {
  const mego = await connected();
  const old = server.peer();
  await clock.advance(36_000);
  assert.equal(old.closed?.code, 4003);
  await clock.advance(125);
  await server.peer().welcome({ s: "new" });
  await old.send([1, { v: 1, s: "old" }]);
  await old.close(4400);
  assert.equal(mego.state.get().session, "new");
  assert.equal(mego.state.get().status, "connected");
});

scene("close ends everything", async ({ server, connected }) => {
  const mego = await connected();
  const call = mego.sum({ a: 1, b: 2 });
  mego.close();
  mego.close();
  const error = await clientFailure(call);
  assert.deepEqual([error.status, error.code, error.maybeExecuted], ["Disconnected", -1, true]);
  assert.equal(server.peer().closed?.code, 1000);
  assert.equal(mego.state.get().status, "closed");
  assert.equal((await clientFailure(mego.ping())).maybeExecuted, false);
  assert.equal(server.peers.length, 1);
});

scene("close while the token is asked opens no socket", async ({ server, client }) => {
  let give = (_token: string): void => {};
  const mego = await client({ token: () => new Promise((resolve) => (give = resolve)) });
  mego.close();
  give("x");
  await settled();
  assert.equal(server.peers.length, 0);
});
