import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import type { Client, Mego } from "#sample";
import type { Peer } from "../support/server.js";
import { rejection, scene } from "../support/setup.js";

/** Counts to iterate over, from a subscription that has been accepted as number 1. */
async function counts(mego: Client, peer: Peer, options?: Mego.EventStreamOptions): Promise<Mego.EventStream<number>> {
  const stream = mego.events.users.counted.stream("all", options);
  const [[kind, id] = []] = await peer.news();
  assert.equal(kind, 32);
  await peer.send([18, id, { u: 1 }]);
  await stream.ready;
  return stream;
}

async function emit(peer: Peer, ...values: readonly number[]): Promise<void> {
  await peer.send(...values.map((value) => [34, 1, value] as const));
}

/** Takes items up to this one. */
async function until(stream: AsyncIterable<number>, last: number): Promise<number[]> {
  const taken: number[] = [];
  for await (const item of stream) {
    taken.push(item);
    if (item === last) break;
  }
  return taken;
}

scene("events wait for the iteration, and leaving the loop closes the subscription", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counts(mego, peer);
  await emit(peer, 1, 2);
  const taken = until(stream, 3);
  await emit(peer, 3, 4);
  assert.deepEqual(await taken, [1, 2, 3]);
  assert.deepEqual(await peer.news(), [[33, 3, 1]]);
  await emit(peer, 5);
  assert.deepEqual(await stream.next(), { done: true, value: undefined });
  stream.close();
  assert.deepEqual(await peer.news(), []);
});

scene("a second loop over events is a mistake that is told", async ({ server, connected }) => {
  const mego = await connected();
  const stream = await counts(mego, server.peer());
  await emit(server.peer(), 1);
  assert.deepEqual(await until(stream, 1), [1]);
  await assert.rejects(until(stream, 2), { name: "TypeError", message: /iterated over/ });
});

scene("two iterations and a handler share one subscription, and each has all events", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counts(mego, peer);
  const other = mego.events.users.counted.stream("all");
  const handled: number[] = [];
  const subscription = mego.events.users.counted.subscribe("all", (count) => handled.push(count));
  await emit(peer, 1, 2);
  assert.deepEqual([await until(stream, 2), await until(other, 2), handled], [[1, 2], [1, 2], [1, 2]]);
  assert.deepEqual(await peer.news(), []);
  subscription.close();
  assert.deepEqual(await peer.news(), [[33, 3, 1]]);
});

scene("of too many the oldest are dropped, and counted", async ({ server, connected }) => {
  const mego = await connected();
  const stream = await counts(mego, server.peer(), { limit: 3 });
  await emit(server.peer(), 1, 2, 3);
  assert.equal(stream.dropped(), 0);
  await emit(server.peer(), 4, 5);
  assert.equal(stream.dropped(), 2);
  assert.deepEqual(await until(stream, 5), [3, 4, 5]);
});

scene("of too many the newest are dropped where one wants that", async ({ server, connected }) => {
  const mego = await connected();
  const stream = await counts(mego, server.peer(), { limit: 3, overflow: "drop-newest" });
  await emit(server.peer(), 1, 2, 3, 4, 5);
  assert.equal(stream.dropped(), 2);
  assert.deepEqual(await stream.next(), { done: false, value: 1 });
  await emit(server.peer(), 6);
  assert.deepEqual(await until(stream, 6), [2, 3, 6]);
});

scene("too many are an error where one wants that, after what waits", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counts(mego, peer, { limit: 3, overflow: "error" });
  await emit(peer, 1, 2, 3, 4, 5);
  assert.deepEqual(await peer.news(), [[33, 3, 1]], "nothing more is wanted");
  const taken: number[] = [];
  const error = await rejection(
    (async () => {
      for await (const item of stream) taken.push(item);
    })(),
  );
  assert.deepEqual(taken, [1, 2, 3]);
  assert.deepEqual([error.kind, error.status, error.code, error.method], ["client", "ResourceExhausted", 60, "users.counted"]);
  assert.equal(error.message, "more than 3 events wait");
  assert.equal((await stream.next()).done, true);
});

scene("1,000 may wait where nobody says anything else", async ({ server, connected }) => {
  const mego = await connected();
  const stream = await counts(mego, server.peer());
  await emit(server.peer(), ...Array.from({ length: 1001 }, (_, i) => i));
  assert.equal(stream.dropped(), 1);
  assert.deepEqual(await stream.next(), { done: false, value: 1 });
  stream.close();
});

scene("a limit that is none is an error at once", async ({ server, connected }) => {
  const mego = await connected();
  for (const limit of [0, -1, 1.5, NaN]) assert.throws(() => mego.events.users.counted.stream("all", { limit }), RangeError);
  assert.deepEqual(await server.peer().news(), []);
});

scene("close ends the iteration after what waits, and whoever waits", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counts(mego, peer);
  await emit(peer, 1);
  stream.close();
  stream[Symbol.dispose]();
  assert.deepEqual(await peer.news(), [[33, 3, 1]]);
  assert.deepEqual(await until(stream, 2), [1]);
  const other = mego.events.users.counted.stream("all");
  const next = other.next();
  await other[Symbol.asyncDispose]();
  assert.deepEqual(await next, { done: true, value: undefined });
  assert.equal((await rejection(other.ready)).status, "Cancelled");
});

scene("a signal ends the iteration, and what waits with it", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const controller = new AbortController();
  const stream = await counts(mego, peer, { signal: controller.signal });
  await emit(peer, 1);
  controller.abort("why");
  assert.deepEqual(await peer.news(), [[33, 3, 1]]);
  const error = await rejection(stream.next());
  assert.deepEqual([error.status, error.cause], ["Cancelled", "why"]);
  assert.equal((await stream.next()).done, true);

  const aborted = mego.events.users.counted.stream("all", { signal: AbortSignal.abort() });
  assert.equal((await rejection(aborted.next())).status, "Cancelled");
});

scene("a signal that outlives its iterations is let go by each", async ({ server, connected }) => {
  const mego = await connected();
  const { signal } = new AbortController();
  const stream = await counts(mego, server.peer(), { signal });
  assert.equal(getEventListeners(signal, "abort").length, 1);
  stream.close();
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

scene("a refusal, a removal and the end of the client are thrown", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const refused = mego.events.users.counted.stream("all");
  const [[, id] = []] = await peer.news();
  const next = rejection(refused.next());
  await peer.send([19, id, 55, "no", null, { f: true }]);
  assert.equal((await next).status, "NotFound");

  const removed = mego.events.users.counted.stream("all");
  const [[, again] = []] = await peer.news();
  await peer.send([18, again, { u: 1 }], [34, 1, 5], [36, 1, 3, 57]);
  assert.deepEqual(await removed.next(), { done: false, value: 5 });
  assert.equal((await rejection(removed.next())).status, "NoPermission");

  const closed = mego.events.users.counted.stream("all");
  mego.close();
  assert.equal((await rejection(closed.next())).status, "Disconnected");
  assert.equal((await rejection(mego.events.users.counted.stream("all").next())).status, "Disconnected");
});

scene("an iteration goes on over a reconnection, and is told of the gap", async ({ clock, server, connected }) => {
  const mego = await connected();
  const gaps: string[] = [];
  const stream = await counts(mego, server.peer(), { onGap: () => gaps.push("gap") });
  await emit(server.peer(), 1);
  await server.peer().close(1006);
  await clock.advance(125);
  await server.peer().welcome();
  const [[, id] = []] = await server.peer().news();
  await server.peer().send([18, id, { u: 1 }], [34, 1, 2]);
  assert.deepEqual([await until(stream, 2), gaps], [[1, 2], ["gap"]]);
});
