/** Runs code of the user's. Its fault is its own: it is reported as uncaught, and disturbs neither the connection nor others. */
export function runReported(run) {
    try {
        run();
    }
    catch (error) {
        queueMicrotask(() => {
            throw error;
        });
    }
}
