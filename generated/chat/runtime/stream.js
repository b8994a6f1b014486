import { startCall } from "./call.js";
import { checkCount } from "./frames.js";
import * as Kind from "./kind.js";
import { createPipe } from "./pipe.js";
/**
 * Calls a method that answers with a stream.
 *
 * @throws RangeError if the credit is not a whole number from 1.
 */
export const openStream = (line, method, entry, input, options) => {
    const { credit } = options;
    if (credit !== undefined)
        checkCount("credit", credit);
    /** Items that may be here without having been taken; the server's default is known when the first item comes. */
    let room = credit ?? 0;
    /** Items that the server may still send. */
    let due = room;
    /** Items that were taken since the server was last told. */
    let taken = 0;
    let sent;
    const pipe = createPipe(() => {
        taken++;
        // Half of the room at a time: few frames, and the server need not wait.
        if (!sent || taken * 2 < room)
            return;
        line.tell(sent, Kind.credit, taken);
        due += taken;
        taken = 0;
    }, () => call.cancel());
    const call = startCall(line, method, entry, input, options, (pending, item) => {
        sent = pending;
        if (!room)
            room = due = line.limits().credit;
        if (due-- === 0)
            return pending.fail("Invalid", "more items than it was given credit for");
        pipe.push(item);
    });
    const outcome = call.result();
    void outcome.then((result) => {
        if (result.ok)
            return pipe.end();
        const { error } = result;
        // Who cancels wants no more; after any other failure, what has come is still worth having.
        if (error.kind === "client" && error.status === "Cancelled")
            pipe.waiting.length = 0;
        pipe.end({ error });
    });
    return pipe.iteration({ cancel: call.cancel, result: () => outcome });
};
