// A WebSocket that can keep to itself what comes in, so that no answer is ever faster than what a test does meanwhile.
import { WebSocket } from "ws";

export interface Held {
  readonly WebSocket: typeof WebSocket;
  /** From now on the client hears nothing of what the server sends. */
  readonly hold: () => void;
  /** The client hears all that was held, and everything from now on. */
  readonly release: () => void;
}

export function heldSocket(): Held {
  let held: (() => void)[] | undefined;
  class HeldSocket extends WebSocket {
    override emit(event: string | symbol, ...given: unknown[]): boolean {
      const pass = (): boolean => super.emit(event, ...given);
      if (!held || event !== "message") return pass();
      held.push(pass);
      return true;
    }
  }
  return {
    WebSocket: HeldSocket,
    hold() {
      held ??= [];
    },
    release() {
      const all = held ?? [];
      held = undefined;
      for (const pass of all) pass();
    },
  };
}

/** Waits until everything that was sent just now has left the client: it goes out before the next turn of the event loop. */
export function sent(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
