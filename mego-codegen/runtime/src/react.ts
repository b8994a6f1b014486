import { useEffect, useInsertionEffect, useRef, useState, useSyncExternalStore } from "react";
import type { EventError } from "./errors.js";
import type { EventSource, SubscribeOptions } from "./events.js";
import type { ConnectionState } from "./state.js";
import type { Store } from "./store.js";

/** How the connection of a client is. The component renders again when that changes. */
export function useMegoState(client: { readonly state: Store<ConnectionState> }): ConnectionState {
  const { subscribe, get } = client.state;
  return useSyncExternalStore(subscribe, get, get);
}

/**
 * How a subscription is.
 *
 * - `idle`: there is none, for there is no channel
 * - `pending`: the server has not accepted it yet, or there is no connection yet
 * - `live`: the server has accepted it. It stays so while a lost connection is sought again, which {@link useMegoState} tells
 * - `ended`: the server has refused or removed it, or the connection is closed for good
 */
export type EventState =
  | { readonly status: "idle" }
  | { readonly status: "pending" }
  | { readonly status: "live" }
  | { readonly status: "ended"; readonly error: EventError };

const idle: EventState = { status: "idle" };
const pending: EventState = { status: "pending" };
const live: EventState = { status: "live" };

/**
 * Calls the handler for each event on a channel, as long as the component is there.
 *
 * A subscription follows the source and the channel only: handler and options may be new ones at each rendering, and it is
 * always those of the last one that are called. Without a channel there is no subscription.
 */
export function useMegoEvent<Data, Channel extends string, Own extends Channel>(
  source: EventSource<Data, Channel>,
  channel: Own | null | undefined,
  handler: (data: Data) => void,
  options?: SubscribeOptions,
): EventState {
  const latest = useRef({ handler, options });
  // Before any other effect, so that no event finds the handler of the rendering before.
  useInsertionEffect(() => {
    latest.current = { handler, options };
  });
  const [known, setKnown] = useState<{ readonly source: unknown; readonly channel: string; readonly state: EventState }>();

  useEffect(() => {
    if (channel === null || channel === undefined) return;
    let isOpen = true;
    const tell = (state: EventState): void => {
      if (isOpen) setKnown({ source, channel, state });
    };
    const subscription = source.subscribe(channel, (data) => latest.current.handler(data), {
      onGap: () => latest.current.options?.onGap?.(),
      onEnd: (error) => {
        tell({ status: "ended", error });
        latest.current.options?.onEnd?.(error);
      },
    });
    // That it is rejected, `onEnd` has told.
    subscription.ready.then(
      () => tell(live),
      () => {},
    );
    return () => {
      isOpen = false;
      subscription.close();
      // Else a later subscription to the same channel would begin as this one was.
      setKnown(undefined);
    };
  }, [source, channel]);

  if (channel === null || channel === undefined) return idle;
  // What is known may still be of the subscription before.
  return known?.source === source && known.channel === channel ? known.state : pending;
}
