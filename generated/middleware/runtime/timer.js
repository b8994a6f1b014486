/** Runs a function once, later. Gives back how to prevent that. */
export function later(milliseconds, run, keepsProcessAlive = false) {
    const timer = setTimeout(run, milliseconds);
    // Node would wait for the timer before it exits. In a browser a timer is a number.
    if (!keepsProcessAlive && typeof timer === "object")
        timer.unref?.();
    return () => clearTimeout(timer);
}
