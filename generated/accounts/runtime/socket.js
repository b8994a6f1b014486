/** The constructor of this environment, if it has one. */
export function environmentWebSocket() {
    return globalThis.WebSocket;
}
/** Whether a connection that was closed with this code is not to be opened again. The range decides, so that new codes need no new client. */
export function isTerminal(code) {
    return /^(100[02379]|4[4-79]..)$/.test(String(code));
}
/** The wait before the next attempt: anything up to a bound that doubles, so that clients do not come back all at once. */
export function backoff(attempt, { first = 250, max = 30_000 } = {}) {
    return Math.random() * Math.min(max, first * 2 ** attempt);
}
