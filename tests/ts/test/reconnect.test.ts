import assert from "node:assert/strict";
import { settled } from "../support/clock.js";
import { clientFailure, scene } from "../support/setup.js";

scene("the wait doubles up to 30 seconds, and half of it on average", async ({ clock, server, connected }) => {
  const mego = await connected();
  await server.peer().close(1006);
  const waits: number[] = [];
  for (let i = 0; i < 10; i++) {
    const { retryAt, attempt, status } = mego.state.get();
    assert.deepEqual([status, attempt], ["reconnecting", i + 1]);
    waits.push(retryAt! - Date.now());
    await clock.advance(waits.at(-1)!);
    assert.equal(mego.state.get().retryAt, undefined);
    assert.equal(server.peers.length, i + 2);
    await server.peer().close(1006);
  }
  assert.deepEqual(waits, [125, 250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
});

scene("the bounds of the wait may be others", async ({ clock, server, connected }) => {
  const mego = await connected({ reconnectDelay: { first: 2000, max: 5000 } });
  for (const wait of [1000, 2000, 2500, 2500]) {
    await server.peer().close(1006);
    assert.equal(mego.state.get().retryAt! - Date.now(), wait);
    await clock.advance(wait);
  }
});

scene("the jitter is full", async ({ server, connected }) => {
  const mego = await connected();
  Math.random = () => 0;
  await server.peer().close(1006);
  assert.equal(mego.state.get().retryAt! - Date.now(), 0);
});

scene("after 10 good seconds, the next attempt is the first again", async ({ clock, server, connected }) => {
  const mego = await connected();
  for (const [lived, attempt] of [[0, 1], [9_999, 2], [10_000, 1]] as const) {
    await clock.advance(lived);
    await server.peer().close(1006);
    assert.equal(mego.state.get().attempt, attempt);
    await clock.advance(mego.state.get().retryAt! - Date.now());
    await server.peer().welcome();
    assert.equal(mego.state.get().status, "connected");
  }
});

scene("the range of the close code decides whether there is a next attempt", async ({ server, connected, clock }) => {
  const comesBack = [1001, 1005, 1006, 1011, 1012, 1013, 3000, 4000, 4001, 4002, 4003, 4004, 4006, 4007, 4399, 4800, 4899];
  const stops = [1000, 1002, 1003, 1007, 1009, 4400, 4401, 4403, 4406, 4408, 4413, 4799, 4900, 4999];
  for (const code of [...comesBack, ...stops]) {
    const mego = await connected();
    await server.peer().close(code, "because");
    const { status, ended } = mego.state.get();
    assert.equal(status, stops.includes(code) ? "closed" : "reconnecting", String(code));
    assert.deepEqual(ended, { code, reason: "because" });
    const sockets = server.peers.length;
    await clock.advance(300);
    assert.equal(server.peers.length, sockets + (stops.includes(code) ? 0 : 1), String(code));
    mego.close();
  }
});

scene("a refused Hello is the end, and its error is kept", async ({ server, client }) => {
  const mego = await client({ token: "stale" });
  const call = clientFailure(mego.ping());
  await server.peer().accept();
  await server.peer().send([19, 0, 56, "who are you", null, { f: true }]);
  await server.peer().close(4401, "not authenticated");
  const { status, ended, cause } = mego.state.get();
  assert.deepEqual([status, ended?.code], ["closed", 4401]);
  assert.deepEqual([(cause as { status: string }).status, (cause as Error).message], ["NotAuthorized", "who are you"]);
  assert.deepEqual([(await call).status, (await call).maybeExecuted], ["Disconnected", false]);
});

scene("calls in flight fail, but for those that may be made twice; calls that wait go on waiting", async ({ clock, server, connected }) => {
  const mego = await connected({}, { l: { c: 2 } });
  const sum = clientFailure(mego.sum({ a: 1, b: 2 }));
  const list = mego.users.list({ page: 4 });
  const waiting = mego.sum({ a: 3, b: 4 });
  await settled();
  assert.equal(server.peer().frames().length, 2);
  await server.peer().close(1006);
  const error = await sum;
  assert.deepEqual([error.status, error.maybeExecuted], ["Disconnected", true]);
  assert.match(error.message, /the connection was lost \(1006\)/);
  const later = mego.ping();
  await clock.advance(125);
  await server.peer().welcome();
  assert.deepEqual(server.peer().frames(), [
    [16, 1, "users.list", { page: 4 }],
    [16, 3, "sum", { a: 3, b: 4 }],
    [16, 5, "ping", null],
  ]);
  await server.peer().send([18, 5, null], [18, 3, 7], [18, 1, { items: [], total: 0 }]);
  assert.deepEqual(await Promise.all([list, waiting, later]), [{ items: [], total: 0n }, 7, undefined]);
});

scene("a call that was sent again and is then lost for good may have been executed", async ({ server, connected }) => {
  const mego = await connected();
  const list = clientFailure(mego.users.list());
  await settled();
  await server.peer().close(1006);
  mego.close();
  assert.equal((await list).maybeExecuted, true);
});

scene("cancelled and timed-out calls are not sent again", async ({ clock, server, connected }) => {
  const mego = await connected();
  const calls = [mego.users.list({}, { timeout: 100 }), mego.users.list()];
  const errors = calls.map(clientFailure);
  await settled();
  calls[1]!.cancel();
  await server.peer().close(1006);
  await clock.advance(125);
  await server.peer().welcome();
  assert.deepEqual(server.peer().frames(), []);
  assert.deepEqual((await Promise.all(errors)).map(({ status }) => status), ["Timeout", "Cancelled"]);
});

scene("with whenOffline fail, calls do not wait for a connection", async ({ clock, server, connected }) => {
  const mego = await connected({ whenOffline: "fail" });
  const inFlight = clientFailure(mego.users.list());
  await settled();
  await server.peer().close(1006);
  assert.equal((await inFlight).maybeExecuted, true);
  const now = await clientFailure(mego.sum({ a: 1, b: 2 }));
  assert.deepEqual([now.status, now.maybeExecuted], ["Disconnected", false]);
  const queued = mego.sum({ a: 1, b: 2 }, { whenOffline: "queue" });
  await clock.advance(125);
  await server.peer().welcome();
  await server.peer().send([18, 1, 3]);
  assert.equal(await queued, 3);
});

scene("what waits is bounded in bytes", async ({ client }) => {
  const mego = await client();
  const password = "x".repeat(1 << 20);
  const calls = Array.from({ length: 9 }, () => mego.createUser({ username: "a", password }).result());
  mego.close();
  const errors = (await Promise.all(calls)).map((result) => (result.ok ? "" : result.error.message));
  assert.equal(errors.filter((message) => message === "too many calls are waiting").length, 2);
});

scene("a server that goes away gets no new calls, answers the old ones, and is left", async ({ clock, server, connected }) => {
  const mego = await connected();
  const first = server.peer();
  const before = mego.sum({ a: 1, b: 2 });
  await settled();
  await first.send([5, 1012, "restart", { w: 10_000 }]);
  const after = mego.sum({ a: 3, b: 4 });
  await clock.advance(4999);
  assert.equal(first.frames().length, 1);
  await clock.advance(1);
  assert.ok(!first.closed, "a call is still in flight");
  await first.send([18, 1, 3]);
  assert.equal(await before, 3);
  assert.deepEqual(first.closed, { code: 1000, reason: "the client changes over" });
  await clock.advance(0);
  await server.peer().welcome();
  assert.deepEqual(server.peer().frames(), [[16, 1, "sum", { a: 3, b: 4 }]]);
  await server.peer().send([18, 1, 7]);
  assert.equal(await after, 7);
});

scene("an expired token is renewed at once, and a second time in a row with back-off", async ({ clock, server, connected }) => {
  let asked = 0;
  const mego = await connected({ token: () => `token-${++asked}` });
  const list = mego.users.list();
  await settled();
  await server.peer().close(4006, "token expired");
  assert.deepEqual([mego.state.get().status, mego.state.get().retryAt], ["reconnecting", Date.now()]);
  await clock.advance(0);
  assert.equal(server.peers.length, 2);
  await server.peer().welcome();
  assert.deepEqual(server.peers.map((peer) => (peer.hello() as { t: string }).t), ["token-1", "token-2"]);
  await server.peer().send([18, 1, { items: [], total: 0 }]);
  await list;

  await server.peer().close(4006, "token expired");
  assert.equal(mego.state.get().retryAt! - Date.now(), 250);
  await clock.advance(250);
  await server.peer().welcome();
  await clock.advance(10_000);
  await server.peer().close(4006, "token expired");
  assert.equal(mego.state.get().retryAt! - Date.now(), 0, "the last one lasted");
  await clock.advance(0);
});
