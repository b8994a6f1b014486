import { encode } from "./encode.js";
import { clientError } from "./errors.js";
import { formatPath, isCodecError } from "./problem.js";
import { later } from "./timer.js";
// The largest delay that timers take; beyond it they would fire at once.
const longestTimer = 0x7fffffff;
/** Makes a call. Whatever happens, the promise settles once, and this function does not throw. With a sink, the call is a stream. */
export function startCall(line, method, entry, input, options, sink) {
    const { signal, timeout } = options;
    const ends = timeout ? Date.now() + timeout : undefined;
    const undo = [];
    let stopTimer = () => { };
    let resolve;
    const outcome = new Promise((take) => (resolve = take));
    const promise = outcome.then((result) => {
        if (!result.ok)
            throw result.error;
        return result.value;
    });
    const call = {
        method,
        entry,
        payload: new Uint8Array(),
        whenOffline: options.whenOffline ?? "queue",
        credit: sink?.credit,
        take: sink &&
            ((item) => {
                // The time is that up to the first item.
                stopTimer();
                if (!call.done)
                    sink.take(call, item);
            }),
        remaining: () => ends && Math.max(1, ends - Date.now()),
        id: undefined,
        done: false,
        settle(result) {
            if (call.done)
                return;
            call.done = true;
            stopTimer();
            for (const step of undo)
                step();
            resolve(result);
        },
        fail(status, message, { maybeExecuted = call.id !== undefined, ...details } = {}) {
            call.settle({ ok: false, error: clientError(method, status, message, maybeExecuted, details) });
        },
        abandon(status, message, details) {
            if (call.done)
                return;
            call.fail(status, message, details);
            line.abandon(call);
        },
    };
    const { abandon } = call;
    const onAbort = () => abandon("Cancelled", "the call was cancelled by its signal", { cause: signal?.reason });
    try {
        if (signal?.aborted) {
            onAbort();
        }
        else {
            const limit = timeout ?? entry.timeout ?? line.limits().deadline;
            if (!(limit >= 0))
                throw new RangeError("the timeout of a call is a number of milliseconds from 0");
            call.payload = encode(entry.input === null ? null : input, entry.input, "params");
            signal?.addEventListener("abort", onAbort);
            undo.push(() => signal?.removeEventListener("abort", onAbort));
            if (limit > 0 && limit <= longestTimer) {
                const late = () => {
                    const why = call.id === undefined ? line.offline() : undefined;
                    abandon("Timeout", why === undefined ? `no answer within ${limit} ms` : `no connection within ${limit} ms${why}`);
                };
                stopTimer = later(limit, late, true);
            }
            line.send(call);
        }
    }
    catch (error) {
        const problem = isCodecError(error) ? describeProblem(error) : { message: String(error), path: "" };
        call.fail("Invalid", problem.message, { path: problem.path, cause: error });
    }
    return Object.assign(promise, {
        result() {
            // Who asks for the result takes care of errors; the promise itself must not count as unhandled.
            promise.catch(() => { });
            return outcome;
        },
        cancel(reason) {
            abandon("Cancelled", reason ?? "the call was cancelled");
        },
    });
}
/** What is wrong with a value, and where. The first key of the trail is a place in the frame, which is no business of the user's. */
export function describeProblem(error) {
    const path = formatPath(error.trail.slice(1));
    return { path, message: path ? `${path}: ${error.message}` : error.message };
}
