// Every type from Rust to Node and back, over a real socket. The server compares byte by byte what comes back.
import assert from "node:assert/strict";
import { it } from "node:test";
import { decode } from "#types/runtime/decode.js";
import type { Client, OptionsInput, WideInput } from "#types";
import { live, plansOf, samples } from "../../support/types.js";

/** The two methods of a row. That the server's `Output` may be sent again as `Input`, the compiler says. */
interface Row<Output extends Input, Input> {
  readonly sample: (params: { readonly index: number }) => PromiseLike<Output>;
  readonly echo: (params: { readonly value: Input; readonly index: number }) => PromiseLike<Output>;
}

type Round = (client: Client, index: number) => Promise<readonly [got: unknown, back: unknown]>;

function row<Output extends Input, Input>(of: (client: Client) => Row<Output, Input>): Round {
  return async (client, index) => {
    const { sample, echo } = of(client);
    const value = await sample({ index });
    return [value, await echo({ value, index })];
  };
}

const rows: { readonly [type: string]: Round } = {
  Small: row(({ small }) => small),
  Wide: row(({ wide }) => wide),
  Huge: row(({ huge }) => huge),
  NonZero: row(({ nonZero }) => nonZero),
  Floats: row(({ floats }) => floats),
  Rewritten: row(({ rewritten }) => rewritten),
  Chosen: row(({ chosen }) => chosen),
  Texts: row(({ texts }) => texts),
  Options: row(({ options }) => options),
  Update: row(({ update }) => update),
  Lists: row(({ lists }) => lists),
  Binary: row(({ bytes }) => bytes),
  Units: row(({ units }) => units),
  Named: row(({ named }) => named),
  Sides: row(({ sides }) => sides),
  Strict: row(({ strict }) => strict),
  Flat: row(({ flat }) => flat),
  Pages: row(({ generic }) => generic),
  Tree: row(({ tree }) => tree),
  Maps: row(({ maps }) => maps),
  External: row(({ external }) => external),
  Internal: row(({ internal }) => internal),
  Adjacent: row(({ adjacent }) => adjacent),
  Untagged: row(({ untagged }) => untagged),
  Choices: row(({ choices }) => choices),
  Times: row(({ times }) => times),
  Durations: row(({ durations }) => durations),
  Anything: row(({ anything }) => anything),
};

live("every type, there and back", ({ client }) => {
  it("has a row for each type that has samples", () => {
    assert.deepEqual([...new Set(samples().map(({ type }) => type))].sort(), Object.keys(rows).sort());
  });

  for (const { type, name, index, bytes } of samples()) {
    it(`${type}: ${name}`, async () => {
      const [got, back] = await rows[type]!(client(), index);
      assert.deepEqual(got, decode(bytes, plansOf(type).output));
      assert.deepEqual(back, got);
    });
  }

  const wide: WideInput = { signed: 0, unsigned: 0, signedSize: 0, size: 0, many: [] };

  it("takes safe numbers for 64-bit integers, and gives back bigints", async () => {
    const value = { ...wide, signed: -(2 ** 53) + 1, unsigned: 2 ** 53 - 1, many: [1, 2n] };
    assert.deepEqual(await client().wide.echo({ value }), {
      signed: -9007199254740991n,
      unsigned: 9007199254740991n,
      signedSize: 0n,
      size: 0n,
      many: [1n, 2n],
    });
  });

  it("refuses numbers that are not safe before anything is sent, and says where", async () => {
    const result = await client().wide.echo({ value: { ...wide, many: [0, 2 ** 53] } }).result();
    assert.ok(!result.ok && result.error.kind === "client");
    assert.match(result.error.message, /value\.many\[1\].*expected a 64-bit integer, found 9007199254740992/);
  });

  it("refuses on the server what its type does not hold, and says where", async () => {
    const value = { a: 256, b: 0, c: 0, d: 0, e: 0, f: 0 };
    const result = await client().small.echo({ value }).result();
    assert.ok(!result.ok && result.error.kind === "fault" && result.error.status === "Invalid");
    assert.match(result.error.message, /value\.a/);
  });

  it("tells a zero by its sign", async () => {
    const { double, many } = await client().floats.echo({ value: { double: -0, many: [0, -0] } });
    assert.deepEqual([double, many], [-0, [0, -0]]);
  });

  it("takes what may be missing as missing, as undefined and as null", async () => {
    const none = await client().options.sample({ index: 0 });
    const ways: OptionsInput[] = [
      { inList: [] },
      { plain: undefined, absent: undefined, ofStruct: undefined, inList: [] },
      { plain: null, absent: null, defaulted: null, both: null, nested: null, ofStruct: null, ofList: null, ofUnit: null, boxed: null, inList: [] },
    ];
    for (const value of ways) assert.deepEqual(await client().options.echo({ value }), none);
    assert.ok(!("absent" in none) && none.plain === null);
  });

  it("tells what is to be left alone from what is to be cleared", async () => {
    const { update } = client();
    assert.deepEqual(await update.echo({ value: {} }), {});
    assert.deepEqual(await update.echo({ value: { name: null } }), { name: null });
    assert.deepEqual(await update.echo({ value: { size: 5 } }), { size: 5n });
  });

  it("takes bytes in all forms that a page has them in", async () => {
    const buffer = new Uint8Array([9, 1, 2, 255]).buffer;
    const value = { ours: buffer, theirs: new Uint8Array(buffer, 1, 2), many: [], numbers: [], four: [0, 0, 0, 0] } as const;
    const { ours, theirs, maybe } = await client().bytes.echo({ value });
    assert.deepEqual([ours, theirs, maybe], [new Uint8Array([9, 1, 2, 255]), new Uint8Array([1, 2]), null]);
  });

  it("fills in what is missing, and does not give what it keeps to itself", async () => {
    const value = await client().sides.echo({ value: { password: "secret" } });
    assert.deepEqual(value, { count: 7n, tags: [], created: 0n });
  });

  it("refuses fields that it does not know where it says so", async () => {
    const value = { a: 1, surprise: true };
    const result = await client().strict.echo({ value }).result();
    assert.ok(!result.ok && result.error.kind === "fault" && result.error.status === "Invalid");
    assert.match(result.error.message, /surprise/);
  });

  it("reads a field by its other name", async () => {
    const { ALIASED, ...rest } = await client().named.sample({ index: 0 });
    assert.equal(ALIASED, true);
    const value = await client().named.echo({ value: { ...rest, OTHER: false } as unknown as typeof rest & { ALIASED: boolean } });
    assert.equal(value.ALIASED, false);
  });

  it("takes a set in any order, and more than once what is in it once", async () => {
    const lists = await client().lists.sample({ index: 0 });
    const { set } = await client().lists.echo({ value: { ...lists, set: [3, -1, 3n, 2] } });
    assert.deepEqual(set, [-1n, 2n, 3n]);
  });

  it("takes keys beyond a safe number as text", async () => {
    const maps = await client().maps.sample({ index: 0 });
    const value = { ...maps, byWide: { 7: 1, "18446744073709551615": 2 }, bySigned: { "-9223372036854775808": [-1] } };
    const { byWide, bySigned } = await client().maps.echo({ value });
    assert.deepEqual([byWide, bySigned], [{ 7: 1n, "18446744073709551615": 2n }, { "-9223372036854775808": [-1n] }]);
  });

  it("refuses a duration that a number could not hold", async () => {
    const durations = await client().durations.sample({ index: 0 });
    const result = await client().durations.echo({ value: { ...durations, millis: 2 ** 53 } }).result();
    assert.ok(!result.ok && result.error.kind === "fault");
    assert.match(result.error.message, /millis.*whole milliseconds, at most 2\^53 − 1/);
  });

  it("takes and gives values that have no type of their own around them", async () => {
    const answer = await client().bare({
      int: 2n ** 64n - 2n,
      text: "-9223372036854775808",
      bytes: new Uint8Array([1]),
      keys: { 0: -1, 4294967295: 1n },
      pair: [1, null],
      maybe: -(2n ** 127n),
    });
    assert.deepEqual(answer, [2n ** 64n - 1n, -(2n ** 63n), new Uint8Array([1]), { 0: -1n, 4294967295: 1n }, -(2n ** 127n)]);
  });
});
