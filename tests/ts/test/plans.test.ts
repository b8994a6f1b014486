import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "#runtime/decode.js";
import { encode } from "#runtime/encode.js";
import type { Leaf, Plan } from "#runtime/plan.js";
import { fromHex, toHex } from "../support/notation.js";
import { problem } from "../support/problem.js";

const back = (value: unknown, plan: Plan): unknown => decode(encode(value, plan), plan);

test("64-bit integers are bigints when read, whatever their size", () => {
  for (const plan of ["i64", "u64"] as const) {
    assert.equal(back(5n, plan), 5n);
    assert.equal(back(5, plan), 5n);
    assert.equal(toHex(encode(5n, plan)), "05");
    assert.equal(back(Number.MAX_SAFE_INTEGER, plan), 2n ** 53n - 1n);
    assert.equal(back(null, plan), null);
  }
  assert.equal(back(2n ** 64n - 1n, "u64"), 2n ** 64n - 1n);
  assert.equal(back(-(2n ** 63n), "i64"), -(2n ** 63n));
});

test("integers out of range are refused, never rounded or wrapped", () => {
  const refused: [unknown, Leaf, string][] = [
    [2n ** 63n, "i64", "expected a 64-bit integer, found 9223372036854775808"],
    [-(2n ** 63n) - 1n, "i64", "expected a 64-bit integer, found -9223372036854775809"],
    [2n ** 64n, "u64", "expected an unsigned 64-bit integer, found 18446744073709551616"],
    [-1, "u64", "expected an unsigned 64-bit integer, found -1"],
    [2 ** 53, "u64", "expected an unsigned 64-bit integer, found 9007199254740992"],
    [1.5, "i64", "expected a 64-bit integer, found 1.5"],
    [NaN, "i64", "expected a 64-bit integer, found NaN"],
    ["5", "i64", 'expected a 64-bit integer, found "5"'],
    [[5], "i64", "expected a 64-bit integer, found an array"],
    [true, "u64", "expected an unsigned 64-bit integer, found true"],
    [2 ** 53, "i53", "expected a 53-bit integer, found 9007199254740992"],
    [5n, "i53", "expected a 53-bit integer, found 5"],
    [-1, "u53", "expected an unsigned 53-bit integer, found -1"],
    ["18446744073709551616", "u64s", 'expected an unsigned 64-bit integer as text, found "18446744073709551616"'],
    ["", "i64s", 'expected a 64-bit integer as text, found ""'],
    ["0x10", "i64s", 'expected a 64-bit integer as text, found "0x10"'],
    [5, "i64s", "expected a 64-bit integer as text, found 5"],
    [2n ** 127n, "i128", `expected a 128-bit integer, found ${2n ** 127n}`],
    [-1n, "u128", "expected an unsigned 128-bit integer, found -1"],
    [2n ** 128n, "u128", `expected an unsigned 128-bit integer, found ${2n ** 128n}`],
    ["abc", "bytes", 'expected bytes, found "abc"'],
    [[1, 2], "bytes", "expected bytes, found an array"],
    [0, "unit", "expected null, found 0"],
  ];
  for (const [value, plan, message] of refused) {
    assert.equal(problem(() => encode({ a: [value] }, { fields: { a: { array: plan } } })), `a[0]: ${message}`);
  }
});

test("numbers and strings for 64-bit integers, by the generator's switch", () => {
  assert.equal(back(5, "i53"), 5);
  assert.equal(back(Number.MIN_SAFE_INTEGER, "i53"), Number.MIN_SAFE_INTEGER);
  assert.equal(problem(() => decode(encode(2n ** 53n), "u53")), "expected an unsigned 53-bit integer, found 9007199254740992");
  assert.equal(problem(() => decode(encode(-1), "u53")), "expected an unsigned 53-bit integer, found -1");
  assert.equal(back("18446744073709551615", "u64s"), "18446744073709551615");
  assert.equal(back("-9223372036854775808", "i64s"), "-9223372036854775808");
  assert.equal(toHex(encode("5", "u64s")), "05");
});

test("what the server sends is held against the plan", () => {
  assert.equal(problem(() => decode(encode(2n ** 63n), "i64")), "expected a 64-bit integer, found 9223372036854775808");
  assert.equal(problem(() => decode(encode(-1), "u64")), "expected an unsigned 64-bit integer, found -1");
  assert.equal(problem(() => decode(encode("5"), "u64")), 'expected an unsigned 64-bit integer, found "5"');
  assert.equal(problem(() => decode(encode(1.5), "u64")), "expected an unsigned 64-bit integer, found 1.5");
  assert.equal(problem(() => decode(encode([1]), "u64")), "expected an unsigned 64-bit integer, found an array");
  assert.equal(problem(() => decode(encode({}), "bytes")), "expected bytes, found an object");
  assert.equal(problem(() => decode(encode(new Uint8Array(15)), "u128")), "expected an unsigned 128-bit integer, found a Uint8Array");
  const plan: Plan = { fields: { user: { fields: { ids: { array: "u64" } } } } };
  assert.equal(problem(() => decode(encode({ user: { ids: [1, "x"] } }), plan)), 'user.ids[1]: expected an unsigned 64-bit integer, found "x"');
  assert.equal(problem(() => decode(encode({ user: [] }), plan)), "user: expected an object, found an array");
  assert.equal(problem(() => decode(encode({ user: { ids: {} } }), plan)), "user.ids: expected an array, found an object");
  assert.equal(problem(() => decode(encode({ user: 3 }), plan)), "user: expected an object, found 3");
  assert.equal(problem(() => decode(encode({ user: "x" }), plan)), 'user: expected an object, found "x"');
});

test("128-bit integers are sixteen bytes, the highest first", () => {
  assert.equal(toHex(encode(-1n, "i128")), "c410" + "ff".repeat(16));
  assert.equal(toHex(encode(1n, "u128")), "c410" + "00".repeat(15) + "01");
  assert.equal(toHex(encode(7, "u128")), "c410" + "00".repeat(15) + "07");
  for (const value of [0n, 1n, 2n ** 64n, 2n ** 127n - 1n, 2n ** 127n + 5n, 2n ** 128n - 1n]) assert.equal(back(value, "u128"), value);
  for (const value of [0n, -1n, -(2n ** 64n), 2n ** 127n - 1n, -(2n ** 127n)]) assert.equal(back(value, "i128"), value);
  const many = { array: "i128" } as const;
  assert.deepEqual(back([1n, -2n, null], many), [1n, -2n, null]);
});

test("bytes and unit structs", () => {
  assert.deepEqual(back(Uint8Array.of(1, 2), "bytes"), Uint8Array.of(1, 2));
  assert.deepEqual(back(Uint8Array.of(1, 2).buffer, "bytes"), Uint8Array.of(1, 2));
  assert.equal(toHex(encode(null, "unit")), "90");
  assert.equal(back(null, "unit"), null);
  assert.equal(toHex(encode([undefined, null], { array: "unit" })), "929090");
  assert.equal(toHex(encode({ a: undefined }, { fields: { a: "unit" } })), "80");
  assert.equal(problem(() => decode(fromHex("9101"), "unit")), "expected null, found an array");
});

test("dates are text on the wire", () => {
  const date = new Date("2024-02-29T12:34:56.789Z");
  assert.equal(decode(encode(date, "date")), "2024-02-29T12:34:56.789Z");
  assert.deepEqual(back({ at: [date, null] }, { fields: { at: { array: "date" } } }), { at: [date, null] });
  // As servers write it: with nanoseconds, and any offset.
  assert.deepEqual(decode(encode("2024-02-29T20:34:56.789123456+08:00"), "date"), date);
  const plan: Plan = { fields: { at: "date" } };
  assert.equal(problem(() => encode({ at: new Date(NaN) }, plan)), "at: expected a valid date, found a Date");
  assert.equal(problem(() => encode({ at: "2024-02-29" }, plan)), 'at: expected a valid date, found "2024-02-29"');
  assert.equal(problem(() => encode({ at: 0 }, plan)), "at: expected a valid date, found 0");
  assert.equal(problem(() => decode(encode({ at: "yesterday" }), plan)), 'at: expected a valid date, found "yesterday"');
  assert.equal(problem(() => decode(encode({ at: 0 }), plan)), "at: expected a valid date, found 0");
  assert.equal(problem(() => decode(encode({ at: {} }), plan)), "at: expected a valid date, found an object");
});

test("arrays, tuples, objects and maps lead to what needs a plan", () => {
  const plan: Plan = { fields: { list: { array: "u64" }, pair: { tuple: [null, "i64"] }, inner: { fields: { id: "u64" }, rest: "i53" } } };
  const value = { list: [1n, 2n], pair: ["a", -1n], inner: { id: 3n, more: 4, another: 5 }, plain: 6, "漢": { x: [1] } };
  assert.deepEqual(back(value, plan), value);
  assert.deepEqual(back({ a: 1, b: null }, { rest: "u64" }), { a: 1n, b: null });
  assert.deepEqual(back({ a: 1, b: 2 }, { fields: { a: null }, rest: "u64" }), { a: 1, b: 2n });
  assert.deepEqual(back([1, 2, 3], { tuple: ["u64"] }), [1n, 2, 3]);
  assert.deepEqual(back({ constructor: 1, toString: 2 }, { fields: { id: "u64" } }), { constructor: 1, toString: 2 });
  assert.equal(problem(() => encode({ inner: [] }, plan)), "inner: expected an object, found an array");
  assert.equal(problem(() => encode({ list: { 0: 1 } }, plan)), "list: expected an array, found an object");
  assert.equal(problem(() => encode({ list: "12" }, plan)), 'list: expected an array, found "12"');
  assert.equal(problem(() => encode({ list: 12 }, plan)), "list: expected an array, found 12");
});

test("integer keys are integers on the wire", () => {
  assert.equal(toHex(encode({ 7: "a", "-3": "b" }, { keys: "number" })), "8207a161fda162");
  assert.deepEqual(back({ 7: 1n, "-3": 2n }, { keys: "number", values: "u64" }), { 7: 1n, "-3": 2n });
  const map = new Map([
    [2n ** 64n - 1n, "a"],
    [-1n, "b"],
  ]);
  assert.deepEqual(back(map, { keys: "bigint" }), map);
  assert.deepEqual(back({ "18446744073709551615": 1n }, { keys: "string", values: "i64" }), { "18446744073709551615": 1n });
  // What is written may be an object or a Map, whatever is read.
  assert.deepEqual(back({ "-1": "b" }, { keys: "bigint" }), new Map([[-1n, "b"]]));
  assert.deepEqual(back(new Map([[7, 1n]]), { keys: "number", values: "u64" }), { 7: 1n });
  assert.equal(problem(() => encode({ x: 1 }, { keys: "number" })), "x: expected a safe integer as the key");
  assert.equal(problem(() => encode({ x: 1 }, { keys: "string" })), "x: expected an integer as the key");
  assert.equal(problem(() => encode({ 1.5: 1 }, { keys: "number" })), '["1.5"]: expected a safe integer as the key');
  assert.equal(problem(() => encode(map, { keys: "number" })), '["18446744073709551615"]: expected a safe integer as the key');
  assert.equal(problem(() => encode({ "18446744073709551616": 1 }, { keys: "string" })), '["18446744073709551616"]: an integer of more than 64 bits');
  assert.equal(problem(() => encode([], { keys: "bigint" })), "expected an object, found an array");
  assert.equal(problem(() => encode({ 1: "x" }, { keys: "number", values: "u64" })), '["1"]: expected an unsigned 64-bit integer, found "x"');
  assert.equal(problem(() => decode(encode({ x: 1 }), { keys: "number" })), "x: expected a safe integer as the key");
  assert.equal(problem(() => decode(encode(map, { keys: "bigint" }), { keys: "number" })), '["18446744073709551615"]: expected a safe integer as the key');
});

test("a tagged union follows the plan of its variant, wherever the tag stands", () => {
  const plan: Plan = { tag: "type", variants: { A: { fields: { id: "u64" } }, C: { fields: { content: { array: "i64" } } } } };
  for (const value of [
    { type: "A", id: 1n },
    { id: 1n, type: "A" },
    { x: { deep: [1, { id: 2 }] }, id: 1n, type: "A" },
    { type: "B", id: 1 },
    { type: "C", content: [1n, 2n] },
    { id: 1 },
  ]) {
    assert.deepEqual(back(value, plan), value);
  }
  assert.equal(problem(() => encode({ type: "A", id: "x" }, plan)), 'id: expected an unsigned 64-bit integer, found "x"');
  assert.equal(problem(() => decode(encode({ id: "x", type: "A" }), plan)), 'id: expected an unsigned 64-bit integer, found "x"');
});

test("an externally tagged union is a string or an object with one field", () => {
  const plan: Plan = { array: { variants: { B: "u64", C: { tuple: ["u64", null] } } } };
  const value = ["A", { B: 1n }, { C: [2n, 3] }, { D: { x: 1 } }, null];
  assert.deepEqual(back(value, plan), value);
  assert.equal(problem(() => encode([{ B: "x" }], plan)), '[0].B: expected an unsigned 64-bit integer, found "x"');
});

test("tags of many unions in one another cost no more than their depth", () => {
  const plan: Plan = { tag: "t", variants: { N: { fields: { next: () => plan, id: "u64" } } } };
  let value: object = { id: 0n, t: "N" };
  for (let i = 1; i < 31; i++) value = { next: value, id: BigInt(i), t: "N" };
  assert.deepEqual(back(value, plan), value);
});

test("plans may be recursive", () => {
  const tree: Plan = { fields: { size: "u64", children: { array: () => tree } } };
  const value = { size: 1n, children: [{ size: 2n, children: [] }, { size: 3n, children: [{ size: 4n, children: [] }] }] };
  assert.deepEqual(back(value, tree), value);
  assert.equal(
    problem(() => encode({ size: 1, children: [{ size: -2, children: [] }] }, tree)),
    "children[0].size: expected an unsigned 64-bit integer, found -2",
  );
});

test("a plan never reaches a prototype", () => {
  const value: unknown = JSON.parse('{"__proto__": 7, "a": 8}');
  const there = decode(encode(value, { rest: "u64" }), { rest: "u64" }) as { a: bigint };
  assert.deepEqual(Object.entries(there), [["__proto__", 7n], ["a", 8n]]);
  assert.equal(Object.getPrototypeOf(there), Object.prototype);
  for (const tag of ["toString", "__proto__", 5, null, undefined]) {
    assert.deepEqual(back({ t: tag, id: 1 }, { tag: "t", variants: { A: { fields: { id: "u64" } } } }), tag === undefined ? { id: 1 } : { t: tag, id: 1 });
  }
});
