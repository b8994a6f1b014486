// What must compile: the hooks, used as one would.
import type { Client, Mego, NewMessage } from "#sample";
import { useMegoEvent, useMegoState } from "#sample/react.js";
import type { EventState } from "#sample/react.js";

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <_Check extends true>(): void => {};

export function useRoom(mego: Client, room: string | null): string {
  const state = useMegoState(mego);
  same<Same<typeof state, Mego.ConnectionState>>();
  const subscription = useMegoEvent(
    mego.events.newMessage,
    room === null ? null : `room:${room}`,
    (message) => same<Same<typeof message, NewMessage>>(),
    { onGap: () => {}, onEnd: (error) => void error.status },
  );
  same<Same<typeof subscription, EventState>>();
  useMegoEvent(mego.events.newMessage, undefined, () => {});
  useMegoEvent(mego.events.users.counted, room, (count) => void count.toFixed());
  useMegoEvent(mego.events.restart, "all", () => {});
  return subscription.status === "ended" ? subscription.error.status : state.status;
}
