import assert from "node:assert/strict";
import { test } from "node:test";
import { convert } from "#runtime/convert.js";
import { readFrames, writeFrame } from "#runtime/frames.js";
import { isCodecError } from "#runtime/problem.js";
import { bytesOfMalformed, fromHex, malformed, messages, planOf, toHex, valueOf, vectors } from "../support/notation.js";
import type { Notation } from "../support/notation.js";

function read(hex: string, frames: readonly (readonly Notation[])[]): unknown[] {
  return readFrames(fromHex(hex)).map(({ kind, fields }, frame) => {
    const plans = (frames[frame] ?? []).slice(1).map(planOf);
    return [kind, ...(convert(fields, { tuple: plans }, false) as unknown[])];
  });
}

test("every vector is read as it says", () => {
  for (const { hex, decoded, name, note } of vectors) {
    assert.deepEqual(read(hex, [decoded]), [valueOf(decoded)], `${name}: ${note}`);
  }
});

test("every vector is written as it says, to the byte", () => {
  for (const { hex, decoded, name, note } of vectors) {
    const [kind, ...fields] = valueOf(decoded) as [number, ...unknown[]];
    assert.equal(toHex(writeFrame(kind, fields)), hex, `${name}: ${note}`);
  }
});

test("every kind has at least three vectors", () => {
  const counts = new Map<number, number>();
  for (const { kind, decodeOnly } of vectors) if (!decodeOnly) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [0, 1, 2, 3, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 32, 33, 34, 35, 36, 48, 49, 50, 51, 52, 53, 54];
  for (const kind of kinds) assert.ok((counts.get(kind) ?? 0) >= 3, `kind ${kind}`);
});

test("the sizes that the protocol promises", () => {
  assert.equal(writeFrame(16, [1235, "sum", { a: 1, b: 2 }]).length, 16);
  assert.equal(writeFrame(18, [1235, 3]).length, 6);
  const payload = { text: "hi" };
  const alone = writeFrame(18, [1, payload]).length - 3;
  for (const subscription of [1, 127, 128, 65535]) {
    assert.ok(writeFrame(34, [subscription, payload]).length - alone <= 6, String(subscription));
  }
});

test("messages of several frames", () => {
  for (const { hex, frames, note } of messages) assert.deepEqual(read(hex, frames), frames.map(valueOf), note);
});

test("malformed messages are refused as a whole", () => {
  for (const bad of malformed) {
    // What a client sends, this runtime only has to write.
    if (bad.level !== "scan" && bad.direction === "c2s") continue;
    assert.throws(() => readFrames(bytesOfMalformed(bad)), isCodecError, bad.note);
  }
});

test("every truncation of every vector is refused", () => {
  for (const { hex, name, note } of vectors) {
    const bytes = fromHex(hex);
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => readFrames(bytes.subarray(0, length)), isCodecError, `${name}: ${note}, ${length} bytes`);
    }
  }
});

test("every flip of a bit or a byte of every vector is read or refused, and nothing else", () => {
  for (const { hex, decoded, name, note } of vectors) {
    const bytes = fromHex(hex);
    const plan = { tuple: decoded.slice(1).map(planOf) };
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const flipped = bytes.slice();
        flipped[at]! ^= mask;
        try {
          for (const { fields } of readFrames(flipped)) convert(fields, plan, false);
        } catch (error) {
          assert.ok(isCodecError(error), `${name}: ${note}, byte ${at} ^ ${mask}: ${String(error)}`);
        }
      }
    }
  }
});
