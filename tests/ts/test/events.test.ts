import assert from "node:assert/strict";
import type { Client, Mego } from "#sample";
import { settled } from "../support/clock.js";
import type { Peer } from "../support/server.js";
import { clientFailure, rejection, scene, uncaught } from "../support/setup.js";

/** Accepts the Subs among these frames, with the numbers from `first` on. */
async function accept(peer: Peer, frames: readonly (readonly unknown[])[], first = 1): Promise<void> {
  const subs = frames.filter(([kind]) => kind === 32);
  assert.ok(subs.length > 0, "nothing to accept");
  await peer.send(...subs.map(([, id], index) => [18, id, { u: first + index }] as const));
}

/** A subscription to room 1 that has been accepted as number 1, and the texts that came. */
async function subscribed(mego: Client, peer: Peer, options?: Mego.SubscribeOptions): Promise<{ readonly texts: string[]; readonly subscription: Mego.Subscription }> {
  const texts: string[] = [];
  const subscription = mego.events.newMessage.subscribe("room:1", ({ text }) => texts.push(text), options);
  await accept(peer, await peer.news());
  await subscription.ready;
  return { texts, subscription };
}

const message = (text: string): object => ({ id: 1, text });

scene("a subscription is a Sub, and its events come decoded as the contract says", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const got: unknown[] = [];
  const subscription = mego.events.newMessage.subscribe("room:1", (data) => got.push(data));
  const counted = mego.events.users.counted.subscribe("all", (data) => got.push(data));
  const restart = mego.events.restart.subscribe("all", (data) => got.push(data));
  assert.deepEqual(await peer.news(), [
    [32, 1, "newMessage", "room:1"],
    [32, 3, "users.counted", "all"],
    [32, 5, "restart", "all"],
  ]);
  // Out of order, and the first event in the very message of its Ok.
  await peer.send([18, 5, { u: 1 }], [18, 1, { u: 2 }], [34, 2, { id: 7, text: "hi" }], [18, 3, { u: 3 }]);
  await Promise.all([subscription.ready, counted.ready, restart.ready]);
  await peer.send([34, 3, 12], [34, 1, null], [34, 2, { id: 8, text: "more" }, 5, {}, "extra"]);
  assert.deepEqual(got, [{ id: 7n, text: "hi" }, 12, undefined, { id: 8n, text: "more" }]);
  assert.equal(mego.stats().ignoredFrames, 0);
});

scene("an answer to a call is not taken for that of a subscription", async ({ server, connected }) => {
  const mego = await connected();
  const got: unknown[] = [];
  const call = mego.sum({ a: 1, b: 2 });
  mego.events.newMessage.subscribe("room:1", (data) => got.push(data));
  await settled();
  await server.peer().send([18, 1, { u: 1 }], [18, 3, { u: 1 }], [34, 1, { id: 7, text: "hi" }]);
  assert.deepEqual(got, [{ id: 7n, text: "hi" }]);
  assert.deepEqual(await call, { u: 1 });
});

scene("handlers of one channel share a subscription, and the last to close ends it", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const { newMessage } = mego.events;
  const got: string[] = [];
  const handler = ({ text }: { readonly text: string }): void => void got.push(text);
  const first = newMessage.subscribe("room:1", handler);
  const again = newMessage.subscribe("room:1", handler);
  assert.deepEqual(await peer.news(), [[32, 1, "newMessage", "room:1"]]);
  await peer.send([18, 1, { u: 1 }]);
  const late = newMessage.subscribe("room:1", ({ text }) => got.push(`late ${text}`));
  await Promise.all([first.ready, again.ready, late.ready]);
  await peer.send([34, 1, message("a")]);
  assert.deepEqual(got.splice(0), ["a", "a", "late a"]);
  first.close();
  first.close();
  late[Symbol.dispose]();
  await peer.send([34, 1, message("b")]);
  assert.deepEqual(got.splice(0), ["b"]);
  assert.deepEqual(await peer.news(), []);
  again.close();
  assert.deepEqual(await peer.news(), [[33, 3, 1]]);
  // Before the answer, events may still be on their way.
  await peer.send([34, 1, message("c")], [18, 3, null]);
  assert.deepEqual(got, []);
  const anew = newMessage.subscribe("room:1", handler);
  assert.deepEqual(await peer.news(), [[32, 5, "newMessage", "room:1"]]);
  await peer.send([18, 5, { u: 2 }], [34, 1, message("old")], [34, 2, message("new")]);
  await anew.ready;
  assert.deepEqual(got, ["new"]);
});

scene("a subscription that is closed while it is on its way is left when it arrives", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const got: unknown[] = [];
  const ended: unknown[] = [];
  const subscription = mego.events.newMessage.subscribe("room:1", (data) => got.push(data), { onEnd: (error) => ended.push(error) });
  await settled();
  subscription.close();
  assert.equal((await rejection(subscription.ready)).status, "Cancelled");
  assert.deepEqual(await peer.news(), [[32, 1, "newMessage", "room:1"]]);
  await peer.send([18, 1, { u: 1 }], [34, 1, message("a")]);
  assert.deepEqual(await peer.news(), [[33, 3, 1]]);
  await peer.send([18, 3, null]);
  assert.deepEqual([got, ended], [[], []]);
});

scene("who subscribes again while a Sub is on its way takes it over", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const got: string[] = [];
  mego.events.newMessage.subscribe("room:1", ({ text }) => got.push(`gone ${text}`)).close();
  const subscription = mego.events.newMessage.subscribe("room:1", ({ text }) => got.push(text));
  const frames = await peer.news();
  assert.deepEqual(frames, [[32, 1, "newMessage", "room:1"]]);
  await accept(peer, frames);
  await subscription.ready;
  await peer.send([34, 1, message("a")]);
  assert.deepEqual(got, ["a"]);
  assert.deepEqual(await peer.news(), []);
});

scene("a refusal rejects ready and is told once, and the channel may be tried again", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const ended: string[] = [];
  const onEnd = (error: Mego.EventError): void => void ended.push(`${error.kind} ${error.status} ${error.code} ${error.method}: ${error.message}`);
  const refused = mego.events.newMessage.subscribe("room:1", () => {}, { onEnd });
  // Nobody looks at this one: its rejection must not count as unhandled.
  mego.events.newMessage.subscribe("room:1", () => {}, { onEnd });
  await settled();
  await peer.send([19, 1, 55, "there is no channel `room:1` of the event `newMessage`", null, { f: true }]);
  const error = await rejection(refused.ready);
  assert.deepEqual([error.kind, error.status, error.method], ["fault", "NotFound", "newMessage"]);
  const words = "fault NotFound 55 newMessage: there is no channel `room:1` of the event `newMessage`";
  assert.deepEqual(ended, [words, words]);
  refused.close();
  assert.equal((await peer.news()).length, 1, "a refused subscription is not left");
  await subscribed(mego, peer);
});

scene("a server that cannot take a subscription now refuses it like any other", async ({ server, connected }) => {
  const mego = await connected();
  const { ready } = mego.events.newMessage.subscribe("room:1", () => {});
  await settled();
  await server.peer().send([19, 1, 64, "not now", null, { f: true }]);
  assert.equal((await rejection(ready)).status, "Unavailable");
});

scene("over the server's limit, the error is the server's", async ({ server, connected }) => {
  const mego = await connected({}, { l: { s: 1 } });
  const peer = server.peer();
  const { texts } = await subscribed(mego, peer);
  const second = mego.events.newMessage.subscribe("room:2", () => {});
  assert.deepEqual(await peer.news(), [[32, 3, "newMessage", "room:2"]]);
  await peer.send([19, 3, 60, "a session may have 1 subscription", null, { f: true }]);
  assert.equal((await rejection(second.ready)).status, "ResourceExhausted");
  await peer.send([34, 1, message("a")]);
  assert.deepEqual(texts, ["a"]);
});

scene("an answer that is none ends the subscription", async ({ server, connected }) => {
  const mego = await connected();
  for (const [value, id] of [[null, 1], [{}, 3], [{ u: "1" }, 5], [7, 7]] as const) {
    const { ready } = mego.events.newMessage.subscribe("room:1", () => {});
    await settled();
    await server.peer().send([18, id, value]);
    assert.deepEqual(await rejection(ready).then(({ kind, status }) => [kind, status]), ["client", "Invalid"]);
  }
});

scene("a subscription that fails does not take away one that was made in its place", async ({ clock, server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const first = mego.events.newMessage.subscribe("room:1", () => {});
  mego.events.newMessage.on(() => {
    first.close();
    mego.events.newMessage.subscribe("room:1", () => {});
  });
  await settled();
  // The second comes while the failure of the first is on its way to who hears of it.
  await peer.send([18, 1, {}], [35, "newMessage", "room:9", message("now")]);
  await accept(peer, (await peer.news()).slice(1));
  await peer.close(1006);
  await clock.advance(125);
  await server.peer().welcome();
  assert.deepEqual(await server.peer().news(), [[32, 1, "newMessage", "room:1"]]);
});

scene("a channel that cannot be sent is refused here, without harm to the connection", async ({ server, connected }) => {
  const mego = await connected({}, { l: { m: 1000 } });
  const ended: string[] = [];
  for (const channel of ["\ud800", "x".repeat(1000)]) {
    const subscription = mego.events.newMessage.subscribe(`room:${channel}`, () => {}, { onEnd: ({ status }) => ended.push(status) });
    assert.deepEqual(ended.splice(0), [], "not before the subscription is there");
    assert.equal((await rejection(subscription.ready)).status, "Invalid");
    assert.deepEqual(ended.splice(0), ["Invalid"]);
    subscription.close();
  }
  const unheard = mego.events.newMessage.subscribe("room:\ud800", () => {}, { onEnd: ({ status }) => ended.push(status) });
  unheard.close();
  assert.equal((await rejection(unheard.ready)).status, "Cancelled");
  assert.deepEqual([ended, await server.peer().news()], [[], []]);
});

scene("after a reconnection every channel is subscribed to once, before any call, in one message", async ({ clock, server, connected }) => {
  const mego = await connected();
  const first = server.peer();
  const gaps: string[] = [];
  const { texts } = await subscribed(mego, first, { onGap: () => gaps.push("room:1") });
  const other = mego.events.newMessage.subscribe("room:2", () => {});
  const counts: number[] = [];
  mego.events.users.counted.subscribe("all", (count) => counts.push(count));
  other.close();
  await first.close(1006);
  await first.send([34, 1, message("from the old link")]);
  // Made and unmade while there is no connection.
  mego.events.newMessage.subscribe("room:3", () => {}).close();
  const late = mego.events.newMessage.subscribe("room:4", () => {}, { onGap: () => gaps.push("room:4") });
  const call = mego.sum({ a: 1, b: 2 });
  await clock.advance(125);
  const peer = server.peer();
  await peer.welcome();
  assert.equal(peer.messages.length, 2, "Hello, and one message");
  const frames = await peer.news();
  assert.deepEqual(frames, [
    [32, 1, "newMessage", "room:1"],
    [32, 3, "users.counted", "all"],
    [32, 5, "newMessage", "room:4"],
    [16, 7, "sum", { a: 1, b: 2 }],
  ]);
  assert.deepEqual(gaps, [], "nothing comes before the server has accepted");
  await accept(peer, frames, 11);
  await late.ready;
  assert.deepEqual(gaps, ["room:1"], "what was subscribed to before may have missed something");
  await peer.send([34, 11, message("a")], [34, 12, 5], [34, 1, message("another number")], [18, 7, 3]);
  assert.deepEqual([texts, counts, await call], [["a"], [5], 3]);
});

scene("not even a call that is made as soon as the state changes goes before the subscriptions", async ({ server, client }) => {
  const mego = await client();
  mego.events.newMessage.subscribe("room:1", () => {});
  mego.state.subscribe(() => {
    if (mego.state.get().status === "connected") void mego.ping().result();
  });
  await server.peer().welcome();
  assert.deepEqual(await server.peer().news(), [
    [32, 1, "newMessage", "room:1"],
    [16, 3, "ping", null],
  ]);
});

scene("a subscription that was on its way when the link broke is made on the next one", async ({ clock, server, connected }) => {
  const mego = await connected();
  const kept = mego.events.newMessage.subscribe("room:1", () => {}, { onGap: () => assert.fail("nothing was missed") });
  const closed = mego.events.newMessage.subscribe("room:2", () => {});
  await settled();
  closed.close();
  await server.peer().close(1006);
  await clock.advance(125);
  await server.peer().welcome();
  const frames = await server.peer().news();
  assert.deepEqual(frames, [[32, 1, "newMessage", "room:1"]]);
  await accept(server.peer(), frames);
  await kept.ready;
  // The id of the other Sub was one of the old link.
  await server.peer().send([18, 3, { u: 2 }]);
  assert.equal(mego.stats().ignoredFrames, 1);
});

scene("subscriptions that are made before there is a connection wait for it", async ({ server, client }) => {
  const mego = await client({ whenOffline: "fail" });
  const { ready } = mego.events.newMessage.subscribe("room:1", () => {});
  await server.peer().welcome();
  await accept(server.peer(), await server.peer().news());
  await ready;
});

scene("a refusal after a reconnection ends the subscription", async ({ clock, server, connected }) => {
  const mego = await connected();
  const ended: Mego.EventError[] = [];
  const { subscription, texts } = await subscribed(mego, server.peer(), { onEnd: (error) => ended.push(error) });
  await server.peer().close(1006);
  await clock.advance(125);
  const peer = server.peer();
  await peer.welcome();
  await peer.send([19, 1, 55, "no", null, { f: true }], [34, 1, message("a")]);
  assert.deepEqual([ended.map(({ status }) => status), texts], [["NotFound"], []]);
  await subscription.ready;
  await peer.close(1006);
  await clock.advance(500);
  await server.peer().welcome();
  assert.deepEqual(await server.peer().news(), []);
});

scene("a gap is told, and a subscription that the server removes is over", async ({ clock, server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const told: string[] = [];
  const { subscription, texts } = await subscribed(mego, peer, {
    onGap: () => told.push("gap"),
    onEnd: ({ kind, status, code }) => told.push(`${kind} ${status} ${code}`),
  });
  await peer.send([36, 1, 0], [36, 1, 1], [34, 1, message("after the gap")], [36, 1, 2], [36, 1, 4, 56, {}]);
  assert.deepEqual([told.splice(0), texts.splice(0)], [["gap", "gap"], ["after the gap"]]);
  await peer.send([36, 1, 3, 57], [34, 1, message("a")], [36, 1, 1]);
  assert.deepEqual([told.splice(0), texts], [["fault NoPermission 57"], []]);
  subscription.close();
  assert.deepEqual(await peer.news(), [], "the server knows");
  assert.equal(mego.stats().ignoredFrames, 2);

  const again = mego.events.newMessage.subscribe("room:1", () => {}, { onEnd: ({ status }) => told.push(status) });
  await accept(peer, await peer.news(), 2);
  await again.ready;
  await peer.send([36, 2, 3]);
  assert.deepEqual(told, ["Cancelled"]);
  await peer.close(1006);
  await clock.advance(125);
  await server.peer().welcome();
  assert.deepEqual(await server.peer().news(), [], "what was removed is not asked for again");
});

scene("a handler that throws disturbs nobody, and its error is not lost", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const fault = new Error("mine");
  const broken = (): never => {
    throw fault;
  };
  const { newMessage } = mego.events;
  newMessage.subscribe("room:1", broken, { onGap: broken, onEnd: broken });
  newMessage.on(broken);
  const told: string[] = [];
  const { texts } = await subscribed(mego, peer, { onGap: () => told.push("gap"), onEnd: () => told.push("end") });
  newMessage.on(({ text }) => told.push(text));
  const errors = await uncaught(() => peer.send([34, 1, message("a")], [36, 1, 1], [36, 1, 3]));
  assert.deepEqual([texts, told, errors], [["a"], ["a", "gap", "end"], [fault, fault, fault, fault]]);
  assert.equal(mego.state.get().status, "connected");
});

scene("handlers may come and go while an event is told", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const got: string[] = [];
  const { newMessage } = mego.events;
  newMessage.subscribe("room:1", ({ text }) => {
    got.push(`first ${text}`);
    second.close();
    if (text === "a") newMessage.subscribe("room:1", (data) => got.push(`third ${data.text}`));
  });
  const second = newMessage.subscribe("room:1", ({ text }) => got.push(`second ${text}`));
  newMessage.on(({ text }) => {
    got.push(`any ${text}`);
    other.close();
  });
  const other = newMessage.on(({ text }) => got.push(`other ${text}`));
  await accept(peer, await peer.news());
  await peer.send([34, 1, message("a")], [34, 1, message("b")]);
  assert.deepEqual(got, ["first a", "any a", "first b", "third b", "any b"]);
});

scene("on hears every event of its kind, with its channel, and those for this session alone", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const heard: unknown[] = [];
  const handler = (data: unknown, channel: string): void => void heard.push([channel, data]);
  const listener = mego.events.newMessage.on(handler);
  mego.events.restart.on(handler);
  assert.deepEqual(await peer.news(), [], "nothing is subscribed to");
  const { texts } = await subscribed(mego, peer);
  await peer.send([34, 1, { id: 1, text: "a" }], [35, "newMessage", "room:9", { id: 2, text: "b" }, null, {}], [35, "restart", "all", null]);
  assert.deepEqual(heard.splice(0), [
    ["room:1", { id: 1n, text: "a" }],
    ["room:9", { id: 2n, text: "b" }],
    ["all", undefined],
  ]);
  assert.deepEqual(texts, ["a"]);
  listener.close();
  listener[Symbol.dispose]();
  await peer.send([34, 1, message("c")], [35, "newMessage", "room:9", message("d")]);
  assert.deepEqual([heard, texts], [[], ["a", "c"]]);
});

scene("unknown events and numbers are ignored and counted, and the connection lives", async ({ server, connected }) => {
  const mego = await connected();
  const { texts } = await subscribed(mego, server.peer());
  mego.events.newMessage.on(() => assert.fail("it is no event of this kind"));
  await server.peer().send([34, 2, message("a")], [35, "newerEvent", "x", 1], [35, "toString", "x", 1], [36, 7, 1], [33, 1, 1], [18, 99, { u: 1 }]);
  assert.deepEqual([mego.stats().ignoredFrames, mego.state.get().status, texts], [6, "connected", []]);
});

scene("an event that is not as the contract says counts as missing", async ({ server, connected }) => {
  const mego = await connected();
  const gaps: string[] = [];
  const { texts } = await subscribed(mego, server.peer(), { onGap: () => gaps.push("gap") });
  await server.peer().send([34, 1, { id: "one", text: "a" }], [35, "newMessage", "room:2", { id: -1 }], [34, 1, message("b")]);
  assert.deepEqual([gaps, texts, mego.stats().ignoredFrames], [["gap"], ["b"], 2]);
});

scene("frames of events that are not built as they must be are malformed", async ({ server, connected, clock }) => {
  for (const frame of [[34, "1", {}], [34, 1], [34, 1, {}, "x"], [34, 1, {}, 1, []], [35, 1, "x", 1], [35, "newMessage", "x"], [36, 1], [36, 1, "gap"], [36, 1, 3, 1.5]] as const) {
    const mego = await connected();
    await server.peer().send(frame as unknown as readonly [number, ...unknown[]]);
    assert.equal(server.peer().closed?.code, 4400, JSON.stringify(frame));
    mego.close();
  }
  await clock.advance(0);
});

scene("a closed client ends its subscriptions and refuses new ones", async ({ server, connected }) => {
  const mego = await connected();
  const ended: string[] = [];
  const onEnd = (error: Mego.EventError): void => void ended.push(`${error.status} ${error.message}`);
  await subscribed(mego, server.peer(), { onEnd });
  const waiting = mego.events.newMessage.subscribe("room:2", () => {}, { onEnd });
  mego.close();
  assert.equal((await rejection(waiting.ready)).status, "Disconnected");
  const words = "Disconnected the connection was lost (1000: closed by the client)";
  assert.deepEqual(ended.splice(0), [words, words]);
  const late = mego.events.newMessage.subscribe("room:1", () => {}, { onEnd });
  assert.equal((await rejection(late.ready)).status, "Disconnected");
  assert.deepEqual(ended, ["Disconnected the connection is closed"]);
});

scene("what ended the connection for good is the cause of what subscriptions are told", async ({ server, client }) => {
  const mego = await client({ token: "stale" });
  const ended: Mego.EventError[] = [];
  mego.events.newMessage.subscribe("room:1", () => {}, { onEnd: (error) => ended.push(error) });
  await server.peer().accept();
  await server.peer().send([19, 0, 56, "who are you", null, { f: true }]);
  await server.peer().close(4401, "not authenticated");
  assert.deepEqual(ended.map(({ status, message }) => [status, message]), [["Disconnected", "the connection was refused (4401: who are you)"]]);
  assert.deepEqual([ended[0]?.cause, (ended[0]?.cause as Mego.Fault).status], [mego.state.get().cause, "NotAuthorized"]);
});

scene("a channel that is no text, or a handler that is no function, is a mistake that throws at once", async ({ server, connected }) => {
  const mego = await connected();
  const subscribe = mego.events.newMessage.subscribe as unknown as (...given: unknown[]) => void;
  for (const given of [[], [7, () => {}], ["room:1"], ["room:1", { onGap() {} }]]) assert.throws(() => subscribe(...given), TypeError);
  assert.deepEqual(await server.peer().news(), []);
});

scene("a server that goes away is left with subscriptions alone, and they are made on the new link", async ({ clock, server, connected }) => {
  const mego = await connected();
  const first = server.peer();
  const gaps: string[] = [];
  const { texts } = await subscribed(mego, first, { onGap: () => gaps.push("gap") });
  const ended: number[] = [];
  mego.state.subscribe(() => ended.push(...(mego.state.get().ended ? [mego.state.get().ended!.code] : [])));
  await first.send([5, 1012, "restart", { w: 10_000 }]);
  const late = mego.events.newMessage.subscribe("room:2", () => {});
  await first.send([34, 1, message("still here")]);
  await clock.advance(4999);
  assert.deepEqual([texts, await first.news(), first.closed], [["still here"], [], undefined]);
  await clock.advance(1);
  assert.deepEqual(first.closed, { code: 1000, reason: "the client changes over" });
  assert.equal(mego.state.get().attempt, 0, "nothing has failed");
  assert.deepEqual(ended, [1001], "it was the client that went");
  await clock.advance(0);
  await server.peer().welcome();
  const frames = await server.peer().news();
  assert.deepEqual(frames.map(([, , , channel]) => channel), ["room:1", "room:2"]);
  await accept(server.peer(), frames);
  await late.ready;
  await server.peer().send([34, 1, message("and here")]);
  assert.deepEqual([texts, gaps], [["still here", "and here"], ["gap"]]);
});

scene("a Sub that the going server does not take any more waits for the next one", async ({ clock, server, connected }) => {
  const mego = await connected();
  const first = server.peer();
  const subscription = mego.events.newMessage.subscribe("room:1", () => {});
  const closed = mego.events.newMessage.subscribe("room:2", () => {});
  await settled();
  closed.close();
  await first.send([5, 1012, "restart", { w: 1000 }], [19, 1, 64, "the server is going away", null, { f: true }], [19, 3, 64, "the server is going away", null, { f: true }]);
  await clock.advance(500);
  await clock.advance(0);
  await server.peer().welcome();
  const frames = await server.peer().news();
  assert.deepEqual(frames, [[32, 1, "newMessage", "room:1"]]);
  await accept(server.peer(), frames);
  await subscription.ready;
});

scene("10,000 channels that come and go leave nothing behind", async ({ clock, server, connected }) => {
  const mego = await connected({}, { l: { m: 1 << 20 } });
  const peer = server.peer();
  let number = 1;
  for (let round = 0; round < 10; round++) {
    const subscriptions = Array.from({ length: 1000 }, (_, i) => mego.events.newMessage.subscribe(`room:${round}-${i}`, () => {}));
    // A third is closed on its way, a third once accepted, a third is refused or removed.
    for (let i = 0; i < 1000; i += 3) subscriptions[i]!.close();
    const subs = await peer.news();
    assert.equal(subs.length, 1000);
    await peer.send(...subs.map(([, id], i) => (i % 6 === 2 ? ([19, id, 55, "no", null, { f: true }] as const) : ([18, id, { u: number + i }] as const))));
    await peer.send(...subs.flatMap((_, i) => (i % 6 === 5 ? [[36, number + i, 3] as const] : [])));
    for (const subscription of subscriptions) subscription.close();
    const unsubs = await peer.news();
    assert.equal(unsubs.length, 667);
    await peer.send(...unsubs.map(([, id]) => [18, id, null] as const));
    number += 1000;
  }
  assert.deepEqual(await peer.news(), []);
  // What the client still remembers it would ask for again.
  await peer.close(1006);
  await clock.advance(125);
  await server.peer().welcome();
  assert.deepEqual(await server.peer().news(), []);
  assert.equal(mego.stats().ignoredFrames, 0);
});

scene("calls and events have nothing to do with one another", async ({ server, connected }) => {
  const mego = await connected({}, { l: { c: 1 } });
  const peer = server.peer();
  const call = clientFailure(mego.sum({ a: 1, b: 2 }));
  const { texts } = await subscribed(mego, peer);
  await peer.send([34, 1, message("a")]);
  assert.deepEqual(texts, ["a"]);
  mego.close();
  assert.equal((await call).maybeExecuted, true);
});
