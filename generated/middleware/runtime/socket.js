/** The constructor of this environment, if it has one. */
export function environmentWebSocket() {
    return globalThis.WebSocket;
}
/** Whether a connection that was closed with this code is not to be opened again. The range decides, so that new codes need no new client. */
export function isTerminal(code) {
    return ([1000, 1002, 1003, 1007, 1009].includes(code) || (code >= 4400 && code < 4800) || (code >= 4900 && code < 5000));
}
/** The wait before the next attempt: anything up to a bound that doubles, so that clients do not come back all at once. */
export function backoff(attempt) {
    return Math.random() * Math.min(30_000, 250 * 2 ** attempt);
}
