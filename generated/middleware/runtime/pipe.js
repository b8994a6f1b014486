import { asyncDispose } from "./dispose.js";
/** Makes a pipe. `onTake` is called for each item that is taken, `onReturn` when whoever iterates has enough. */
export function createPipe(onTake, onReturn) {
    const items = [];
    const readers = [];
    let ended = false;
    let failure;
    const over = { done: true, value: undefined };
    /** Gives a reader what there is for it. */
    const serve = (reader) => {
        if (items.length > 0) {
            reader.resolve({ done: false, value: items.shift() });
            onTake();
        }
        else if (failure) {
            const { error } = failure;
            failure = undefined;
            reader.reject(error);
        }
        else if (ended) {
            reader.resolve(over);
        }
        else {
            readers.push(reader);
        }
    };
    const end = (why) => {
        if (ended)
            return;
        ended = true;
        failure = why;
        for (const reader of readers.splice(0))
            serve(reader);
    };
    const clear = () => void (items.length = 0);
    return {
        push(item) {
            if (ended)
                return;
            items.push(item);
            const reader = readers.shift();
            if (reader)
                serve(reader);
        },
        waiting: () => items.length,
        shift: () => void items.shift(),
        end,
        clear,
        iteration(own) {
            const finish = async () => {
                clear();
                end();
                failure = undefined;
                onReturn();
                return over;
            };
            const iteration = {
                ...own,
                next: () => new Promise((resolve, reject) => serve({ resolve, reject })),
                return: finish,
                [Symbol.asyncIterator]: () => iteration,
                [asyncDispose]: async () => void (await finish()),
            };
            return iteration;
        },
    };
}
