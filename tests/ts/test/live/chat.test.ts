// The generated client against the chat example: events, streams, and who may what.
import assert from "node:assert/strict";
import { it } from "node:test";
import { isMegoError } from "#chat";
import type { Client, Mego, MemberChange, Message, Start } from "#chat";
import { chain } from "#chat/runtime/chain.js";
import { live, staffKey, startChat } from "../../support/chat.js";
import { stateOf } from "../../support/example.js";

live("the chat example", ({ server, client }) => {
  /** Joins a room that is opened for the test, and hears it. */
  const enter = async (mego: Client, room: string): Promise<string[]> => {
    const opened = await mego.openRoom({ room }).result();
    assert.ok(opened.ok || opened.error.status === "Exists");
    return [...(await mego.join({ room }))];
  };

  it("lets nobody in without a name that will do", async () => {
    const refused = async (start: Mego.ClientOptions<Start>): Promise<readonly [number | undefined, string, string]> => {
      const mego = client(start);
      const { ended, cause } = await stateOf(mego, ({ status }) => status === "closed");
      assert.ok(isMegoError(cause) && cause.kind === "fault");
      // What is called afterwards fails at once.
      const result = await mego.listRooms().result();
      assert.ok(!result.ok && result.error.kind === "client" && result.error.status === "Disconnected");
      return [ended?.code, cause.status, cause.message];
    };
    const rule = "A name has 1 to 24 characters, without spaces.";
    for (const name of ["", "two words", "\u0007", "x".repeat(25)]) {
      assert.deepEqual(await refused({ data: { name } }), [4403, "Invalid", rule]);
    }
    for (const data of [undefined, 7, {}, { name: 7 }]) {
      const [code, status] = await refused({ data: data as unknown as Start });
      assert.deepEqual([code, status], [4403, "Invalid"]);
    }
    assert.deepEqual(await refused({ data: { name: "ada" }, token: "a wrong key" }), [4401, "NotAuthorized", "That is not the key."]);
    await client("x".repeat(24)).listRooms();
    await client("<b>").listRooms();
  });

  it("tells all in a room what is said, in one order, and remembers it", async () => {
    const [ada, grace] = [client("ada"), client("grace")];
    assert.deepEqual(await enter(ada, "order"), ["ada"]);
    const heard = [ada, grace].map((mego) => mego.events.newMessage.stream("room:order"));
    await Promise.all(heard.map(({ ready }) => ready));
    assert.deepEqual(await enter(grace, "order"), ["ada", "grace"]);
    await Promise.all([ada, grace].flatMap((mego) => [1, 2, 3].map((n) => mego.say({ room: "order", text: ` ${n}! ` }))));
    const [first, second] = await Promise.all(heard.map((stream) => take(stream, 6)));
    assert.deepEqual(first, second);
    assert.deepEqual(first?.map(({ id }) => id), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(said(first, "ada"), ["1!", "2!", "3!"]);
    assert.deepEqual(said(first, "grace"), ["1!", "2!", "3!"]);
    assert.deepEqual(await grace.history({ room: "order" }), first);
    for (const { sentAt } of first ?? []) assert.ok(Math.abs(Date.parse(sentAt) - Date.now()) < 60_000, sentAt);
  });

  it("remembers the last fifty messages", async () => {
    // Of one session, only ten may come at once.
    for (let i = 0; i < 6; i++) {
      const mego = client(`writer-${i}`);
      await enter(mego, "long");
      for (let n = 0; n < 9; n++) await mego.say({ room: "long", text: `${i}.${n}` });
      mego.close();
    }
    const history = await client("reader").history({ room: "long" });
    assert.equal(history.length, 50);
    assert.deepEqual([history[0]?.id, history[0]?.text, history[49]?.id, history[49]?.text], [5, "0.4", 54, "5.8"]);
  });

  it("takes ten messages at once, and says when the next one will pass", async () => {
    const mego = client("hasty");
    await enter(mego, "haste");
    for (let i = 0; i < 10; i++) await mego.say({ room: "haste", text: String(i) });
    const result = await mego.say({ room: "haste", text: "one too many" }).result();
    assert.ok(!result.ok && result.error.kind === "fault" && result.error.status === "TooManyRequests");
    const { retryAfter } = result.error;
    assert.ok(retryAfter !== undefined && retryAfter > 0 && retryAfter <= 1000, String(retryAfter));
    assert.equal((await mego.history({ room: "haste" })).length, 10);
  });

  it("takes messages that say something and are not too long, of those who are there", async () => {
    const mego = client("ada");
    await enter(mego, "rules");
    const refused = async (room: string, text: string): Promise<readonly unknown[]> => {
      const result = await mego.say({ room, text }).result();
      assert.ok(!result.ok && result.error.kind === "declared");
      return [result.error.status, result.error.code, result.error.data];
    };
    assert.deepEqual(await refused("rules", " \n "), ["Invalid", 54, undefined]);
    assert.deepEqual(await refused("rules", "茶".repeat(501)), ["TooLong", 101, { limit: 500 }]);
    assert.deepEqual(await refused("tea", "from afar"), ["NotFound", 55, undefined]);
    await mego.say({ room: "rules", text: "茶".repeat(500) });
    await mego.leave({ room: "rules" });
    assert.deepEqual(await refused("rules", "from outside"), ["NotFound", 55, undefined]);
  });

  it("tells who comes, goes and is renamed; a name in two tabs is one person", async () => {
    const watcher = client("watcher");
    await enter(watcher, "door");
    const changes = watcher.events.memberChange.stream("room:door");
    await changes.ready;
    const next = async (): Promise<MemberChange | undefined> => (await take(changes, 1))[0];

    const [first, second] = [client("ada"), client("ada")];
    assert.deepEqual(await enter(first, "door"), ["ada", "watcher"]);
    assert.deepEqual(await next(), { change: "joined", name: "ada" });
    // The second tab, and joining once more, change nothing for others.
    assert.deepEqual(await enter(second, "door"), ["ada", "watcher"]);
    assert.deepEqual(await enter(second, "door"), ["ada", "watcher"]);
    await second.rename({ name: "countess" });
    assert.deepEqual(await next(), { change: "joined", name: "countess" });
    await second.rename({ name: "ada" });
    assert.deepEqual(await next(), { change: "left", name: "countess" });
    await second.leave({ room: "door" });
    await first.rename({ name: "lovelace" });
    assert.deepEqual(await next(), { change: "renamed", from: "ada", to: "lovelace" });
    const refused = await first.rename({ name: "a b" }).result();
    assert.ok(!refused.ok && refused.error.kind === "declared" && refused.error.status === "Invalid");
    // A connection that ends has left.
    first.close();
    assert.deepEqual(await next(), { change: "left", name: "lovelace" });
    assert.deepEqual(await watcher.join({ room: "door" }), ["watcher"]);
  });

  it("tells the others who is writing, and not the one who is", async () => {
    const [ada, grace] = [client("ada"), client("grace")];
    await Promise.all([enter(ada, "desk"), enter(grace, "desk")]);
    const [own, heard] = [ada, grace].map((mego) => mego.events.userTyping.stream("room:desk"));
    assert.ok(own && heard);
    await Promise.all([own.ready, heard.ready]);
    await ada.typing({ room: "desk" });
    assert.deepEqual(await take(heard, 1), [{ name: "ada" }]);
    // An event for ada herself would have come before this one.
    await grace.typing({ room: "desk" });
    assert.deepEqual(await take(own, 1), [{ name: "grace" }]);
    // So would one of somebody who is not in the room.
    await client("outside").typing({ room: "desk" });
    await grace.typing({ room: "desk" });
    assert.deepEqual(await take(own, 1), [{ name: "grace" }]);
  });

  it("calls people by their names, without a subscription, but not into a private room", async () => {
    const staff = client({ data: { name: "boss" }, token: staffKey });
    const grace = client("grace-h");
    await Promise.all([enter(staff, "calls"), staff.join({ room: "staff" }), grace.listRooms()]);
    const called = new Promise<readonly unknown[]>((resolve) => {
      grace.events.mention.on((mention, channel) => resolve([mention, channel]));
    });
    await staff.say({ room: "staff", text: "@grace-h does not hear this" });
    await staff.say({ room: "calls", text: "Tea, @grace-h?" });
    assert.deepEqual(await called, [{ author: "boss", text: "Tea, @grace-h?" }, "room:calls"]);
  });

  it("refuses a private room like one that is not there", async () => {
    const [mego, staff] = [client("ada"), client({ data: { name: "boss" }, token: staffKey })];
    const refused = async (room: string): Promise<readonly unknown[]> => {
      const error: unknown = await mego.events.newMessage.subscribe(`room:${room}`, () => {}).ready.catch((reason: unknown) => reason);
      assert.ok(isMegoError(error));
      const joined = await mego.join({ room }).result();
      assert.ok(!joined.ok && joined.error.kind === "declared");
      const history = await mego.history({ room }).result();
      assert.ok(!history.ok && history.error.kind === "declared");
      return [error.kind, error.status, error.method, error.message.replace(room, "…"), joined.error.status, joined.error.message, history.error.status];
    };
    const text = "There is no such room, or none that is open to you.";
    const expected = ["fault", "NotFound", "newMessage", "there is no channel `room:…` of the event `newMessage`", "NotFound", text, "NotFound"];
    assert.deepEqual(await refused("staff"), expected);
    assert.deepEqual(await refused("nowhere"), expected);
    assert.ok(!(await mego.listRooms()).some(({ name }) => name === "staff"));

    const heard = staff.events.newMessage.stream("room:staff");
    await heard.ready;
    assert.ok((await staff.join({ room: "staff" })).includes("boss"));
    await staff.say({ room: "staff", text: "among ourselves" });
    assert.deepEqual((await take(heard, 1)).map(({ text }) => text), ["among ourselves"]);
  });

  it("opens rooms, tells everybody, and closes those that nobody is in", async () => {
    const mego = client("opener");
    const lists = mego.events.roomList.stream("rooms");
    await lists.ready;
    /** Waits until the list says that so many are in a room: those of other tests come and go meanwhile. */
    const listed = async (room: string, members: number): Promise<void> => {
      for (;;) {
        const [list] = await take(lists, 1);
        if (list?.rooms.some((info) => info.name === room && info.members === members)) return;
      }
    };
    await mego.openRoom({ room: "fresh" });
    await listed("fresh", 0);
    await mego.join({ room: "fresh" });
    await listed("fresh", 1);

    const refused = async (room: string): Promise<string> => {
      const result = await mego.openRoom({ room }).result();
      assert.ok(!result.ok && result.error.kind === "declared");
      return result.error.status;
    };
    assert.equal(await refused("fresh"), "Exists");
    for (const room of ["", "Two Words", "ü", "x".repeat(33)]) assert.equal(await refused(room), "Invalid");

    // Rooms that nobody is in give way; when somebody is in each of them, there is no place for another.
    for (let i = 0; i < 40; i++) await mego.openRoom({ room: `empty-${i}` });
    const names = (await mego.listRooms()).map(({ name }) => name);
    assert.equal(names.length, 31, "and the private one");
    assert.ok(names.includes("fresh") && names.includes("lobby") && names.includes("empty-39") && !names.includes("empty-0"));
    const guest = client("guest");
    for (const room of names) await guest.join({ room });
    const full = await mego.openRoom({ room: "one-more" }).result();
    assert.ok(!full.ok && full.error.kind === "declared" && full.error.status === "Full");
    assert.deepEqual(full.error.data, { limit: 32 });
    guest.close();
    await listed("tea", 0);
  });

  it("counts down, and stops when it is told to", async () => {
    const mego = client("counter");
    const numbers: number[] = [];
    for await (const number of mego.countdown({ from: 1 })) numbers.push(number);
    assert.deepEqual(numbers, [1, 0]);

    const left = mego.countdown({ from: 200 });
    for await (const number of left) {
      assert.equal(number, 200);
      break;
    }
    const result = await left.result();
    assert.ok(!result.ok && result.error.kind === "client" && result.error.status === "Cancelled");

    const abort = new AbortController();
    const aborted = mego.countdown({ from: 200 }, { signal: abort.signal });
    assert.equal((await aborted.next()).value, 200);
    abort.abort();
    const error: unknown = await aborted.next().catch((reason: unknown) => reason);
    assert.ok(mego.countdown.isError(error) && error.status === "Cancelled");

    const wrong = await mego.countdown({ from: -1 }).result();
    assert.ok(!wrong.ok && wrong.error.kind === "fault" && wrong.error.status === "Invalid");
    assert.deepEqual(wrong.error.data.params.map(({ name }) => name), ["from"]);
  });

  it("can be spoken to in chains", async () => {
    const mego = chain(client("chained"));
    const heard = new Promise<readonly unknown[]>((resolve) => mego.on("newMessage", ({ text }, channel) => resolve([text, channel])));
    await mego.subscribe("newMessage", "room:lobby");
    await mego.call("join").send({ room: "lobby" }).end();
    await mego.call("say").send({ room: "lobby", text: "as it used to be" }).end();
    assert.deepEqual(await heard, ["as it used to be", "room:lobby"]);
    mego.unsubscribe("newMessage", "room:lobby");
  });

  it("subscribes again after the server has died, and a stream says that it was cut", async () => {
    const [ada, grace] = [client("ada"), client("grace")];
    let gaps = 0;
    const heard = ada.events.newMessage.stream("room:lobby", { onGap: () => gaps++ });
    let ended: Mego.EventError | undefined;
    await enter(ada, "passing");
    const passing = new Promise<Mego.EventError>((resolve) => ada.events.newMessage.subscribe("room:passing", () => {}, { onEnd: resolve }));
    void passing.then((error) => (ended = error));
    await Promise.all([heard.ready, ada.join({ room: "lobby" }), grace.join({ room: "lobby" })]);
    const stream = ada.countdown({ from: 200 });
    assert.equal((await stream.next()).value, 200);
    await grace.say({ room: "lobby", text: "before" });
    assert.deepEqual((await take(heard, 1)).map(({ text }) => text), ["before"]);
    assert.deepEqual([gaps, ended], [0, undefined]);

    const { session } = ada.state.get();
    await server().kill();
    const cut: unknown = await stream.next().catch((reason: unknown) => reason);
    assert.ok(ada.countdown.isError(cut) && cut.status === "Disconnected");
    await Promise.all([ada, grace].map((mego) => stateOf(mego, ({ status }) => status === "reconnecting")));
    const again = await startChat(server().host);
    try {
      await Promise.all([ada, grace].map((mego) => stateOf(mego, ({ status }) => status === "connected")));
      assert.notEqual(ada.state.get().session, session);
      // Members belong to a session, subscriptions to the client.
      assert.deepEqual(await grace.join({ room: "lobby" }), ["grace"]);
      await ada.listRooms();
      await grace.say({ room: "lobby", text: "after" });
      assert.deepEqual((await take(heard, 1)).map(({ id, text }) => [id, text]), [[1, "after"]]);
      assert.equal(gaps, 1);
      // The room that was opened is gone with the server that knew it.
      const { kind, status } = await passing;
      assert.deepEqual([kind, status], ["fault", "NotFound"]);
    } finally {
      ada.close();
      grace.close();
      await again.kill();
    }
  });
});

live("the chat example, told to stop", ({ server, client }) => {
  it("lets its clients go, and ends well", async () => {
    const mego = client("ada");
    await mego.join({ room: "lobby" });
    const code = server().stop();
    const { ended } = await stateOf(mego, ({ status }) => status === "reconnecting");
    // Either side may be the first to go within the window.
    assert.ok(ended?.code === 1001 || ended?.code === 1012, String(ended?.code));
    mego.close();
    assert.equal(await code, 0);
  });
});

/** The next items of an iteration. */
async function take<Item>(from: { next(): Promise<IteratorResult<Item, undefined>> }, count: number): Promise<Item[]> {
  const items: Item[] = [];
  while (items.length < count) {
    const { value, done } = await from.next();
    assert.ok(!done, "the iteration has ended");
    items.push(value);
  }
  return items;
}

/** What somebody said. */
function said(messages: readonly Message[] | undefined, by: string): string[] {
  return (messages ?? []).filter(({ author }) => author === by).map(({ text }) => text);
}
