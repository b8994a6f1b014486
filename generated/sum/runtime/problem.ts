/** Why a value cannot be written, or bytes cannot be read. */
export interface CodecError extends Error {
  /** Where in the value, outermost first. */
  readonly trail: readonly (string | number)[];
}

/** Ends the writing or reading of a value. */
export function fail(message: string): never {
  throw Object.assign(new Error(message), { trail: [] });
}

/** Refuses what lies too deep: the most arrays and maps in one another are 32, the array of the frame included. */
export function checkDepth(depth: number): void {
  if (depth > 32) fail("nested deeper than 32 levels, or within itself");
}

export function isCodecError(error: unknown): error is CodecError {
  return error instanceof Error && "trail" in error;
}

/** An error on its way out of a value, which stands at `key` of the next one. */
export function within(key: unknown, error: unknown): unknown {
  if (key !== undefined && isCodecError(error)) {
    (error.trail as (string | number)[]).unshift(typeof key === "number" ? key : String(key));
  }
  return error;
}

/** Writes a path as one would in code: `user.addresses[3].zip`. */
export function formatPath(keys: readonly (string | number)[]): string {
  let path = "";
  for (const key of keys) {
    if (typeof key === "number") path += `[${key}]`;
    else if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) path += `[${JSON.stringify(key)}]`;
    else path += path ? `.${key}` : key;
  }
  return path;
}

/**
 * What is wrong, and where, as the last two arguments of `fail`. `skipped` is how many keys of the trail are places in the
 * frame, which are no business of the user's.
 */
export function describeProblem(
  error: unknown,
  skipped = 0,
): [message: string, details: { readonly path: string; readonly cause: unknown }] {
  const path = isCodecError(error) ? formatPath(error.trail.slice(skipped)) : "";
  const message = isCodecError(error) ? error.message : String(error);
  return [(path && `${path}: `) + message, { path, cause: error }];
}
