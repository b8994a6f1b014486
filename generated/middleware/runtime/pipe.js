import { asyncDispose } from "./dispose.js";
/** Makes a pipe. `onTake` is called for each item that is taken, `onReturn` when whoever iterates has enough. */
export function createPipe(onTake, onReturn) {
    const waiting = [];
    const readers = [];
    let failure;
    let ended = false;
    /** Whether a loop has begun, and whether the end was reached. */
    let begun = false;
    let over = false;
    const last = { done: true, value: undefined };
    /** Gives readers what there is for them. */
    const serve = () => {
        while (readers.length && (waiting.length || ended)) {
            const { resolve, reject } = readers.shift();
            if (waiting.length) {
                resolve({ done: false, value: waiting.shift() });
                onTake();
                continue;
            }
            over = true;
            if (failure)
                reject(failure.error);
            else
                resolve(last);
            failure = undefined;
        }
    };
    const end = (why) => {
        if (ended)
            return;
        ended = true;
        failure = why;
        serve();
    };
    return {
        waiting,
        push(item) {
            if (ended)
                return;
            waiting.push(item);
            serve();
        },
        end,
        iteration(own) {
            const finish = async () => {
                waiting.length = 0;
                over = true;
                end();
                failure = undefined;
                onReturn();
                return last;
            };
            const iteration = {
                ...own,
                next: () => new Promise((resolve, reject) => {
                    readers.push({ resolve, reject });
                    serve();
                }),
                return: finish,
                [Symbol.asyncIterator]() {
                    // It would be empty, and nobody would know why.
                    if (begun && over)
                        throw new TypeError("this can be iterated over only once");
                    begun = true;
                    return iteration;
                },
                [asyncDispose]: async () => void (await finish()),
            };
            return iteration;
        },
    };
}
