// The same server, with a client in which 64-bit integers are numbers and moments are dates.
import assert from "node:assert/strict";
import { it } from "node:test";
import { decode } from "#types/runtime/decode.js";
import type { Times } from "#types";
import { liveWithNumbers, samples } from "../../support/types.js";

liveWithNumbers("every type, with numbers and dates", ({ client }) => {
  for (const { name, index, bytes } of samples().filter(({ type }) => type === "Times")) {
    it(`moments are dates, there and back: ${name}`, async () => {
      const { times } = client();
      // As the client without dates has them.
      const text = decode(bytes) as Times;
      const value = await times.sample({ index });
      for (const key of ["utc", "offset", "timestamp"] as const) assert.deepEqual(value[key], new Date(text[key]));
      assert.deepEqual(value.maybe, text.maybe === null ? null : new Date(text.maybe));
      assert.deepEqual(value.many, text.many.map((moment) => new Date(moment)));
      for (const key of ["day", "clock", "local", "civilDay", "civilClock", "civil"] as const) assert.equal(value[key], text[key]);
      assert.deepEqual(await times.echo({ value }), value);
    });
  }

  it("refuses a date that is none before anything is sent, and says where", async () => {
    const value = await client().times.sample({ index: 0 });
    const result = await client().times.echo({ value: { ...value, many: [new Date(NaN)] } }).result();
    assert.ok(!result.ok && result.error.kind === "client");
    assert.match(result.error.message, /value\.many\[0\]/);
  });

  const wide = { signed: 0, unsigned: 0, signedSize: 0, size: 0, many: [] };

  it("has numbers for 64-bit integers as long as they are exact", async () => {
    const value = { ...wide, signed: -(2 ** 53) + 1, unsigned: 2 ** 53 - 1, many: [-1] };
    assert.deepEqual(await client().wide.echo({ value }), value);
  });

  it("never rounds: a number that is not exact is an error, both ways", async () => {
    const index = samples().find(({ type, name }) => type === "Wide" && name === "the first that a number would round")?.index;
    assert.ok(index !== undefined);
    const received = await client().wide.sample({ index }).result();
    assert.ok(!received.ok && received.error.kind === "client");
    assert.match(received.error.message, /signed/);
    const sent = await client().wide.echo({ value: { ...wide, size: 2 ** 53 } }).result();
    assert.ok(!sent.ok && sent.error.kind === "client");
    assert.match(sent.error.message, /value\.size/);
  });

  it("has what a field says instead where it says so", async () => {
    const value = { big: -(2n ** 63n), number: 2 ** 53 - 1, text: ["9223372036854775807"] };
    assert.deepEqual(await client().chosen.echo({ value }), value);
  });
});
