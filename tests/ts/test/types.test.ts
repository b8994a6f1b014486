// Every type in the bytes that Rust writes: read with the generated plans, and written again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "#types/runtime/decode.js";
import { encode } from "#types/runtime/encode.js";
import { toHex } from "../support/notation.js";
import { plansOf, samples } from "../support/types.js";

for (const { type, name, exact, bytes } of samples()) {
  test(`${type}: ${name}`, () => {
    const { output, input } = plansOf(type);
    const value = decode(bytes, output);
    const again = encode(value, input);
    if (exact) assert.equal(toHex(again), toHex(bytes));
    assert.deepEqual(decode(again, output), value);
  });
}

test("a float of 32 bits is written as the float of 64 bits that it is, and a whole one as an integer", () => {
  const rewritten = samples().filter(({ exact }) => !exact);
  assert.deepEqual([...new Set(rewritten.map(({ type }) => type))], ["Rewritten"]);
  assert.ok(rewritten.some(({ bytes }) => toHex(encode(decode(bytes))) !== toHex(bytes)));
});
