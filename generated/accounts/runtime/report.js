/**
 * Runs code of the user's for each entry that is there when its turn comes, and was from the start. The fault of such
 * code is its own: it is reported as uncaught, and disturbs neither the connection nor others.
 */
export function tellAll(entries, tell) {
    for (const entry of [...entries]) {
        try {
            if (entries.has(entry))
                tell(entry);
        }
        catch (error) {
            queueMicrotask(() => {
                throw error;
            });
        }
    }
}
