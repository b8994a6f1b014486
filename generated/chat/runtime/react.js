import { useEffect, useInsertionEffect, useRef, useState, useSyncExternalStore } from "react";
/** How the connection of a client is. The component renders again when that changes. */
export function useMegoState(client) {
    const { subscribe, get } = client.state;
    return useSyncExternalStore(subscribe, get, get);
}
const idle = { status: "idle" };
const pending = { status: "pending" };
const live = { status: "live" };
/**
 * Calls the handler for each event on a channel, as long as the component is there.
 *
 * A subscription follows the source and the channel only: handler and options may be new ones at each rendering, and it is
 * always those of the last one that are called. Without a channel there is no subscription.
 */
export function useMegoEvent(source, channel, handler, options) {
    const latest = useRef({ handler, options });
    // Before any other effect, so that no event finds the handler of the rendering before.
    useInsertionEffect(() => {
        latest.current = { handler, options };
    });
    const [known, setKnown] = useState();
    useEffect(() => {
        if (channel === null || channel === undefined)
            return;
        let isOpen = true;
        const tell = (state) => {
            if (isOpen)
                setKnown({ source, channel, state });
        };
        const subscription = source.subscribe(channel, (data) => latest.current.handler(data), {
            onGap: () => latest.current.options?.onGap?.(),
            onEnd: (error) => {
                tell({ status: "ended", error });
                latest.current.options?.onEnd?.(error);
            },
        });
        // That it is rejected, `onEnd` has told.
        subscription.ready.then(() => tell(live), () => { });
        return () => {
            isOpen = false;
            subscription.close();
            // Else a later subscription to the same channel would begin as this one was.
            setKnown(undefined);
        };
    }, [source, channel]);
    if (channel === null || channel === undefined)
        return idle;
    // What is known may still be of the subscription before.
    return known?.source === source && known.channel === channel ? known.state : pending;
}
