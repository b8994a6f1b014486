/** Why a value cannot be written, or bytes cannot be read. */
export interface CodecError extends Error {
    /** Where in the value, outermost first. */
    readonly trail: readonly (string | number)[];
    /** Whether the bytes are not what the protocol allows, rather than a value other than its plan says. */
    readonly malformed: boolean;
}
/** The most arrays and maps in one another, the array of the frame included. */
export declare const maxDepth = 32;
/**
 * The keys on the way to the current value: how many there are is how deep it lies. Writer and reader share it, for
 * they never run at the same time, but for a getter that makes another call; `encode` goes on where it was.
 */
export declare const trail: (string | number)[];
/** Ends the writing or reading of a value. */
export declare function fail(message: string, malformed?: boolean): never;
export declare function isCodecError(error: unknown): error is CodecError;
/** Writes a path as one would in code: `user.addresses[3].zip`. */
export declare function formatPath(keys: readonly (string | number)[]): string;
