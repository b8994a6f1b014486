import assert from "node:assert/strict";
import type { Client, Mego } from "#sample";
import { settled } from "../support/clock.js";
import type { Peer } from "../support/server.js";
import { rejection, scene } from "../support/setup.js";

/** Items of the stream with this id. */
function items(id: number, ...values: readonly unknown[]): (readonly [number, number, unknown])[] {
  return values.map((value) => [21, id, value] as const);
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Takes this many items. */
async function take<Item>(stream: Mego.StreamCall<Item, unknown>, count: number): Promise<Item[]> {
  const taken: Item[] = [];
  for (let i = 0; i < count; i++) {
    const { done, value } = await stream.next();
    assert.ok(!done, "the stream ended");
    taken.push(value);
  }
  return taken;
}

async function all<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of stream) taken.push(item);
  return taken;
}

/** A stream that has been sent, with the id 1. */
async function counting(mego: Client, peer: Peer, options?: Mego.StreamOptions): Promise<ReturnType<Client["countdown"]>> {
  const stream = mego.countdown({ from: 3 }, options);
  const frames = await peer.news();
  assert.deepEqual(frames.map(([kind, id]) => [kind, id]), [[16, 1]]);
  return stream;
}

scene("a stream is sent when it is made, and ends with End", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = mego.countdown({ from: 3 });
  assert.deepEqual(await peer.news(), [[16, 1, "countdown", { from: 3 }]]);
  const taken = all(stream);
  await peer.send(...items(1, 3, 2), ...items(1, 1));
  await peer.send([22, 1]);
  assert.deepEqual(await taken, [3, 2, 1]);
  assert.deepEqual(await stream.next(), { done: true, value: undefined });
  assert.deepEqual(await stream.result(), { ok: true, value: undefined });
  assert.deepEqual(await peer.news(), []);
});

scene("items are decoded as the contract says, and errors are typed", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = mego.users.watch({ id: 5n });
  const taken: unknown[] = [];
  const failed = rejection(
    (async () => {
      for await (const user of stream) taken.push(user.id);
    })(),
  );
  await settled();
  await peer.send(...items(1, { id: 5, invitedBy: [] }), [19, 1, 55, "gone", { id: 5 }]);
  const error = await failed;
  assert.deepEqual(taken, [5n]);
  assert.ok(mego.users.watch.isError(error) && error.kind === "declared");
  assert.deepEqual([error.status, error.code, error.data.id, error.method], ["NotFound", 55, 5n, "users.watch"]);
  assert.equal((await stream.next()).done, true, "the error is thrown once");
  assert.deepEqual(await stream.result(), { ok: false, error });
});

scene("a unit item is undefined, and a stream without parameters takes its options first", async ({ server, connected }) => {
  const mego = await connected();
  const stream = mego.clock({ credit: 7 });
  assert.deepEqual(await server.peer().news(), [[16, 1, "clock", null, { c: 7 }]]);
  await server.peer().send(...items(1, null, null), [22, 1, "a value that nobody needs"]);
  assert.deepEqual(await all(stream), [undefined, undefined]);
});

scene("the server may send as much as the consumer has room for, and hears of half of it at a time", async ({ server, connected }) => {
  const mego = await connected({}, { l: { i: 8 } });
  const peer = server.peer();
  const stream = await counting(mego, peer);
  await peer.send(...items(1, ...numbers(1, 8)));
  assert.deepEqual(await peer.news(), [], "nothing was taken");
  assert.deepEqual(await take(stream, 3), [1, 2, 3]);
  assert.deepEqual(await peer.news(), []);
  assert.deepEqual(await take(stream, 1), [4]);
  assert.deepEqual(await peer.news(), [[7, 1, 4]]);
  await peer.send(...items(1, ...numbers(9, 12)));
  assert.deepEqual(await take(stream, 8), numbers(5, 12));
  assert.deepEqual(await peer.news(), [[7, 1, 4], [7, 1, 4]]);
  await peer.send([22, 1]);
  assert.deepEqual(await all(stream), []);
});

scene("a stream that has ended needs no credit", async ({ clock, server, connected }) => {
  const mego = await connected();
  const streams = [mego.countdown({ from: 3 }, { credit: 4 }), mego.countdown({ from: 3 }, { credit: 4 })];
  await server.peer().news();
  await server.peer().send(...items(1, 4, 3, 2, 1), ...items(3, 4, 3, 2, 1), [22, 1]);
  assert.deepEqual(await take(streams[0]!, 4), [4, 3, 2, 1]);
  assert.deepEqual(await server.peer().news(), []);
  await server.peer().close(1006);
  await clock.advance(125);
  await server.peer().welcome();
  assert.deepEqual(await take(streams[1]!, 4), [4, 3, 2, 1]);
  assert.deepEqual(await server.peer().news(), [], "the next link knows nothing of it");
});

scene("10,000 items need 312 frames of credit, and never more than the room is due", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counting(mego, peer);
  let credit = 64;
  let sent = 0;
  let frames = 0;
  let taken = 0;
  while (sent < 10_000) {
    const count = Math.min(credit, 10_000 - sent);
    assert.ok(count > 0, "the server would wait for ever");
    await peer.send(...items(1, ...numbers(sent + 1, sent + count)));
    sent += count;
    credit -= count;
    await take(stream, count);
    taken += count;
    for (const [kind, id, more] of await peer.news()) {
      assert.deepEqual([kind, id], [7, 1]);
      frames++;
      credit += more as number;
    }
    assert.ok(sent - taken + credit <= 64);
  }
  assert.equal(frames, 312);
  await peer.send([22, 1]);
  assert.equal((await stream.next()).done, true);
});

scene("a credit of one goes back and forth", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = mego.countdown({ from: 3 }, { credit: 1 });
  assert.deepEqual(await peer.news(), [[16, 1, "countdown", { from: 3 }, { c: 1 }]]);
  for (const n of [3, 2, 1]) {
    await peer.send(...items(1, n));
    assert.deepEqual(await peer.news(), []);
    assert.deepEqual(await take(stream, 1), [n]);
    assert.deepEqual(await peer.news(), [[7, 1, 1]]);
  }
});

scene("who waits for items is served in order", async ({ server, connected }) => {
  const mego = await connected();
  const stream = await counting(mego, server.peer());
  const waiting = [stream.next(), stream.next(), stream.next(), stream.next()];
  await server.peer().send(...items(1, 3, 2), [22, 1]);
  assert.deepEqual(await Promise.all(waiting), [
    { done: false, value: 3 },
    { done: false, value: 2 },
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
});

scene("a credit that is none is an error at once", async ({ server, connected }) => {
  const mego = await connected();
  for (const credit of [0, -1, 1.5, NaN]) assert.throws(() => mego.countdown({ from: 3 }, { credit }), RangeError);
  assert.deepEqual(await server.peer().news(), []);
});

scene("a server that sends more than it may is cut off", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counting(mego, peer, { credit: 2 });
  await peer.send(...items(1, 3, 2, 1, 0));
  assert.deepEqual(await peer.news(), [[20, 1]]);
  assert.deepEqual(await take(stream, 2), [3, 2]);
  const error = await rejection(stream.next());
  assert.deepEqual([error.kind, error.status], ["client", "Invalid"]);
  assert.match(error.message, /more items than it was given credit for/);
});

scene("an item that is not as the contract says ends the stream", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = mego.users.watch({ id: 5 });
  await peer.news();
  await peer.send(...items(1, { id: 5, invitedBy: [] }, { id: "five", invitedBy: [] }, { id: 6, invitedBy: [] }));
  assert.equal((await take(stream, 1))[0]?.id, 5n);
  const error = await rejection(stream.next());
  assert.deepEqual([error.status, error.message], ["Invalid", 'the answer is not as this client expects: id: expected an unsigned 64-bit integer, found "five"']);
  assert.deepEqual(await peer.news(), [[20, 1]]);
});

scene("leaving the loop cancels the stream, once", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counting(mego, peer);
  await peer.send(...items(1, 3, 2, 1));
  for await (const n of stream) if (n === 2) break;
  assert.deepEqual(await peer.news(), [[20, 1]]);
  await peer.send(...items(1, 0), [19, 1, 63, "cancelled", null, { f: true }]);
  assert.deepEqual(await stream.next(), { done: true, value: undefined });
  await stream.return();
  assert.deepEqual(await peer.news(), []);
  assert.equal(mego.stats().ignoredFrames, 0);
});

scene("a second loop over a stream is a mistake that is told, and not silence", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const left = await counting(mego, peer);
  await peer.send(...items(1, 3, 2, 1));
  for await (const n of left) if (n === 2) break;
  await assert.rejects(all(left), { name: "TypeError", message: /iterated over/ });

  const ended = mego.countdown({ from: 1 });
  await peer.send(...items(3, 1), [22, 3]);
  assert.deepEqual(await all(ended), [1]);
  await assert.rejects(all(ended), TypeError);

  // To take the first item by hand, and then the others in a loop, is one iteration.
  const shared = mego.countdown({ from: 2 });
  await peer.send(...items(5, 2, 1), [22, 5]);
  const iterator = shared[Symbol.asyncIterator]();
  assert.equal((await iterator.next()).value, 2);
  assert.deepEqual(await all(iterator), [1]);
});

scene("a loop that throws cancels the stream as well", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counting(mego, peer);
  await peer.send(...items(1, 3));
  await assert.rejects(async () => {
    for await (const n of stream) throw new Error(`not ${n}`);
  }, /not 3/);
  assert.deepEqual(await peer.news(), [[20, 1]]);
});

scene("a stream that nobody iterates over is ended by cancel, and is no unhandled rejection", async ({ server, connected }) => {
  const mego = await connected({}, { l: { c: 1 } });
  const peer = server.peer();
  const stream = await counting(mego, peer);
  await peer.send(...items(1, 3, 2));
  stream.cancel("enough");
  stream.cancel();
  assert.deepEqual(await peer.news(), [[20, 1]]);
  const error = await rejection(stream.next());
  assert.deepEqual([error.status, error.message], ["Cancelled", "enough"]);
  const call = mego.ping();
  assert.deepEqual(await peer.news(), [], "the server has not let go of the stream yet");
  await peer.send([19, 1, 63, "cancelled", null, { f: true }]);
  assert.deepEqual(await peer.news(), [[16, 3, "ping", null]]);
  await peer.send([18, 3, null]);
  await call;
});

scene("disposing of a stream cancels it", async ({ server, connected }) => {
  const mego = await connected();
  const stream = await counting(mego, server.peer());
  await stream[Symbol.asyncDispose]();
  assert.deepEqual(await server.peer().news(), [[20, 1]]);
  assert.deepEqual(await all(stream), []);
});

scene("a signal ends a stream, and what waits with it", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const controller = new AbortController();
  const stream = await counting(mego, peer, { signal: controller.signal });
  await peer.send(...items(1, 3, 2, 1));
  assert.deepEqual(await take(stream, 1), [3]);
  controller.abort("why");
  assert.deepEqual(await peer.news(), [[20, 1]]);
  const error = await rejection(stream.next());
  assert.deepEqual([error.status, error.cause], ["Cancelled", "why"]);

  const aborted = mego.countdown({ from: 3 }, { signal: AbortSignal.abort() });
  assert.equal((await rejection(aborted.next())).status, "Cancelled");
  assert.deepEqual(await peer.news(), []);
});

scene("the time is that up to the first item", async ({ clock, server, connected }) => {
  const mego = await connected({ timeout: 1000 });
  const peer = server.peer();
  const late = mego.countdown({ from: 3 });
  const prompt = mego.countdown({ from: 3 }, { timeout: 2000, credit: 5 });
  assert.deepEqual(await peer.news(), [
    [16, 1, "countdown", { from: 3 }, { t: 1000 }],
    [16, 3, "countdown", { from: 3 }, { t: 2000, c: 5 }],
  ]);
  await peer.send(...items(3, 3));
  await clock.advance(1000);
  const error = await rejection(late.next());
  assert.deepEqual([error.status, error.message], ["Timeout", "no answer within 1000 ms"]);
  assert.deepEqual(await peer.news(), [[20, 1]]);
  for (let i = 0; i < 10; i++) {
    await clock.advance(30_000);
    await peer.send([2]);
  }
  await peer.send(...items(3, 2), [22, 3]);
  assert.deepEqual(await all(prompt), [3, 2]);
});

scene("without another word, the first item may take as long as the server's deadline", async ({ clock, server, connected }) => {
  const mego = await connected({}, { l: { t: 7000 } });
  const stream = await counting(mego, server.peer());
  await clock.advance(6999);
  assert.deepEqual(await server.peer().news(), []);
  await clock.advance(1);
  assert.equal((await rejection(stream.next())).status, "Timeout");
});

scene("a connection that is lost is an error after what has come, and the stream is not sent again", async ({ clock, server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const streams = [mego.countdown({ from: 3 }), mego.clock()];
  await settled();
  await peer.send(...items(1, 3), ...items(3, null));
  await peer.close(1006);
  for (const stream of streams) {
    assert.equal((await stream.next()).done, false);
    const error = await rejection(stream.next());
    assert.ok(error.kind === "client" && error.status === "Disconnected");
    assert.equal(error.maybeExecuted, true);
  }
  await clock.advance(125);
  await server.peer().welcome();
  assert.deepEqual(await server.peer().news(), [], "the method of the second is idempotent, and the stream is not");
});

scene("a stream that was not sent yet waits for a connection, or fails at once", async ({ clock, server, connected }) => {
  const mego = await connected();
  await server.peer().close(1006);
  const failing = mego.countdown({ from: 3 }, { whenOffline: "fail" });
  const error = await rejection(failing.next());
  assert.ok(error.kind === "client" && error.status === "Disconnected" && !error.maybeExecuted);
  const stream = mego.countdown({ from: 3 });
  await clock.advance(125);
  await server.peer().welcome({ l: { i: 2 } });
  assert.deepEqual(await server.peer().news(), [[16, 1, "countdown", { from: 3 }]]);
  await server.peer().send(...items(1, 3, 2));
  await take(stream, 1);
  assert.deepEqual(await server.peer().news(), [[7, 1, 1]], "the credit is the new server's");
});

scene("close ends a stream, whether or not it is iterated over", async ({ server, connected }) => {
  const mego = await connected();
  const streams = [mego.countdown({ from: 3 }), mego.countdown({ from: 3 })];
  await settled();
  const next = rejection(streams[0]!.next());
  mego.close();
  assert.equal((await next).status, "Disconnected");
  const result = await streams[1]!.result();
  assert.equal(!result.ok && result.error.status, "Disconnected");
  assert.equal(server.peers.length, 1);
});

scene("a stream counts as a call in flight until it has ended", async ({ server, connected }) => {
  const mego = await connected({}, { l: { c: 2 } });
  const peer = server.peer();
  const stream = mego.countdown({ from: 3 });
  void mego.clock().result();
  void mego.ping().result();
  assert.equal((await peer.news()).length, 2);
  await peer.send(...items(1, 3));
  assert.deepEqual(await peer.news(), []);
  await peer.send([22, 1]);
  assert.deepEqual(await peer.news(), [[16, 5, "ping", null]]);
  assert.deepEqual(await all(stream), [3]);
});

scene("a server that goes away is not left while a stream runs", async ({ clock, server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = await counting(mego, peer);
  const subscription = mego.events.newMessage.subscribe("room:1", () => {});
  await peer.news();
  await peer.send([18, 3, { u: 1 }], [5, 1012, "restart", { w: 10_000 }]);
  await subscription.ready;
  await clock.advance(5000);
  await peer.send(...items(1, ...numbers(1, 40)));
  await take(stream, 40);
  assert.deepEqual(await peer.news(), [[7, 1, 32]], "the stream goes on as ever");
  assert.deepEqual([peer.closed], [undefined]);
  await peer.send(...items(1, 0), [22, 1]);
  assert.equal(peer.closed?.code, 1000);
  assert.deepEqual(await all(stream), [0]);
  await clock.advance(0);
  await server.peer().welcome();
  assert.deepEqual(await server.peer().news(), [[32, 1, "newMessage", "room:1"]]);
});

scene("an Ok is no answer of a stream, and Items are none of a call", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const stream = mego.countdown({ from: 3 });
  const call = mego.sum({ a: 1, b: 2 });
  await settled();
  await peer.send([18, 1, 3], [21, 3, 3], [22, 3], [18, 3, 7]);
  const error = await rejection(stream.next());
  assert.deepEqual([error.status, error.message], ["Invalid", "the answer is not a stream, as this client expects"]);
  assert.equal(await call, 7);
  assert.equal(mego.stats().ignoredFrames, 2);
});

scene("what comes for a stream that is over is ignored and counted", async ({ server, connected }) => {
  const mego = await connected();
  const stream = await counting(mego, server.peer());
  await server.peer().send([22, 1], ...items(1, 3), [22, 1], [19, 1, 51, "late"]);
  assert.deepEqual(await all(stream), []);
  assert.equal(mego.stats().ignoredFrames, 3);
});

scene("a fault before the first item is how a call of a stream fails", async ({ server, connected }) => {
  const mego = await connected();
  const stream = await counting(mego, server.peer());
  await server.peer().send([19, 1, 61, "busy", null, { f: true, r: 100 }]);
  const error = await rejection(stream.next());
  assert.ok(error.kind === "fault" && mego.countdown.isError(error));
  assert.deepEqual([error.status, error.retryAfter], ["Busy", 100]);
});
