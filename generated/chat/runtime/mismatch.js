/** The contracts of which was told. */
const told = new Set();
/** Tells developers, once, that a client is not made from the contract of its server. What is built for production is silent. */
export function tellMismatch(api, contract) {
    try {
        // Written like this, nothing is left of the function in what a bundler builds for production.
        if (process.env.NODE_ENV !== "production")
            throw undefined;
    }
    catch {
        const { location, console } = globalThis;
        // A page without a bundler is being developed if it is on this machine.
        if (told.has(contract) || !/^(localhost|127\.0\.0\.1|\[::1\])?$/.test(location?.hostname ?? ""))
            return;
        told.add(contract);
        console?.warn(`The server of the ${api} API has another contract than this client was made from. Calls may still work; run mego-codegen again.`);
    }
}
