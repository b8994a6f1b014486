// The hooks, in the hands of the real React.
import assert from "node:assert/strict";
import { acting, emptyPage } from "../support/dom.js";
import { StrictMode, createElement, useState } from "react";
import { renderToString } from "react-dom/server";
import { useMegoEvent, useMegoState } from "#sample/react.js";
import type { EventState } from "#sample/react.js";
import type { Client, Mego, NewMessage } from "#sample";
import type { Peer } from "../support/server.js";
import { scene } from "../support/setup.js";

interface RoomProps {
  readonly mego: Client;
  readonly channel: `room:${string}` | null | undefined;
  readonly onMessage?: (message: NewMessage) => void;
  readonly options?: Mego.SubscribeOptions;
  readonly onRender?: (state: EventState) => void;
}

function Room({ mego, channel, onMessage, options, onRender }: RoomProps): string {
  const [texts, setTexts] = useState<readonly string[]>([]);
  const state = useMegoEvent(
    mego.events.newMessage,
    channel,
    (message) => {
      setTexts((texts) => [...texts, message.text]);
      onMessage?.(message);
    },
    options,
  );
  onRender?.(state);
  return `${state.status}: ${texts.join()}`;
}

function State({ mego, onRender }: { readonly mego: Client; readonly onRender?: () => void }): string {
  const { status } = useMegoState(mego);
  onRender?.();
  return status;
}

const room = (props: RoomProps): React.ReactNode => createElement(Room, props);
const strict = (node: React.ReactNode): React.ReactNode => createElement(StrictMode, null, node);
const message = (text: string): object => ({ id: 1, text });

/** Accepts the only Sub among these frames. */
const accept = (peer: Peer, frames: readonly (readonly unknown[])[], number: number): Promise<void> => {
  const subs = frames.filter(([kind]) => kind === 32);
  assert.equal(subs.length, 1, "one subscription");
  return acting(() => peer.send([18, subs[0]![1], { u: number }]));
};

scene("a component shows how the connection is", async ({ clock, server, client }) => {
  const mego = await client();
  const page = emptyPage();
  let renders = 0;
  await page.render(createElement(State, { mego, onRender: () => void renders++ }));
  assert.equal(page.text(), "connecting");
  await acting(() => server.peer().welcome());
  assert.equal(page.text(), "connected");
  const before = renders;
  await acting(() => server.peer().send([2]));
  assert.equal(renders, before, "nothing has changed");

  await acting(() => server.peer().close(1012));
  assert.equal(page.text(), "reconnecting");
  await acting(() => clock.advance(30_000));
  await acting(() => server.peer().welcome());
  assert.equal(page.text(), "connected");
  await acting(async () => mego.close());
  assert.equal(page.text(), "closed");
  await page.unmount();
});

scene("another client is another state, and what is gone does not listen", async ({ connected, client }) => {
  const [one, two] = [await connected(), await client()];
  const page = emptyPage();
  await page.render(strict(createElement(State, { mego: one })));
  assert.equal(page.text(), "connected");
  await page.render(strict(createElement(State, { mego: two })));
  assert.equal(page.text(), "connecting");
  await page.unmount();
  await acting(async () => one.close());
  assert.equal(page.text(), "");
});

scene("a component gets the events of a channel while it is there", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const page = emptyPage();
  await page.render(room({ mego, channel: "room:1" }));
  assert.equal(page.text(), "pending: ");
  const frames = await peer.news();
  assert.deepEqual(frames, [[32, 1, "newMessage", "room:1"]]);
  await accept(peer, frames, 1);
  assert.equal(page.text(), "live: ");
  await acting(() => peer.send([34, 1, message("a")], [34, 1, message("b")]));
  assert.equal(page.text(), "live: a,b");
  await page.unmount();
  assert.deepEqual(await peer.news(), [[33, 3, 1]]);
});

scene("the handler and the options are those of the last rendering, and no reason to subscribe again", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const page = emptyPage();
  const heard: string[] = [];
  const props = (name: string): RoomProps => ({
    mego,
    channel: "room:1",
    onMessage: ({ text }) => heard.push(`${name} ${text}`),
    options: { onGap: () => heard.push(`${name} gap`), onEnd: ({ status }) => heard.push(`${name} ${status}`) },
  });
  await page.render(room(props("first")));
  await accept(peer, await peer.news(), 1);
  await acting(() => peer.send([34, 1, message("a")]));
  await page.render(room(props("second")));
  await page.render(room(props("third")));
  await acting(() => peer.send([34, 1, message("b")], [36, 1, 1], [36, 1, 3, 57]));
  assert.deepEqual(heard, ["first a", "third b", "third gap", "third NoPermission"]);
  assert.equal(page.text(), "ended: a,b");
  assert.deepEqual(await peer.news(), []);
  await page.unmount();
});

scene("in StrictMode there is one subscription, and each event comes once", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const page = emptyPage();
  await page.render(strict(room({ mego, channel: "room:1" })));
  const frames = await peer.news();
  await accept(peer, frames, 1);
  assert.equal(page.text(), "live: ");
  await acting(() => peer.send([34, 1, message("a")]));
  assert.equal(page.text(), "live: a");
  assert.deepEqual(await peer.news(), []);
  await page.unmount();
  assert.deepEqual((await peer.news()).map(([kind]) => kind), [33]);
});

scene("without a channel there is no subscription, and with another one there is another", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const page = emptyPage();
  const states: string[] = [];
  const show = (channel: RoomProps["channel"]): Promise<void> => page.render(room({ mego, channel, onRender: ({ status }) => void states.push(`${channel ?? ""} ${status}`) }));
  await show(null);
  await show(undefined);
  assert.equal(page.text(), "idle: ");
  assert.deepEqual(await peer.news(), []);
  await show("room:1");
  await accept(peer, await peer.news(), 1);
  await show("room:2");
  const frames = await peer.news();
  assert.deepEqual(frames, [[33, 3, 1], [32, 5, "newMessage", "room:2"]]);
  assert.equal(page.text(), "pending: ");
  // Back, before the other was ever live: what was known of the first does not hold any more.
  await show("room:1");
  await acting(() => peer.send([18, 5, { u: 2 }]));
  assert.equal(page.text(), "pending: ");
  const again = (await peer.news()).filter(([kind]) => kind === 32);
  await accept(peer, again, 3);
  assert.equal(page.text(), "live: ");
  await acting(() => peer.send([34, 3, message("a")]));
  assert.equal(page.text(), "live: a");
  await show(null);
  assert.equal(page.text(), "idle: a");
  assert.ok(!states.includes("room:2 live"), "never said of a channel what holds for another");
  await page.unmount();
});

scene("a refused subscription says why, and another channel is another try", async ({ server, connected }) => {
  const mego = await connected();
  const peer = server.peer();
  const page = emptyPage();
  let last: EventState | undefined;
  const show = (channel: RoomProps["channel"]): Promise<void> => page.render(room({ mego, channel, onRender: (state) => void (last = state) }));
  await show("room:secret");
  await peer.news();
  await acting(() => peer.send([19, 1, 57, "not you", null, { f: true }]));
  assert.equal(page.text(), "ended: ");
  assert.ok(last?.status === "ended" && last.error.status === "NoPermission");
  await show("room:1");
  assert.equal(page.text(), "pending: ");
  await accept(peer, await peer.news(), 1);
  assert.equal(page.text(), "live: ");
  await page.unmount();
});

scene("a server that goes away is subscribed to again, and one that is gone for good ends it", async ({ clock, server, connected }) => {
  const mego = await connected();
  const page = emptyPage();
  const gaps: string[] = [];
  await page.render(strict(room({ mego, channel: "room:1", options: { onGap: () => gaps.push("gap") } })));
  const first = server.peer();
  await accept(first, await first.news(), 1);
  await acting(() => first.close(1012));
  assert.equal(page.text(), "live: ");
  await acting(() => clock.advance(30_000));
  const second = server.peer();
  assert.notEqual(second, first);
  await acting(() => second.welcome());
  await accept(second, await second.news(), 1);
  await acting(() => second.send([34, 1, message("back")]));
  assert.equal(page.text(), "live: back");
  assert.deepEqual(gaps, ["gap"]);
  await acting(() => second.close(4403, "kicked"));
  assert.equal(page.text(), "ended: back");
  await page.unmount();
});

scene("on a server that renders there is the state now, and no subscription", async ({ server, connected }) => {
  const mego = await connected();
  assert.equal(renderToString(createElement(State, { mego })), "connected");
  assert.equal(renderToString(room({ mego, channel: "room:1" })), "pending: ");
  assert.deepEqual(await server.peer().news(), []);
});
