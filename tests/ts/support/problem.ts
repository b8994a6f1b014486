import assert from "node:assert/strict";
import { formatPath, isCodecError } from "#runtime/problem.js";

/** Asserts that `run` fails with a codec error, and gives back its path and message. */
export function problem(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(isCodecError(error), String(error));
    const path = formatPath(error.trail);
    return path ? `${path}: ${error.message}` : error.message;
  }
  assert.fail("it should have failed");
}
