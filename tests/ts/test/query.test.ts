// The queries of a client, in the hands of the real TanStack Query.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { MutationObserver, QueryClient, QueryObserver, dehydrate, experimental_streamedQuery, hashKey, hydrate } from "@tanstack/query-core";
import type { Client } from "#sample";
import { queries } from "#sample/query.js";
import type { Queries, Query } from "#sample/query.js";
import { createQueries } from "#runtime/query.js";
import type { Clock } from "../support/clock.js";
import { settled } from "../support/clock.js";
import { scene } from "../support/setup.js";

/** A cache that leaves no timers behind and asks once. */
function cache(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { gcTime: Infinity, staleTime: Infinity, retry: false }, mutations: { gcTime: Infinity } } });
}

/** Lets the cache tell its observers, for which it sets a timer of no time. */
const told = (clock: Clock): Promise<void> => clock.advance(0);

scene("a query is a call, and its answer is kept under its key", async ({ server, connected }) => {
  const q = queries(await connected());
  const client = cache();
  const peer = server.peer();
  const first = client.fetchQuery(q.sum({ a: 1, b: 2 }));
  const same = client.fetchQuery(q.sum({ b: 2, a: 1 }));
  assert.deepEqual(await peer.news(), [[16, 1, "sum", { a: 1, b: 2 }]]);
  await peer.send([18, 1, 3]);
  assert.deepEqual([await first, await same], [3, 3]);
  assert.equal(await client.fetchQuery(q.sum({ a: 1, b: 2 })), 3);
  assert.deepEqual(await peer.news(), []);
  assert.equal(client.getQueryData(["sample", "sum", { a: 1, b: 2 }]), 3);

  const other = client.fetchQuery(q.sum({ a: 2, b: 2 }));
  assert.deepEqual(await peer.news(), [[16, 3, "sum", { a: 2, b: 2 }]]);
  await peer.send([18, 3, 4]);
  assert.equal(await other, 4);
});

scene("64-bit integers are found again, whether they were given as bigint or as number", async ({ server, connected }) => {
  const q = queries(await connected());
  const client = cache();
  const page = client.fetchQuery(q.users.list({ after: 5n }));
  assert.deepEqual(await server.peer().news(), [[16, 1, "users.list", { after: 5 }]]);
  await server.peer().send([18, 1, { items: [], total: 12 }]);
  assert.deepEqual(await page, { items: [], total: 12n });
  assert.deepEqual(await client.fetchQuery(q.users.list({ after: 5, page: undefined })), { items: [], total: 12n });
  assert.deepEqual(await server.peer().news(), []);
});

scene("a query that nobody wants any more ends its call", async ({ clock, server, connected }) => {
  const q = queries(await connected());
  const client = cache();
  const observer = new QueryObserver(client, q.sum({ a: 1, b: 2 }));
  const leave = observer.subscribe(() => {});
  assert.deepEqual(await server.peer().news(), [[16, 1, "sum", { a: 1, b: 2 }]]);
  leave();
  const [cancel] = await server.peer().news();
  assert.deepEqual(cancel?.slice(0, 2), [20, 1]);
  assert.equal(client.getQueryState(q.sum({ a: 1, b: 2 }).queryKey)?.status, "pending");
  assert.equal(client.getQueryState(q.sum({ a: 1, b: 2 }).queryKey)?.fetchStatus, "idle");
  await told(clock);
});

scene("keys find all queries of a group, of a method, and of some input", async ({ clock, server, connected }) => {
  const q = queries(await connected());
  const client = cache();
  const asked = [q.sum({ a: 1, b: 2 }), q.users.list(), q.users.list({ page: 1 }), q.users.list({ page: 1, after: 2n ** 63n }), q.ping()];
  for (const options of asked) client.setQueryData(options.queryKey, "known");
  const invalid = async (queryKey: Query.Key): Promise<number[]> => {
    await client.invalidateQueries({ queryKey });
    const hit = asked.flatMap(({ queryKey: key }, index) => (client.getQueryState(key)?.isInvalidated === true ? [index] : []));
    for (const { queryKey: key } of asked) client.setQueryData(key, "known");
    return hit;
  };
  assert.deepEqual(await invalid(["sample"]), [0, 1, 2, 3, 4]);
  assert.deepEqual(await invalid(["sample", "users"]), [1, 2, 3]);
  assert.deepEqual(await invalid(q.users.list.key()), [1, 2, 3]);
  assert.deepEqual(await invalid(q.users.list.key({ page: 1 })), [2, 3]);
  assert.deepEqual(await invalid(q.users.list.key({ page: 1, after: 2n ** 63n })), [3]);
  assert.deepEqual(await invalid(q.sum.key({ b: 2 })), [0]);
  assert.deepEqual(await invalid(q.sum.key({ b: 3 })), []);
  assert.deepEqual(await invalid(q.ping.key()), [4]);

  // One that is looked at is asked again.
  const leave = new QueryObserver(client, q.sum({ a: 1, b: 2 })).subscribe(() => {});
  void client.invalidateQueries({ queryKey: q.sum.key() });
  assert.deepEqual(await server.peer().news(), [[16, 1, "sum", { a: 1, b: 2 }]]);
  await server.peer().send([18, 1, 3]);
  assert.equal(client.getQueryData(q.sum({ a: 1, b: 2 }).queryKey), 3);
  leave();
  await told(clock);
});

scene("a query fails with the error of its call", async ({ server, connected }) => {
  const mego = await connected();
  const q = queries(mego);
  const failing = assert.rejects(cache().fetchQuery(q.users.list({ page: 9 })), (error) => {
    assert.ok(mego.users.list.isError(error) && error.kind === "declared");
    assert.equal(error.data.pages, 3n);
    return true;
  });
  await server.peer().news();
  await server.peer().send([19, 1, 55, "there is no such page", { pages: 3 }]);
  await failing;
});

scene("what takes and returns nothing is null, and its options stand first", async ({ clock, server, connected }) => {
  const q = queries(await connected());
  const client = cache();
  const ping = client.fetchQuery(q.ping({ timeout: 0 }));
  assert.deepEqual(await server.peer().news(), [[16, 1, "ping", null]]);
  assert.deepEqual(clock.waiting().filter((milliseconds) => milliseconds === 30_000), [], "the call has no deadline");
  await server.peer().send([18, 1, null]);
  assert.equal(await ping, null);
  assert.deepEqual(q.ping().queryKey, ["sample", "ping"]);
});

scene("a mutation is a call of each time", async ({ clock, server, connected }) => {
  const q = queries(await connected());
  const client = cache();
  assert.deepEqual(q.createUser.mutation().mutationKey, ["sample", "createUser"]);
  const create = new MutationObserver(client, q.createUser.mutation({ timeout: 700 }));
  const input = { username: "a", password: "b" };
  const made = create.mutate(input);
  const [frame] = await server.peer().news();
  assert.deepEqual(frame?.slice(0, 4), [16, 1, "createUser", input]);
  await server.peer().send([18, 1, { id: 1, username: "a", nickname: null, role: "Member", invitedBy: [] }]);
  assert.equal((await made).id, 1n);
  const late = create.mutate(input);
  late.catch(() => {});
  await server.peer().news();
  await clock.advance(701);
  await assert.rejects(late, { kind: "client", status: "Timeout" });

  const ping = new MutationObserver(client, q.ping.mutation());
  const done = ping.mutate();
  const calls = (await server.peer().news()).filter(([kind]) => kind === 16);
  assert.deepEqual(calls, [[16, 5, "ping", null]]);
  await server.peer().send([18, 5, null]);
  assert.equal(await done, null);
  await told(clock);
});

scene("a stream is a streamed query, which ends with whoever wants it", async ({ clock, server, connected }) => {
  const q = queries(await connected());
  const client = cache();
  const peer = server.peer();
  const { queryKey, streamFn } = q.countdown({ from: 3 });
  assert.deepEqual(queryKey, ["sample", "countdown", { from: 3 }]);
  const numbers = client.fetchQuery({ queryKey, queryFn: experimental_streamedQuery({ streamFn }) });
  assert.deepEqual(await peer.news(), [[16, 1, "countdown", { from: 3 }]]);
  await peer.send([21, 1, 3], [21, 1, 2]);
  assert.deepEqual(client.getQueryData(queryKey), [3, 2]);
  await peer.send([21, 1, 1], [22, 1]);
  assert.deepEqual(await numbers, [3, 2, 1]);
  await peer.news();

  const clocked = q.clock();
  assert.deepEqual(clocked.queryKey, ["sample", "clock"]);
  const observer = new QueryObserver(client, { queryKey: clocked.queryKey, queryFn: experimental_streamedQuery({ streamFn: clocked.streamFn }) });
  const leave = observer.subscribe(() => {});
  assert.deepEqual(await peer.news(), [[16, 3, "clock", null]]);
  leave();
  const [cancel] = await peer.news();
  assert.deepEqual(cancel?.slice(0, 2), [20, 3]);
  await told(clock);
});

scene("what was kept is found again after it was persisted", async ({ clock, connected }) => {
  const q = queries(await connected());
  const [before, after] = [cache(), cache()];
  const options = q.users.list({ after: 2n ** 60n });
  before.setQueryData(options.queryKey, "known");
  hydrate(after, JSON.parse(JSON.stringify(dehydrate(before))));
  assert.equal(after.getQueryData(q.users.list({ after: 2n ** 60n }).queryKey), "known");
  assert.equal(after.getQueryData(q.users.list({ after: 2n ** 60n + 1n }).queryKey), undefined);
  await told(clock);
});

/** The key of a method that takes anything at all. */
function keyOf(input: unknown): Query.Key {
  const method = (): Promise<void> => Promise.resolve();
  const { take } = createQueries({ take: method }, { take: {} }, "any") as unknown as { readonly take: { readonly key: (input: unknown) => Query.Key } };
  return take.key(input);
}

const bytes = (...values: number[]): Uint8Array => new Uint8Array(values);

test("different inputs have different keys, as the cache hashes them and after JSON", () => {
  const named = (name: string, value: unknown): object => JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`);
  const inputs: unknown[] = [
    undefined, null, true, false, 0, -0, 1, -1, 1.5, NaN, Infinity, -Infinity,
    2n ** 53n, -(2n ** 53n), 2n ** 64n - 1n, 2 ** 53, 2n ** 53n + 1n,
    "", "1", "0", "null", "NaN", "$", "$$", "$NaN", "$-0", "$9007199254740992n", "9007199254740992n", "$bytes:", "$$bytes:",
    bytes(), bytes(0), bytes(1), bytes(0, 1), bytes(1, 0), "$bytes:00", [0], [1], [], [null], [[]], [[], []], ["$map"],
    new Map(), new Map([[1n, "a"]]), new Map([[2n, "a"]]), new Map<unknown, unknown>([["1", "a"]]), new Map([[1n, "a"], [2n, "b"]]), ["$map", '[1,"a"]'],
    new Date(0), new Date(1), new Date(NaN), "1970-01-01T00:00:00.000Z", "$1970-01-01T00:00:00.000Z",
    { a: 1 }, { a: "1" }, { a: null }, { a: [1] }, { a: { a: 1 } }, { b: 1 }, { a: 1, b: 1 }, { $a: 1 }, { $$a: 1 },
    named("__proto__", 1), named("__proto__", 2), named("$__proto__", 1), named("constructor", 1), named("toString", 1),
    "書", "書\u0000", "\ud83d\ude00",
  ];
  const seen = new Map<string, unknown>();
  for (const input of inputs) {
    const key = keyOf(input);
    const hash = hashKey(key);
    assert.equal(hashKey(JSON.parse(JSON.stringify(key)) as readonly unknown[]), hash);
    assert.ok(!seen.has(hash), `${hash} is the key of ${inspect(seen.get(hash))} and of ${inspect(input)}`);
    seen.set(hash, input);
  }
  assert.equal(seen.size, inputs.length);
});

test("what is the same on the wire has the same key", () => {
  const same: readonly (readonly [unknown, unknown])[] = [
    [undefined, {}],
    [{}, { a: undefined }],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }],
    [{ a: 1, b: undefined }, { a: 1 }],
    [1n, 1],
    [{ id: 5n }, { id: 5 }],
    [bytes(1, 2), bytes(0, 1, 2).subarray(1)],
    [bytes(1, 2), bytes(1, 2).buffer],
    [bytes(1, 2), new DataView(bytes(0, 1, 2, 3).buffer, 1, 2)],
    [new Map([[1n, "a"], [2n, "b"]]), new Map([[2n, "b"], [1n, "a"]])],
    [{ deep: { x: 1, y: [{ p: 1, q: 2 }] } }, { deep: { y: [{ q: 2, p: 1 }], x: 1 } }],
  ];
  for (const [a, b] of same) assert.deepEqual(keyOf(a), keyOf(b));
  assert.deepEqual(keyOf({ after: 2n ** 60n, at: new Date(0) }), ["any", "take", { after: "$1152921504606846976n", at: "$1970-01-01T00:00:00.000Z" }]);
});

test("an object within itself has a key, too, and its call says what is wrong", () => {
  const self: { inner?: unknown } = {};
  self.inner = self;
  assert.doesNotThrow(() => JSON.stringify(keyOf(self)));
});

test("queries need nothing but the methods", async () => {
  const heard: unknown[] = [];
  const sum = (...given: readonly unknown[]): Promise<number> => Promise.resolve(heard.push(given));
  // The rest of the client is not touched.
  const client = new Proxy({ sum }, { get: (target, name) => (name === "sum" ? target.sum : {}) });
  const q = queries(client as unknown as Client) satisfies Queries;
  const { signal } = new AbortController();
  assert.equal(await q.sum({ a: 1, b: 2 }, { timeout: 5 }).queryFn({ signal }), 1);
  assert.deepEqual(heard, [[{ a: 1, b: 2 }, { timeout: 5, signal }]]);
  await settled();
});
