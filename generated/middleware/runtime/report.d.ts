/** Runs code of the user's. Its fault is its own: it is reported as uncaught, and disturbs neither the connection nor others. */
export declare function runReported(run: () => void): void;
