/** What bundlers replace and Node has. In a page that came without a bundler, to ask for it throws. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** The contracts of which was told. */
const told = new Set<string>();

/** Tells developers, once, that a client is not made from the contract of its server. What is built for production is silent. */
export function tellMismatch(api: string, contract: string): void {
  try {
    // Written like this, nothing is left of the function in what a bundler builds for production.
    if (process.env.NODE_ENV !== "production") throw undefined;
  } catch {
    const { location, console } = globalThis as Surroundings;
    // A page without a bundler is being developed if it is on this machine.
    if (told.has(contract) || !/^(localhost|127\.0\.0\.1|\[::1\])?$/.test(location?.hostname ?? "")) return;
    told.add(contract);
    console?.warn(`The server of the ${api} API has another contract than this client was made from. Calls may still work; run mego-codegen again.`);
  }
}

interface Surroundings {
  readonly location?: { readonly hostname: string };
  readonly console?: { warn(text: string): void };
}
