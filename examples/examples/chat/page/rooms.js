// @ts-check
// The list of rooms, and opening one.
import { describe, find, make, onSubmit, show } from "./dom.js";

/** @typedef {import("./client/index.js").RoomInfo} RoomInfo */

/** Is not in the server's list, so that there is something to be refused by. */
const privateRoom = "staff";

/** @param {import("./client/index.js").Client} mego */
export function createRooms(mego) {
  const list = find("#rooms", HTMLUListElement);
  let current = "";

  /** @param {readonly RoomInfo[]} rooms */
  const showRooms = (rooms) => {
    const secret = link(privateRoom, "");
    find(".count", HTMLElement, secret).classList.add("lock");
    list.replaceChildren(...rooms.map(({ name, members }) => link(name, String(members))), secret);
    mark();
  };

  const mark = () => {
    for (const anchor of list.querySelectorAll("a")) {
      if (anchor.hash !== `#${current}`) {
        anchor.removeAttribute("aria-current");
        continue;
      }
      anchor.setAttribute("aria-current", "page");
      anchor.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  };

  /** @param {string} room */
  const open = async (room) => {
    show("#open-failure", "");
    const result = await mego.openRoom({ room }).result();
    if (result.ok) {
      location.hash = room;
      return true;
    }
    const { error } = result;
    if (error.kind === "declared" && error.status === "Full") show("#open-failure", `There are ${error.data.limit} rooms already, and all are in use.`);
    else show("#open-failure", error.kind === "declared" ? error.message : describe(error));
    return false;
  };
  const form = onSubmit("#open", async (typed) => {
    if (await open(typed("room"))) form.reset();
  });

  mego.events.roomList.subscribe("rooms", ({ rooms }) => showRooms(rooms));
  return {
    open,
    /** Asks for the list: in a new session, and before anything about it has changed. */
    async load() {
      const result = await mego.listRooms().result();
      if (result.ok) showRooms(result.value);
    },
    /** Marks the room that one is in. @param {string} room */
    mark(room) {
      current = room;
      mark();
    },
  };
}

/** @param {string} room @param {string} count */
function link(room, count) {
  const item = make("#room-link");
  find("a", HTMLAnchorElement, item).href = `#${room}`;
  find(".room-name", HTMLElement, item).textContent = room;
  find(".count", HTMLElement, item).textContent = count;
  return item;
}
