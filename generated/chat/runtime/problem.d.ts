/** Why a value cannot be written, or bytes cannot be read. */
export interface CodecError extends Error {
    /** Where in the value, outermost first. */
    readonly trail: readonly (string | number)[];
}
/** Ends the writing or reading of a value. */
export declare function fail(message: string): never;
/** Refuses what lies too deep: the most arrays and maps in one another are 32, the array of the frame included. */
export declare function checkDepth(depth: number): void;
export declare function isCodecError(error: unknown): error is CodecError;
/** An error on its way out of a value, which stands at `key` of the next one. */
export declare function within(key: unknown, error: unknown): unknown;
/** Writes a path as one would in code: `user.addresses[3].zip`. */
export declare function formatPath(keys: readonly (string | number)[]): string;
/**
 * What is wrong, and where, as the last two arguments of `fail`. `skipped` is how many keys of the trail are places in the
 * frame, which are no business of the user's.
 */
export declare function describeProblem(error: unknown, skipped?: number): [message: string, details: {
    readonly path: string;
    readonly cause: unknown;
}];
