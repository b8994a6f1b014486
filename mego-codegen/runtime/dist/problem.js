/** The most arrays and maps in one another, the array of the frame included. */
export const maxDepth = 32;
/**
 * The keys on the way to the current value, shared by writer and reader, which never run at the same time. The key at
 * each depth is overwritten as the codec goes on, so keeping it costs one assignment per element.
 */
export const trail = [];
/** Ends the writing or reading of a value. */
export function fail(depth, message, malformed = false) {
    const error = Object.assign(new Error(message), { trail: trail.slice(0, depth), malformed });
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
