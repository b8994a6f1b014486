// @ts-check
// Who is writing: what others are told of us, and what we show of them.
import { find } from "./dom.js";

/** How long somebody counts as writing after they were last heard to, in milliseconds. */
const lasts = 4000;
/** How long to be silent after having told the others. */
const pause = 2000;

/**
 * @param {() => void} tell tells the others that we are writing
 */
export function createTyping(tell) {
  /** Those who are writing, and what ends that. @type {Map<string, ReturnType<typeof setTimeout>>} */
  const writers = new Map();
  let told = -pause;

  const line = find("#typing", HTMLElement);
  const showWriters = () => {
    const [first, second] = writers.keys();
    if (writers.size === 0) line.textContent = "";
    else if (writers.size === 1) line.textContent = `${first} is writing…`;
    else if (writers.size === 2) line.textContent = `${first} and ${second} are writing…`;
    else line.textContent = `${writers.size} people are writing…`;
  };

  /** @param {string} name */
  const stopped = (name) => {
    clearTimeout(writers.get(name));
    if (writers.delete(name)) showWriters();
  };

  return {
    /** Somebody was heard writing. @param {string} name */
    heard(name) {
      clearTimeout(writers.get(name));
      writers.set(name, setTimeout(() => stopped(name), lasts));
      showWriters();
    },
    /** Somebody has said it, or left. */
    stopped,
    /** Nobody is writing here any more: it is another room. */
    clear() {
      for (const timer of writers.values()) clearTimeout(timer);
      writers.clear();
      told = -pause;
      showWriters();
    },
    /** A key was pressed. */
    pressed() {
      const now = performance.now();
      if (now - told < pause) return;
      told = now;
      tell();
    },
    /** What we wrote is sent: the next key is news again. */
    sent() {
      told = -pause;
    },
  };
}
