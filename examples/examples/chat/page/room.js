// @ts-check
// The room that one is in: who is there, what they say, and saying something.
import { describe, find, hueOf, make, onSubmit, show } from "./dom.js";
import { createTyping } from "./typing.js";

/** @typedef {import("./client/index.js").Message} Message */
/** @typedef {import("./client/index.js").MemberChange} MemberChange */

/**
 * @param {import("./client/index.js").Client} mego
 * @param {{ name: string }} me
 */
export function createRoom(mego, me) {
  const log = find("#log", HTMLOListElement);
  const members = find("#members", HTMLUListElement);
  const text = find("#say-text", HTMLInputElement);
  const send = find("#say button", HTMLButtonElement);

  let room = "";
  /** @type {import("./client/index.js").Mego.Subscription[]} */
  let subscriptions = [];
  /** @type {Set<string>} */
  let names = new Set();
  /** The number of the last message that is shown. */
  let last = 0;
  let visit = new AbortController();

  const typing = createTyping(() => void mego.typing({ room }, { whenOffline: "fail" }).result());

  // Coming and going

  /** @param {string} name */
  const enter = (name) => {
    if (name === room) return;
    leave();
    room = name;
    find("#room-title", HTMLElement).textContent = `#${room}`;
    document.title = `#${room} · Chat · Mego example`;
    const channel = /** @type {const} */ (`room:${room}`);
    // Before joining, so that nothing is missed in between. After a lost connection, the client subscribes again by itself.
    const { newMessage, memberChange, userTyping } = mego.events;
    subscriptions = [
      newMessage.subscribe(channel, hear, { onEnd: refuse }),
      memberChange.subscribe(channel, change),
      userTyping.subscribe(channel, ({ name }) => typing.heard(name)),
    ];
    if (mego.state.get().status === "connected") void join();
  };

  const leave = () => {
    visit.abort();
    for (const subscription of subscriptions) subscription.close();
    if (room !== "") void mego.leave({ room }, { whenOffline: "fail" }).result();
    subscriptions = [];
    room = "";
    names = new Set();
    last = 0;
    typing.clear();
    showMembers();
    showRefusal("");
    show("#say-failure", "");
    log.replaceChildren();
  };

  /** Joins, as in every new session, and shows what was said before. */
  const join = async () => {
    visit.abort();
    visit = new AbortController();
    const { signal } = visit;
    const [joined, history] = await Promise.all([mego.join({ room }, { signal }).result(), mego.history({ room }, { signal }).result()]);
    if (signal.aborted) return;
    if (!joined.ok) {
      if (joined.error.kind !== "declared") return show("#say-failure", describe(joined.error));
      if (joined.error.status === "Full") return showRefusal(`There are ${joined.error.data.limit} in #${room} already.`);
      return refuse();
    }
    names = new Set(joined.value);
    showMembers();
    showRefusal("");
    if (!history.ok) return;
    last = 0;
    log.replaceChildren();
    for (const message of history.value) hear(message);
  };

  /** The room is private, or not there: the server does not say which. */
  const refuse = () => showRefusal(`There is no room #${room}, or it is not open to you.`, true);

  // What happens in the room

  /** @param {Message} message */
  const hear = (message) => {
    // What the history holds may come as an event, too.
    if (message.id <= last) return;
    last = message.id;
    typing.stopped(message.author);
    add(showMessage(message, me.name));
  };

  /** @param {MemberChange} event */
  const change = (event) => {
    switch (event.change) {
      case "joined":
        names.add(event.name);
        if (event.name !== me.name) add(note(`${event.name} came in.`));
        break;
      case "left":
        names.delete(event.name);
        typing.stopped(event.name);
        add(note(`${event.name} left.`));
        break;
      case "renamed":
        names.delete(event.from);
        names.add(event.to);
        typing.stopped(event.from);
        add(note(`${event.from} is now ${event.to}.`));
        break;
    }
    showMembers();
  };

  // Saying something

  text.addEventListener("input", () => text.value.trim() !== "" && typing.pressed());
  onSubmit("#say", async (typed) => {
    if (typed("text") === "") return;
    show("#say-failure", "");
    const result = await mego.say({ room, text: typed("text") }).result();
    if (result.ok) {
      // What was typed since belongs to the next message.
      if (text.value.trim() === typed("text")) text.value = "";
      typing.sent();
      return;
    }
    const { error } = result;
    if (error.kind !== "declared") return show("#say-failure", describe(error));
    show("#say-failure", error.status === "TooLong" ? `At most ${error.data.limit} characters.` : error.message);
  });

  // How it is shown

  // What comes and goes around the log makes it smaller and larger: who was at its end stays there.
  let wasAtEnd = true;
  log.addEventListener("scroll", () => (wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40));
  new ResizeObserver(() => {
    if (wasAtEnd) log.scrollTop = log.scrollHeight;
  }).observe(log);

  /** Adds to the log, which stays at its end unless somebody reads further up. @param {HTMLLIElement} item */
  const add = (item) => {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    log.append(item);
    // As many as the server remembers, and the comings and goings between them.
    while (log.childElementCount > 200) log.firstElementChild?.remove();
    if (atEnd) log.scrollTop = log.scrollHeight;
  };

  const showMembers = () => {
    const sorted = [...names].sort((a, b) => a.localeCompare(b));
    members.replaceChildren(
      ...sorted.map((name) => {
        const item = document.createElement("li");
        item.textContent = name === me.name ? `${name} (you)` : name;
        item.style.setProperty("--hue", hueOf(name));
        return item;
      }),
    );
  };

  /** @param {string} why @param {boolean} [mayOpen] */
  const showRefusal = (why, mayOpen = false) => {
    const isRefused = why !== "";
    find("#refused-text", HTMLElement).textContent = why;
    find("#refused-open", HTMLButtonElement).hidden = !mayOpen;
    find("#refused", HTMLElement).hidden = !isRefused;
    log.hidden = isRefused;
    text.disabled = send.disabled = isRefused;
  };

  return {
    enter,
    leave,
    join,
    showMembers,
    current: () => room,
    /** Tries again, where one was refused. */
    retry() {
      const again = room;
      leave();
      enter(again);
    },
  };
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** @param {Message} message @param {string} me */
function showMessage(message, me) {
  const item = make("#message");
  const { author, text, sentAt } = message;
  item.classList.toggle("own", author === me);
  item.classList.toggle("called", author !== me && text.split(/\s+/).some((word) => word.replace(/[.,;:!?]+$/, "") === `@${me}`));
  find(".author", HTMLElement, item).textContent = author;
  find(".text", HTMLElement, item).textContent = text;
  const time = find("time", HTMLTimeElement, item);
  time.dateTime = sentAt;
  time.textContent = clock.format(new Date(sentAt));
  const [initial] = /[\p{L}\p{N}]/u.exec(author) ?? author;
  find(".avatar", HTMLElement, item).textContent = initial?.toUpperCase() ?? "";
  item.style.setProperty("--hue", hueOf(author));
  return item;
}

/** @param {string} text */
function note(text) {
  const item = document.createElement("li");
  item.className = "note";
  item.textContent = text;
  return item;
}
