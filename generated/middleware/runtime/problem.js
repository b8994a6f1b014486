/** The most arrays and maps in one another, the array of the frame included. */
export const maxDepth = 32;
/**
 * The keys on the way to the current value: how many there are is how deep it lies. Writer and reader share it, for
 * they never run at the same time, but for a getter that makes another call; `encode` goes on where it was.
 */
export const trail = [];
/** Ends the writing or reading of a value. */
export function fail(message, malformed = false) {
    const error = Object.assign(new Error(message), { trail: [...trail], malformed });
    throw error;
}
export function isCodecError(error) {
    return error instanceof Error && "trail" in error;
}
/** Writes a path as one would in code: `user.addresses[3].zip`. */
export function formatPath(keys) {
    let path = "";
    for (const key of keys) {
        if (typeof key === "number")
            path += `[${key}]`;
        else if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key))
            path += `[${JSON.stringify(key)}]`;
        else
            path += path ? `.${key}` : key;
    }
    return path;
}
