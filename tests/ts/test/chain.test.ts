import assert from "node:assert/strict";
import { test } from "node:test";
import { chain } from "#runtime/chain.js";
import { connect } from "#runtime/index.js";
import { fakeServer } from "../support/server.js";
import { rejection, scene } from "../support/setup.js";

scene("a chained call is the call of the method, made by end", async ({ clock, server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const chained = chain(mego);
  const begun = chained.call("sum").send({ a: 1, b: 2 }).timeout(500);
  assert.deepEqual(await peer.news(), []);
  const sum = begun.end();
  const again = begun.end();
  const list = chained.call("users.list").end();
  const page = chained.call("users.list").timeout(400).send({ page: 2 }).end().result();
  const ping = chained.call("ping").timeout(300).end();
  const pong = chained.call("ping").end();
  assert.deepEqual(await peer.news(), [
    [16, 1, "sum", { a: 1, b: 2 }, { t: 500 }],
    [16, 3, "sum", { a: 1, b: 2 }, { t: 500 }],
    [16, 5, "users.list", null],
    [16, 7, "users.list", { page: 2 }, { t: 400 }],
    [16, 9, "ping", null, { t: 300 }],
    [16, 11, "ping", null],
  ]);
  await peer.send([18, 1, 3], [18, 3, 3], [18, 5, { items: [], total: 1 }], [18, 9, null], [18, 11, null]);
  assert.deepEqual(await Promise.all([sum, again, list, ping, pong]), [3, 3, { items: [], total: 1n }, undefined, undefined]);
  await clock.advance(400);
  const result = await page;
  assert.equal(!result.ok && result.error.status, "Timeout");
});

scene("a chained stream is iterated over", async ({ server, connected }) => {
  const mego = await connected();
  const stream = chain(mego).call("countdown").send({ from: 2 }).end();
  await server.peer().news();
  await server.peer().send([21, 1, 2], [21, 1, 1], [22, 1]);
  const taken: number[] = [];
  for await (const n of stream) taken.push(n);
  assert.deepEqual(taken, [2, 1]);
});

scene("on, off, subscribe and unsubscribe", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const chained = chain(mego);
  const heard: unknown[] = [];
  const handler = ({ id }: { readonly id: bigint }, channel: string): void => void heard.push([id, channel]);
  chained.on("newMessage", handler);
  chained.on("newMessage", handler);
  const ready = chained.subscribe("newMessage", "room:1");
  assert.equal(chained.subscribe("newMessage", "room:1"), ready);
  assert.deepEqual(await peer.news(), [[32, 1, "newMessage", "room:1"]]);
  await peer.send([18, 1, { u: 1 }], [34, 1, { id: 1 }]);
  await ready;
  assert.deepEqual(heard.splice(0), [[1n, "room:1"]]);
  chained.off("newMessage", () => {});
  chained.off("newMessage", handler);
  chained.off("newMessage", handler);
  await peer.send([34, 1, { id: 2 }]);
  assert.deepEqual(heard, []);
  chained.unsubscribe("newMessage", "room:2");
  chained.unsubscribe("newMessage", "room:1");
  chained.unsubscribe("newMessage", "room:1");
  assert.deepEqual(await peer.news(), [[33, 3, 1]]);
});

scene("a chained subscription that was refused may be tried again", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const chained = chain(mego);
  // Nobody looks at this one.
  void chained.subscribe("restart", "all");
  for (const id of [1, 3]) {
    const ready = chained.subscribe("restart", "all");
    assert.deepEqual(await peer.news(), [[32, id, "restart", "all"]]);
    await peer.send([19, id, 55, "no", null, { f: true }]);
    assert.equal((await rejection(ready)).status, "NotFound");
  }
});

test("what a client does not know is an error at once, also without types", () => {
  const client = connect<object>("ws://localhost", { WebSocket: fakeServer().WebSocket }, {}, { api: "none", contract: "" });
  const untyped = chain(client) as unknown as Record<string, (...given: readonly unknown[]) => unknown>;
  assert.throws(() => untyped["call"]!("nothing"), /this client knows no nothing/);
  assert.throws(() => untyped["call"]!("nothing.at.all"), TypeError);
  for (const name of ["on", "subscribe"]) assert.throws(() => untyped[name]!("newMessage", "x"), TypeError);
  untyped["off"]!("newMessage", () => {});
  untyped["unsubscribe"]!("newMessage", "x");
  client.close();
});
