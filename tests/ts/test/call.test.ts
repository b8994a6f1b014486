import assert from "node:assert/strict";
import { isMegoError } from "#sample";
import { settled } from "../support/clock.js";
import { clientFailure, failure, scene } from "../support/setup.js";

const user = { id: 2n ** 60n, username: "yami", nickname: null, role: "Admin", invitedBy: [] } as const;

scene("a call is a frame, and its answer the value", async ({ server, connected }) => {
  const mego = await connected();
  const call = mego.sum({ a: 1, b: 2 });
  await settled();
  assert.deepEqual(server.peer().frames(), [[16, 1, "sum", { a: 1, b: 2 }]]);
  await server.peer().send([18, 1, 3]);
  assert.equal(await call, 3);
  assert.deepEqual(await call.result(), { ok: true, value: 3 });
});

scene("calls of one moment go out in one message, with odd ids that grow", async ({ server, connected }) => {
  const mego = await connected();
  const calls = [mego.sum({ a: 1, b: 2 }), mego.ping(), mego.users.list({ page: 1 })];
  await settled();
  assert.equal(server.peer().messages.length, 2);
  assert.deepEqual(
    server.peer().frames().map((frame) => frame.slice(0, 3)),
    [
      [16, 1, "sum"],
      [16, 3, "ping"],
      [16, 5, "users.list"],
    ],
  );
  await server.peer().send([18, 5, { items: [], total: 0 }], [18, 1, 3], [18, 3, null]);
  assert.deepEqual(await Promise.all(calls), [3, undefined, { items: [], total: 0n }]);
});

scene("messages stay within the server's limit", async ({ server, connected }) => {
  const mego = await connected({}, { l: { m: 200 } });
  const calls = Array.from({ length: 12 }, (_, i) => mego.createUser({ username: `user-${i}`, password: "x".repeat(40) }));
  await settled();
  const sizes = server.peer().messages.slice(1).map((message) => message.length);
  assert.ok(sizes.length > 1 && sizes.every((size) => size <= 200), String(sizes));
  assert.equal(server.peer().frames().length, 12);
  const error = await clientFailure(mego.createUser({ username: "x", password: "x".repeat(200) }));
  assert.deepEqual([error.status, error.maybeExecuted], ["Invalid", false]);
  assert.match(error.message, /a request of \d+ bytes, of which the server takes 200/);
  assert.equal(server.peer().frames().length, 12);
  for (const call of calls) call.cancel();
  await Promise.all(calls.map((call) => call.result()));
});

scene("a rejection that nobody takes is reported, as that of any promise is", async ({ server, connected }) => {
  const mego = await connected();
  const reported = new Promise((resolve) => {
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.once("unhandledRejection", (error) => {
      for (const other of others) process.on("unhandledRejection", other);
      resolve(error);
    });
  });
  void mego.sum({ a: 1, b: 2 });
  await settled();
  await server.peer().send([19, 1, 51, "internal error", null, { f: true }]);
  assert.ok(mego.sum.isError(await reported));
});

scene("parameters are written when the call is made", async ({ server, client }) => {
  const mego = await client();
  const params = { a: 1, b: 2 };
  const call = mego.sum(params);
  params.a = 100;
  await server.peer().welcome();
  assert.deepEqual(server.peer().frames(), [[16, 1, "sum", { a: 1, b: 2 }]]);
  await server.peer().send([18, 1, 3]);
  assert.equal(await call, 3);
});

scene("plans make 64-bit integers bigints, at any depth", async ({ server, connected }) => {
  const mego = await connected();
  const call = mego.users.list({ page: 0, after: 2n ** 63n });
  await settled();
  assert.deepEqual(server.peer().frames(), [[16, 1, "users.list", { page: 0, after: 2n ** 63n }]]);
  await server.peer().send([18, 1, { items: [{ ...user, invitedBy: [{ ...user, id: 5 }] }], total: 1 }]);
  assert.deepEqual(await call, { items: [{ ...user, invitedBy: [{ ...user, id: 5n }] }], total: 1n });
});

scene("what takes nothing sends nil, what may be left out is left out", async ({ server, connected }) => {
  const mego = await connected();
  const calls = [mego.ping({ timeout: 9000 }), mego.users.list(), mego.users.list({ page: undefined }), mego.users.list(undefined, { timeout: 0 })];
  await settled();
  assert.deepEqual(
    server.peer().frames().map((frame) => frame.slice(3)),
    [[null, { t: 9000 }], [null], [{}], [null]],
  );
  for (const call of calls) call.cancel();
  await Promise.all(calls.map((call) => call.result()));
});

scene("a value that cannot be sent fails before anything is sent, with its path", async ({ server, connected }) => {
  const mego = await connected();
  const wrong = { username: "a", password: ["b", () => 1] } as unknown as { username: string; password: string };
  const error = await clientFailure(mego.createUser(wrong));
  assert.deepEqual([error.status, error.code, error.path, error.maybeExecuted], ["Invalid", 54, "password[1]", false]);
  assert.equal(error.message, "password[1]: cannot send a function");
  const range = await clientFailure(mego.users.list({ after: -1 }));
  assert.equal(range.message, "after: expected an unsigned 64-bit integer, found -1");
  assert.equal(server.peer().frames().length, 0);
});

scene("an answer that is not as its plan says fails that call alone", async ({ server, connected }) => {
  const mego = await connected();
  const list = clientFailure(mego.users.list());
  const sum = mego.sum({ a: 1, b: 1 });
  await settled();
  await server.peer().send([18, 1, { items: [{ ...user, id: "five" }], total: 1 }], [18, 3, 2]);
  const error = await list;
  assert.deepEqual([error.status, error.path, error.maybeExecuted], ["Invalid", "items[0].id", true]);
  assert.match(error.message, /items\[0\]\.id: expected an unsigned 64-bit integer/);
  assert.equal(await sum, 2);
});

scene("declared errors have their status and data", async ({ server, connected }) => {
  const mego = await connected();
  const errors = [1, 2].map(() => failure(mego.createUser({ username: "yami", password: "123456789012" })));
  await settled();
  await server.peer().send([19, 1, 53, "taken", { exists: ["username"] }], [19, 3, 101, "closed for today"]);
  const [taken, closed] = await Promise.all(errors);
  assert.ok(taken?.kind === "declared" && taken.status === "Exists");
  assert.deepEqual([taken.code, taken.message, taken.data.exists, taken.method], [53, "taken", ["username"], "createUser"]);
  assert.ok(closed?.kind === "declared" && closed.status === "Closed");
  assert.deepEqual([closed.code, closed.data], [101, undefined]);
});

scene("faults are told from declared errors, even with the same code", async ({ server, connected }) => {
  const mego = await connected();
  const calls = Array.from({ length: 6 }, () => failure(mego.createUser({ username: "yami", password: "123456789012" })));
  await settled();
  await server.peer().send(
    [19, 1, 53, "exists", null, { f: true }],
    [19, 3, 54, "bad", { params: [{ name: "password", path: "password", expected: "text" }, "junk"] }, { f: true }],
    [19, 5, 51, "internal error", null, { f: true, i: "01J9ZK" }],
    [19, 7, 59, "slow down", null, { f: true, r: 2000 }],
    [19, 9, 777, "of a newer server"],
    [19, 11, 54, "bad", "junk", { f: true }],
  );
  const errors = await Promise.all(calls);
  assert.deepEqual(
    errors.map((error) => [error.kind, error.status, error.code]),
    [
      ["fault", "Exists", 53],
      ["fault", "Invalid", 54],
      ["fault", "Error", 51],
      ["fault", "TooManyRequests", 59],
      ["fault", "Unknown", 777],
      ["fault", "Invalid", 54],
    ],
  );
  const [, invalid, internal, slow, , junk] = errors;
  assert.ok(invalid?.kind === "fault" && invalid.status === "Invalid");
  assert.deepEqual(invalid.data.params, [{ name: "password", path: "password", expected: "text" }]);
  assert.ok(internal?.kind === "fault" && internal.incident === "01J9ZK");
  assert.ok(slow?.kind === "fault" && slow.retryAfter === 2000);
  assert.ok(junk?.kind === "fault" && junk.status === "Invalid");
  assert.deepEqual(junk.data.params, []);
});

scene("the data of a declared error has a plan too, which faults with its code need not follow", async ({ server, connected }) => {
  const mego = await connected();
  const calls = [1, 2, 3].map((page) => failure(mego.users.list({ page })));
  await settled();
  await server.peer().send(
    [19, 1, 55, "no such page", { pages: 7 }],
    [19, 3, 55, "no such page", { pages: "seven" }],
    [19, 5, 55, "not found", { pages: "seven" }, { f: true }],
  );
  const [declared, unreadable, fault] = await Promise.all(calls);
  assert.ok(declared?.kind === "declared" && declared.status === "NotFound");
  assert.equal(declared.data.pages, 7n);
  assert.ok(unreadable?.kind === "client" && unreadable.status === "Invalid");
  assert.equal(unreadable.path, "pages");
  assert.ok(fault?.kind === "fault" && fault.status === "NotFound");
  assert.deepEqual(fault.data, { pages: "seven" });
});

scene("isError knows the errors of its own method", async ({ server, connected }) => {
  const mego = await connected();
  const rejected = assert.rejects(mego.createUser({ username: "yami", password: "123456789012" }), (error) => {
    assert.ok(error instanceof Error && error.name === "MegoError" && error.stack);
    assert.ok(mego.createUser.isError(error));
    assert.ok(isMegoError(error));
    assert.equal(mego.sum.isError(error), false);
    return true;
  });
  await settled();
  await server.peer().send([19, 1, 53, "taken", { exists: [] }]);
  await rejected;
  for (const other of [undefined, null, "x", new Error("x"), {}]) assert.equal(mego.createUser.isError(other), false);
  assert.equal(mego.users.list.method, "users.list");
});

scene("errors of another copy of the runtime are known by their mark", async () => {
  const foreign = Object.defineProperty(new Error("x"), Symbol.for("mego.error"), { value: true });
  assert.ok(isMegoError(foreign));
});

scene("with result() alone, no rejection is left unhandled", async ({ server, connected }) => {
  const mego = await connected();
  const call = mego.sum({ a: 1, b: 2 });
  const result = call.result();
  await settled();
  await server.peer().send([19, 1, 61, "busy", null, { f: true }]);
  const outcome = await result;
  assert.ok(!outcome.ok && outcome.error.status === "Busy");
});

scene("a cancelled call fails at once and the server is told", async ({ server, connected }) => {
  const mego = await connected();
  const call = mego.sum({ a: 1, b: 2 });
  await settled();
  call.cancel("not needed");
  call.cancel();
  const error = await clientFailure(call);
  assert.deepEqual([error.status, error.code, error.message, error.maybeExecuted], ["Cancelled", 63, "not needed", true]);
  await settled();
  assert.deepEqual(server.peer().frames().slice(1), [[20, 1]]);
  await server.peer().send([19, 1, 63, "cancelled", null, { f: true }]);
  assert.equal(mego.stats().ignoredFrames, 0, "that answer was expected");
  await server.peer().send([18, 1, 3], [18, 99, 3], [21, 1, 3], [99, "later"], [16, 2, "m", null]);
  assert.equal(mego.stats().ignoredFrames, 5);
  assert.equal(mego.state.get().status, "connected");
});

scene("a call that was cancelled before it was sent is not sent", async ({ server, client }) => {
  const mego = await client();
  const call = mego.sum({ a: 1, b: 2 });
  call.cancel();
  const error = await clientFailure(call);
  assert.deepEqual([error.status, error.maybeExecuted], ["Cancelled", false]);
  await server.peer().welcome();
  assert.deepEqual(server.peer().frames(), []);
});

scene("a signal ends a call, before it is made or after", async ({ server, connected }) => {
  const mego = await connected();
  const early = await clientFailure(mego.sum({ a: 1, b: 2 }, { signal: AbortSignal.abort("too late") }));
  assert.deepEqual([early.status, early.cause, early.maybeExecuted], ["Cancelled", "too late", false]);
  assert.deepEqual(server.peer().frames(), []);

  const controller = new AbortController();
  const call = mego.sum({ a: 1, b: 2 }, { signal: controller.signal });
  await settled();
  controller.abort(new Error("the user left"));
  const error = await clientFailure(call);
  assert.deepEqual([error.status, (error.cause as Error).message, error.maybeExecuted], ["Cancelled", "the user left", true]);
  await settled();
  assert.deepEqual(server.peer().frames().slice(1), [[20, 1]]);
});

scene("a signal that outlives its calls keeps no listeners", async ({ server, connected }) => {
  const mego = await connected();
  const { signal } = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(signal, args);
  };
  const call = mego.sum({ a: 1, b: 2 }, { signal });
  await settled();
  assert.equal(listeners, 1);
  await server.peer().send([18, 1, 3]);
  await call;
  assert.equal(listeners, 0);
});

scene("a timeout of the caller goes along as the deadline", async ({ clock, server, connected }) => {
  const mego = await connected();
  const call = mego.sum({ a: 1, b: 2 }, { timeout: 5000 });
  await settled();
  assert.deepEqual(server.peer().frames(), [[16, 1, "sum", { a: 1, b: 2 }, { t: 5000 }]]);
  const outcome = clientFailure(call);
  await clock.advance(5000);
  const error = await outcome;
  assert.deepEqual([error.status, error.code, error.maybeExecuted], ["Timeout", 62, true]);
  assert.deepEqual(server.peer().frames().slice(1), [[20, 1]]);
});

scene("a call that times out in the queue says whether there was a connection", async ({ clock, server, client }) => {
  const mego = await client();
  const message = async (timeout: number): Promise<string> => {
    const error = clientFailure(mego.ping({ timeout }));
    await clock.advance(timeout);
    assert.deepEqual([(await error).status, (await error).maybeExecuted], ["Timeout", false]);
    return (await error).message;
  };
  await server.peer().close(1006);
  assert.equal(await message(50), "no connection within 50 ms (1006)", "waiting for the next attempt");
  await clock.advance(75);
  assert.equal(server.peers.length, 2);
  assert.equal(await message(60), "no connection within 60 ms (1006)", "during the next attempt");
  await server.peer().close(4001, "the server is full");
  assert.equal(await message(70), "no connection within 70 ms (4001: the server is full)");
  await clock.advance(180);
  await server.peer().welcome({ l: { c: 1 } });
  const first = mego.ping({ timeout: 0 });
  assert.equal(await message(80), "no answer within 80 ms", "the server lets one call be in flight");
  await server.peer().send([18, 1, null]);
  await first;
});

scene("without one it is the method's, or the server's", async ({ clock, connected }) => {
  const mego = await connected({}, { l: { t: 7000 } });
  let listed = false;
  let summed = false;
  const calls = [mego.users.list().result().then(() => (listed = true)), mego.sum({ a: 1, b: 2 }).result().then(() => (summed = true))];
  await clock.advance(4999);
  assert.deepEqual([listed, summed], [false, false]);
  await clock.advance(1);
  assert.deepEqual([listed, summed], [true, false]);
  await clock.advance(2000);
  assert.deepEqual([listed, summed], [true, true]);
  await Promise.all(calls);
});

scene("a timeout of 0 is for ever, and one that is no number is an error", async ({ clock, server, connected }) => {
  const mego = await connected();
  const call = mego.sum({ a: 1, b: 2 }, { timeout: 0 });
  const keepAlive = setInterval(() => {}, 1 << 30);
  for (let i = 0; i < 100; i++) {
    await clock.advance(30_000);
    await server.peer().send([2]);
  }
  clearInterval(keepAlive);
  await server.peer().send([18, 1, 3]);
  assert.equal(await call, 3);
  for (const timeout of [-1, NaN]) {
    assert.match((await clientFailure(mego.ping({ timeout }))).message, /timeout of a call/);
  }
});

scene("time in the queue counts", async ({ clock, server, client }) => {
  const mego = await client();
  const call = mego.sum({ a: 1, b: 2 }, { timeout: 5000 });
  const short = clientFailure(mego.sum({ a: 3, b: 4 }, { timeout: 1000 }));
  await clock.advance(2000);
  assert.deepEqual([(await short).status, (await short).maybeExecuted], ["Timeout", false]);
  assert.equal((await short).message, "no connection within 1000 ms");
  await server.peer().welcome();
  assert.deepEqual(server.peer().frames(), [[16, 1, "sum", { a: 1, b: 2 }, { t: 3000 }]]);
  await server.peer().send([18, 1, 3]);
  assert.equal(await call, 3);
});

scene("a client may have a timeout of its own, and a call another", async ({ server, connected }) => {
  const mego = await connected({ timeout: 1000 });
  const calls = [mego.ping(), mego.ping({ timeout: 2000 }), mego.ping({ timeout: undefined })];
  await settled();
  assert.deepEqual(server.peer().frames().map((frame) => frame[4]), [{ t: 1000 }, { t: 2000 }, { t: 1000 }]);
  await server.peer().send([18, 1, null], [18, 3, null], [18, 5, null]);
  await Promise.all(calls);
});

scene("the client keeps to the server's limit of calls in flight", async ({ server, connected }) => {
  const mego = await connected({}, { l: { c: 2 } });
  const calls = [1, 2, 3, 4].map((a) => mego.sum({ a, b: 0 }));
  await settled();
  assert.equal(server.peer().frames().length, 2);
  await server.peer().send([18, 3, 2]);
  assert.equal(server.peer().frames().length, 3);
  const cancelled = clientFailure(calls[3]!);
  calls[3]!.cancel();
  await server.peer().send([18, 1, 1], [18, 5, 3]);
  assert.deepEqual(await Promise.all(calls.slice(0, 3)), [1, 2, 3]);
  assert.equal((await cancelled).maybeExecuted, false);
  assert.equal(server.peer().frames().length, 3);
});

scene("the client has its methods and nothing else", async ({ client }) => {
  const mego = await client();
  const members = ["authenticate", "clock", "close", "countdown", "createUser", "events", "ping", "state", "stats", "sum", "users"];
  assert.deepEqual(Object.keys(mego).sort(), members);
  assert.equal("then" in mego, false);
  assert.equal("toString" in mego.users, false);
  assert.equal(await mego, mego, "awaiting a client is harmless");
});
