import type { EventError } from "./errors.js";
import type { EventSource, SubscribeOptions } from "./events.js";
import type { ConnectionState } from "./state.js";
import type { Store } from "./store.js";
/** How the connection of a client is. The component renders again when that changes. */
export declare function useMegoState(client: {
    readonly state: Store<ConnectionState>;
}): ConnectionState;
/**
 * How a subscription is.
 *
 * - `idle`: there is none, for there is no channel
 * - `pending`: the server has not accepted it yet, or there is no connection yet
 * - `live`: the server has accepted it. It stays so while a lost connection is sought again, which {@link useMegoState} tells
 * - `ended`: the server has refused or removed it, or the connection is closed for good
 */
export type EventState = {
    readonly status: "idle";
} | {
    readonly status: "pending";
} | {
    readonly status: "live";
} | {
    readonly status: "ended";
    readonly error: EventError;
};
/**
 * Calls the handler for each event on a channel, as long as the component is there.
 *
 * A subscription follows the source and the channel only: handler and options may be new ones at each rendering, and it is
 * always those of the last one that are called. Without a channel there is no subscription.
 */
export declare function useMegoEvent<Data, Channel extends string, Own extends Channel>(source: EventSource<Data, Channel>, channel: Own | null | undefined, handler: (data: Data) => void, options?: SubscribeOptions): EventState;
