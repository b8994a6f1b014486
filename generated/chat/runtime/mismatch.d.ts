/** Tells developers, once, that a client is not made from the contract of its server. What is built for production is silent. */
export declare function tellMismatch(api: string, contract: string): void;
