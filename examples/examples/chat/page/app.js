// @ts-check
// The page of the chat example. The client is what mego-codegen wrote, imported as it is.
import { createClient, isMegoError } from "./client/index.js";
import { describe, find, onSubmit, show } from "./dom.js";
import { createRoom } from "./room.js";
import { createRooms } from "./rooms.js";
import { createTimer } from "./timer.js";

/** @typedef {import("./client/index.js").Client} Client */

// Of the tab, not of the browser: two tabs may be two people, and a tab that is reloaded is still the same one.
const storage = sessionStorage;

const words = {
  connecting: "Connecting…",
  connected: "Connected",
  reconnecting: "Reconnecting…",
  closed: "Not connected",
};

onSubmit("#enter", async (typed) => {
  show("#enter-failure", "");
  storage.setItem("key", typed("key"));
  connect(typed("name"));
});

/** Connects under a name, and again whenever the connection is lost. @param {string} name */
function connect(name) {
  const me = { name };
  const mego = createClient("/mego", {
    name: "chat-page/1.0",
    // Both are asked at each connect: after a rename, the next session begins with the new name.
    data: () => ({ name: me.name }),
    token: () => storage.getItem("key") || undefined,
  });

  /** What shows the chat, once the server has let us in. @type {{ renew(): void } | undefined} */
  let parts;
  /** The session that the page shows. @type {string | undefined} */
  let session;
  const onState = () => {
    const state = mego.state.get();
    showConnection(state.status, state.contractMismatch);
    if (state.status === "closed" && !parts) refuse(name, state.cause);
    if (state.status !== "connected" || state.session === session) return;
    session = state.session;
    if (parts) parts.renew();
    else parts = comeIn(mego, me);
  };
  mego.state.subscribe(onState);
  onState();
}

/** @param {keyof typeof words} status @param {boolean} isOutdated */
function showConnection(status, isOutdated) {
  const pill = find("#connection", HTMLElement);
  pill.hidden = false;
  pill.textContent = words[status];
  pill.dataset["status"] = status;
  find("#outdated", HTMLElement).hidden = !isOutdated;
}

/** The server does not let us in, and says why. @param {string} name @param {unknown} cause */
function refuse(name, cause) {
  storage.removeItem("name");
  const field = find("#enter-name", HTMLInputElement);
  field.value = name;
  field.focus();
  show("#enter-failure", isMegoError(cause) ? cause.message : "The connection has ended.");
}

/**
 * Shows the chat.
 *
 * @param {Client} mego
 * @param {{ name: string }} me
 */
function comeIn(mego, me) {
  storage.setItem("name", me.name);
  find("#entry", HTMLElement).hidden = true;
  find("#chat", HTMLElement).hidden = false;
  const room = createRoom(mego, me);
  const rooms = createRooms(mego);
  createTimer(mego);

  // Where one is stands in the address: a reload, a link and the way back lead there.
  const go = () => {
    const [, wanted = "lobby"] = /^#([a-z0-9-]+)$/.exec(location.hash) ?? [];
    rooms.mark(wanted);
    room.enter(wanted);
    show("#mention", "");
  };
  addEventListener("hashchange", go);
  go();
  void rooms.load();
  find("#say-text", HTMLInputElement).focus();

  find("#refused-open", HTMLButtonElement).addEventListener("click", async () => {
    if (await rooms.open(room.current())) room.retry();
  });

  // It comes without a subscription, whatever room one is in.
  mego.events.mention.on(({ author, text }, channel) => {
    const where = channel.slice("room:".length);
    if (where === room.current()) return;
    const link = Object.assign(document.createElement("a"), { href: `#${where}`, textContent: `#${where}` });
    const banner = find("#mention", HTMLElement);
    banner.replaceChildren(`${author} calls for you in `, link, `: ${text}`);
    banner.hidden = false;
  });

  const ownName = find("#rename-name", HTMLInputElement);
  ownName.value = me.name;
  onSubmit("#rename", async (typed) => {
    show("#rename-failure", "");
    const before = me.name;
    // Before the call: the event that tells of it may be faster than the answer.
    me.name = typed("name");
    const result = await mego.rename({ name: me.name }).result();
    if (result.ok) {
      storage.setItem("name", me.name);
    } else {
      me.name = before;
      show("#rename-failure", result.error.kind === "declared" ? result.error.message : describe(result.error));
    }
    room.showMembers();
  });

  find("#exit", HTMLButtonElement).addEventListener("click", () => {
    storage.clear();
    // A fresh page: nothing of what was said stays behind, and the connection closes with the old one.
    location.reload();
  });

  return {
    /** Members belong to a session: in a new one, one has to join again. Subscriptions are the client's own business. */
    renew() {
      void rooms.load();
      void room.join();
    },
  };
}

const known = storage.getItem("name");
if (known === null) find("#enter-name", HTMLInputElement).focus();
else connect(known);
