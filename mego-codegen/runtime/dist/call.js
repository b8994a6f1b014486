import { convert } from "./convert.js";
import { encode } from "./encode.js";
import { clientError, serverError } from "./errors.js";
import * as Kind from "./kind.js";
import { describeProblem } from "./problem.js";
import { later } from "./timer.js";
// The largest delay that timers take; beyond it they would fire at once.
const longestTimer = 0x7fffffff;
/**
 * Makes a call. Whatever happens, the promise settles once, and this function does not throw. With `take`, which is given
 * each item, the call is a stream.
 */
export function startCall(line, method, entry, input, { signal, timeout = line.defaults.timeout, whenOffline = line.defaults.whenOffline ?? "queue", credit }, take) {
    const ends = timeout && Date.now() + timeout;
    let stopTimer = () => { };
    let resolve;
    const outcome = new Promise((take) => (resolve = take));
    const promise = outcome.then((result) => {
        if (!result.ok)
            throw result.error;
        return result.value;
    });
    const settle = (result) => {
        call.done = true;
        stopTimer();
        signal?.removeEventListener("abort", onAbort);
        resolve(result);
    };
    const fail = (status, message, details) => {
        if (call.done)
            return;
        settle({ ok: false, error: clientError(method, status, message, !!call.id, details) });
        line.abandon(call);
    };
    const cancel = (reason = "cancelled") => fail("Cancelled", reason);
    const onAbort = () => fail("Cancelled", "cancelled by its signal", { cause: signal?.reason });
    const call = {
        kind: entry.auth ? Kind.auth : Kind.call,
        payload: new Uint8Array(),
        id: 0,
        done: false,
        isStream: !!take,
        waits: whenOffline === "queue",
        isRepeatable: !!entry.idempotent && !take,
        options() {
            const left = ends && Math.max(1, ends - Date.now());
            return left || credit ? { t: left || undefined, c: credit } : undefined;
        },
        answer({ kind, fields }) {
            if (call.done)
                return;
            try {
                if (kind === Kind.err)
                    return settle({ ok: false, error: serverError(method, entry.errors, fields) });
                if (take && kind === Kind.ok)
                    return fail("Invalid", "the answer is not a stream, as this client expects");
                const value = kind === Kind.end || entry.output === null ? undefined : convert(fields[1], entry.output, false);
                if (kind !== Kind.item)
                    return settle({ ok: true, value });
                // The time is that up to the first item.
                stopTimer();
                take?.(call, value);
            }
            catch (error) {
                const [message, details] = describeProblem(error);
                fail("Invalid", `the answer is not as this client expects: ${message}`, details);
            }
        },
        fail,
    };
    try {
        if (signal?.aborted) {
            onAbort();
        }
        else {
            const limit = timeout ?? entry.timeout ?? line.limits().deadline;
            if (!(limit >= 0))
                throw new RangeError("the timeout of a call is a number from 0");
            const plan = entry.input ?? null;
            const given = entry.input === null ? null : input;
            call.payload = entry.auth ? encode([given]) : encode([method, given], { tuple: [null, plan] });
            signal?.addEventListener("abort", onAbort);
            if (limit > 0 && limit <= longestTimer) {
                const late = () => {
                    const why = call.id ? undefined : line.offline();
                    fail("Timeout", `no ${why === undefined ? "answer" : "connection"} within ${limit} ms${why ?? ""}`);
                };
                stopTimer = later(limit, late, true);
            }
            line.send(call);
        }
    }
    catch (error) {
        fail("Invalid", ...describeProblem(error, 1));
    }
    return Object.assign(promise, {
        result() {
            // Who asks for the result takes care of errors; the promise itself must not count as unhandled.
            promise.catch(() => { });
            return outcome;
        },
        cancel,
    });
}
