import assert from "node:assert/strict";
import { test } from "node:test";
import * as oracle from "@msgpack/msgpack";
import { decode } from "#runtime/decode.js";
import { encode } from "#runtime/encode.js";
import { isCodecError } from "#runtime/problem.js";
import { fromHex, toHex } from "../support/notation.js";
import { problem } from "../support/problem.js";
import { randomInteger, randomValue, seeded } from "../support/random.js";

test("random values come back, and @msgpack/msgpack reads and writes them alike", () => {
  const random = seeded(1);
  for (let i = 0; i < 5000; i++) {
    const value = randomValue(random);
    const bytes = encode(value);
    assert.deepEqual(decode(bytes), value);
    assert.deepEqual(oracle.decode(bytes, { useBigInt64: false }), value);
    assert.deepEqual(decode(oracle.encode(value)), value);
    assert.equal(toHex(bytes), toHex(oracle.encode(value)));
  }
});

test("integers have the shortest form, and never that of a float", () => {
  const random = seeded(2);
  for (let i = 0; i < 20000; i++) {
    const value = randomInteger(random);
    const bytes = encode(value);
    assert.equal(toHex(bytes), toHex(oracle.encode(value)), String(value));
    assert.equal(decode(bytes), value);
  }
  for (const [value, hex] of [
    [0, "00"],
    [127, "7f"],
    [128, "cc80"],
    [255, "ccff"],
    [256, "cd0100"],
    [65535, "cdffff"],
    [65536, "ce00010000"],
    [4294967295, "ceffffffff"],
    [4294967296, "cf0000000100000000"],
    [Number.MAX_SAFE_INTEGER, "cf001fffffffffffff"],
    [-1, "ff"],
    [-32, "e0"],
    [-33, "d0df"],
    [-128, "d080"],
    [-129, "d1ff7f"],
    [-32768, "d18000"],
    [-32769, "d2ffff7fff"],
    [-2147483648, "d280000000"],
    [-2147483649, "d3ffffffff7fffffff"],
    [Number.MIN_SAFE_INTEGER, "d3ffe0000000000001"],
  ] as const) {
    assert.equal(toHex(encode(value)), hex);
    assert.equal(toHex(encode(BigInt(value))), hex);
  }
});

test("numbers that are no integers are float64: −0, NaN, infinities, and what is not safe", () => {
  for (const [value, hex] of [
    [-0, "cb8000000000000000"],
    [1.5, "cb3ff8000000000000"],
    [NaN, "cb7ff8000000000000"],
    [Infinity, "cb7ff0000000000000"],
    [-Infinity, "cbfff0000000000000"],
    [2 ** 53, "cb4340000000000000"],
  ] as const) {
    assert.equal(toHex(encode(value)), hex);
    assert.ok(Object.is(decode(fromHex(hex)), value));
  }
  assert.equal(decode(fromHex("ca3fc00000")), 1.5);
});

test("bigints beyond safe integers come back as bigints, and those beyond 64 bits are refused", () => {
  for (const value of [2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 53n), -(2n ** 63n)]) {
    assert.equal(decode(encode(value)), value);
  }
  assert.equal(problem(() => encode([2n ** 64n])), "[0]: an integer of more than 64 bits");
  assert.equal(problem(() => encode(-(2n ** 63n) - 1n)), "an integer of more than 64 bits");
  assert.equal(problem(() => encode(2n ** 70n)), "an integer of more than 64 bits");
});

test("fields that are undefined are left out, elements become nil", () => {
  assert.deepEqual(decode(encode({ a: undefined, b: 1, c: undefined })), { b: 1 });
  assert.equal(toHex(encode({ a: undefined })), "80");
  assert.deepEqual(decode(encode([undefined, 1])), [null, 1]);
  assert.equal(toHex(encode(undefined)), "c0");
  const fields = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, i < 15 ? i : undefined]));
  assert.equal(encode(fields)[0], 0x8f, "the length is that of what is left");
});

test("a key called __proto__ is a key like any other", () => {
  const value: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "prototype": 2}');
  const back = decode(encode(value)) as { polluted?: boolean };
  assert.deepEqual(Object.keys(back), ["__proto__", "constructor", "prototype"]);
  assert.equal(Object.getPrototypeOf(back), Object.prototype);
  assert.equal(back.polluted, undefined);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test("buffers of all kinds are bytes", () => {
  const bytes = Uint8Array.of(9, 1, 2, 3, 4, 9);
  const inner = bytes.subarray(1, 5);
  for (const value of [inner, new DataView(bytes.buffer, 1, 4), inner.slice().buffer, Buffer.from(inner), new Uint32Array(inner.slice().buffer)]) {
    assert.equal(toHex(encode(value)), "c40401020304");
  }
  const back = decode(encode(inner)) as Uint8Array;
  assert.equal(back.buffer.byteLength, 4, "what is read does not hold on to the message");
  for (const length of [0, 255, 256, 65535, 65536]) {
    assert.deepEqual(decode(encode(new Uint8Array(length))), new Uint8Array(length));
  }
});

test("text of every length, and only text", () => {
  for (const length of [0, 1, 23, 24, 31, 32, 63, 64, 255, 256, 65535, 65536]) {
    for (const letter of ["a", "é", "漢", "🦀"]) assert.equal(decode(encode(letter.repeat(length))), letter.repeat(length));
  }
  assert.equal(decode(encode("\ufeffbom")), "\ufeffbom");
  for (const text of ["\ud800", "a\udc00", "\ud800a", "\udc00\ud800", "x".repeat(100) + "\ud83e"]) {
    assert.equal(problem(() => encode({ t: [text] })), "t[0]: text with half a surrogate pair");
    assert.match(problem(() => encode({ [text]: 1 })), /half a surrogate pair/);
  }
  for (const hex of ["a1ff", "a2c328", "a3eda080", "a2c080", "a4f4908080", "d901ff"]) {
    assert.equal(problem(() => decode(fromHex(hex))), "text that is not UTF-8");
  }
});

test("what is not data is refused by name", () => {
  class Account {}
  for (const [value, name] of [
    [new Set(), "a Set"],
    [new Date(0), "a Date"],
    [/x/, "a RegExp"],
    [new Error("x"), "a Error"],
    [new Account(), "a Account"],
    [Promise.resolve(), "a Promise"],
    [() => 1, "a function"],
    [Symbol("x"), "a symbol"],
    [new Number(1), "a Number"],
  ] as const) {
    assert.equal(problem(() => encode({ deep: [1, value] })), `deep[1]: cannot send ${name}`);
  }
  assert.deepEqual(decode(encode(Object.assign(Object.create(null) as object, { a: 1 }))), { a: 1 });
});

test("a Map is data, with text and integers as keys", () => {
  const map = new Map<unknown, unknown>([["a", 1], [2, undefined], [-3, "c"], [2n ** 64n - 1n, null]]);
  assert.equal(toHex(encode(map)), "83a16101fda163cfffffffffffffffffc0");
  for (const key of [true, null, 1.5, {}, Symbol("x")]) {
    assert.match(problem(() => encode({ m: new Map([[key, 1]]) })), /^m.*: a key that is neither text nor an integer$/);
  }
});

test("paths read as code does", () => {
  const bad = (): void => {};
  assert.equal(problem(() => encode({ user: { addresses: [1, 2, 3, { zip: bad }] } })), "user.addresses[3].zip: cannot send a function");
  assert.equal(problem(() => encode({ "not a name": { 漢字: bad } })), '["not a name"].漢字: cannot send a function');
  assert.equal(problem(() => encode([[1, 2], { a: [] }, { b: [[bad]] }])), "[2].b[0][0]: cannot send a function");
});

test("32 levels and no more, cycles included", () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
  assert.deepEqual(decode(encode(nested(32))), nested(32));
  assert.match(problem(() => encode(nested(33))), /nested deeper than 32 levels/);
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  assert.match(problem(() => encode(cycle)), /self\.self.*or within itself/);
  for (const levels of [33, 2000, 60000]) {
    for (const hex of ["91", "8101"]) {
      assert.match(problem(() => decode(fromHex(hex.repeat(levels) + "c0"))), /nested deeper than 32 levels/);
    }
  }
});

test("a value is all there is", () => {
  assert.equal(problem(() => decode(fromHex("0101"))), "bytes are left over");
  assert.equal(problem(() => decode(fromHex(""))), "the message ends too soon");
});

test("lengths that lie are found out before memory is taken", () => {
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  for (const hex of ["dbffffffff", "c6ffffffff", "ddffffffff", "dfffffffff", "ddfffffffe00", "dc000200", "c40200", "a361"]) {
    for (let i = 0; i < 1000; i++) problem(() => decode(fromHex(hex)));
  }
  const after = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  assert.ok(after - before < 200e6, `${after - before} bytes more than before`);
});

test("extension types, and keys that are neither text nor integers, are refused", () => {
  for (const hex of ["d40100", "d6ff00000000", "c7010500", "c1"]) {
    assert.match(problem(() => decode(fromHex(hex))), /a type that is not allowed/);
  }
  for (const hex of ["81c001", "81c301", "81cb3ff000000000000001", "81c4010001", "819001", "818001"]) {
    assert.match(problem(() => decode(fromHex(hex))), /a key that is not allowed|a float for an integer/);
  }
  assert.deepEqual(decode(fromHex("8201a17802a179")), { 1: "x", 2: "y" });
});

test("a getter that encodes something else while it is read does no harm", () => {
  const value = {
    a: 1,
    get b(): unknown {
      return decode(encode({ x: "y".repeat(5000), inner: [1, 2, 3] }));
    },
    c: "z",
  };
  const copy = { a: 1, b: { x: "y".repeat(5000), inner: [1, 2, 3] }, c: "z" };
  assert.deepEqual(decode(encode(value)), copy);
  const failing = {
    a: [
      {
        get b(): unknown {
          problem(() => encode({ q: [() => 1] }));
          return () => 2;
        },
      },
    ],
  };
  assert.equal(problem(() => encode(failing)), "a[0].b: cannot send a function");
});

test("an object that changes while it is read is still written as one", () => {
  let reads = 0;
  const shifty = {
    get a(): unknown {
      return reads++ === 0 ? 1 : undefined;
    },
  };
  assert.deepEqual(decode(encode(shifty)), { a: 1 });
});

test("after a failure, the next value is not touched by it", () => {
  for (let i = 0; i < 100; i++) {
    problem(() => encode([[[[() => 1]]]]));
    problem(() => decode(fromHex("919191")));
  }
  assert.equal(problem(() => encode({ a: () => 1 })), "a: cannot send a function");
  assert.deepEqual(decode(encode([1])), [1]);
});

test("random bytes never do worse than a codec error", () => {
  const random = seeded(3);
  for (let i = 0; i < 50000; i++) {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 40) }, () => random() * 256);
    try {
      decode(bytes);
    } catch (error) {
      assert.ok(isCodecError(error), String(error));
    }
  }
});
