import type { Call, CallOptions } from "./call.js";
import type { MethodTable } from "./client.js";
import type { StreamCall, StreamOptions } from "./stream.js";
import { emptyTree, plant } from "./tree.js";
import type { Tree } from "./tree.js";

/**
 * What a cache keeps an answer under: the name of the API, the parts of the method's name and, where there is any, what
 * the method was given. It is fit for JSON, so that it can be hashed and persisted, and what is the same on the wire has
 * the same key: `1n` and `1`, an absent field and one that is `undefined`, fields in any order.
 *
 * The first parts of a key match all that begin with them: `["shop"]`, `["shop", "users"]`.
 */
export type Key = readonly [api: string, ...rest: unknown[]];

/** How one call is made; the signal comes from the cache. */
export type QueryCallOptions = Omit<CallOptions, "signal">;
/** How one stream is opened; the signal comes from the cache. */
export type StreamCallOptions = Omit<StreamOptions, "signal">;

/** What a cache of queries asks for: `useQuery(options)`, `fetchQuery(options)`, `useQuery({ ...options, staleTime: 5000 })`. */
export interface QueryOptions<Data, Failure> extends FailsWith<Failure> {
  readonly queryKey: Key;
  /** Makes the call, which ends when the cache does not want it any more. */
  readonly queryFn: (context: QueryContext) => Promise<Data>;
}

/** What a cache of queries asks for to change something: `useMutation(options)`. */
export interface MutationOptions<Data, Failure, Variables> extends FailsWith<Failure> {
  readonly mutationKey: Key;
  /** Makes the call. */
  readonly mutationFn: (variables: Variables) => Promise<Data>;
}

/** What a streamed query needs: `{ queryKey, queryFn: streamedQuery({ streamFn }) }`. */
export interface StreamQueryOptions<Item, Failure> {
  readonly queryKey: Key;
  /** Opens the stream, which ends when the cache does not want it any more. */
  readonly streamFn: (context: QueryContext) => StreamCall<Item, Failure>;
}

/** What the cache gives with each call. */
export interface QueryContext {
  readonly signal: AbortSignal;
}

/** Tells the compiler what a query fails with. There is nothing of it in the options. */
export interface FailsWith<Failure> {
  /** Never there. */
  readonly retryDelay?: (failureCount: number, error: Failure) => number;
  /** Never there. */
  readonly throwOnError?: (error: Failure) => boolean;
}

/** The query of a method: call it for the options of a query. */
export interface Query<Input, Data, Failure> extends Keyed<Input>, Mutation<Data, Failure, Input> {
  (input: Input, options?: QueryCallOptions): QueryOptions<Data, Failure>;
}

/** The query of a method of which no parameter is required. */
export interface OptionalQuery<Input, Data, Failure> extends Keyed<Input>, Mutation<Data, Failure, Input | void> {
  (input?: Input, options?: QueryCallOptions): QueryOptions<Data, Failure>;
}

/** The query of a method that takes nothing. */
export interface BareQuery<Data, Failure> extends Mutation<Data, Failure, void> {
  (options?: QueryCallOptions): QueryOptions<Data, Failure>;
  /** The key of the query, and of the mutation. */
  key(): Key;
}

/** The query of a method that answers with a stream: call it for what `streamedQuery` needs. */
export interface StreamQuery<Input, Item, Failure> extends Keyed<Input> {
  (input: Input, options?: StreamCallOptions): StreamQueryOptions<Item, Failure>;
}

/** The query of a method that answers with a stream and of which no parameter is required. */
export interface OptionalStreamQuery<Input, Item, Failure> extends Keyed<Input> {
  (input?: Input, options?: StreamCallOptions): StreamQueryOptions<Item, Failure>;
}

/** The query of a method that takes nothing and answers with a stream. */
export interface BareStreamQuery<Item, Failure> {
  (options?: StreamCallOptions): StreamQueryOptions<Item, Failure>;
  /** The key of the query. */
  key(): Key;
}

interface Keyed<Input> {
  /** The key that matches all queries of the method, or those whose input has these fields: for `invalidateQueries` and its kin. */
  key(input?: Partial<Input>): Key;
}

interface Mutation<Data, Failure, Variables> {
  /** The options of a mutation that calls the method. */
  mutation(options?: QueryCallOptions): MutationOptions<Data, Failure, Variables>;
}

/** The queries of an API, by the names of its methods. */
export type QueriesOf<Methods> = { readonly [Name in keyof Methods]: QueryOf<Methods[Name]> };

type QueryOf<Method> = Method extends (...given: infer Given) => infer Outcome
  ? Outcome extends Call<infer Output, infer Failure>
    ? CallQuery<Given, DataOf<Output>, Failure>
    : Outcome extends StreamCall<infer Item, infer Failure>
      ? StreamedQuery<Given, Item, Failure>
      : never
  : QueriesOf<Method>;

type CallQuery<Given extends readonly unknown[], Data, Failure> = 2 extends Given["length"]
  ? 0 extends Given["length"]
    ? OptionalQuery<Exclude<Given[0], undefined>, Data, Failure>
    : Query<Given[0], Data, Failure>
  : BareQuery<Data, Failure>;

type StreamedQuery<Given extends readonly unknown[], Item, Failure> = 2 extends Given["length"]
  ? 0 extends Given["length"]
    ? OptionalStreamQuery<Exclude<Given[0], undefined>, Item, Failure>
    : StreamQuery<Given[0], Item, Failure>
  : BareStreamQuery<Item, Failure>;

/** Caches have no room for `undefined`: what answers with nothing has `null` there. */
type DataOf<Output> = [Output] extends [void] ? null : Output;

/** Makes the queries of a client from its table. */
export function createQueries<Methods extends object>(client: Methods, table: MethodTable, api: string): QueriesOf<Methods> {
  const queries = emptyTree();
  for (const [name, entry] of Object.entries(table)) {
    const path = name.split(".");
    const method = path.reduce<unknown>((at, part) => (at as Tree)[part], client) as UntypedMethod;
    const key = (input?: unknown): Key => [api, ...path, ...keyOf(input)];
    const query = (given?: unknown, own?: QueryCallOptions): object => {
      const [input, options] = entry.input === null ? [undefined, (given ?? own) as QueryCallOptions | undefined] : [given, own];
      const queryKey = key(input);
      const start = ({ signal }: QueryContext): unknown => method(input, { ...options, signal });
      if (entry.stream) return { queryKey, streamFn: start };
      return { queryKey, queryFn: async (context: QueryContext) => (await start(context)) ?? null };
    };
    const mutation = (options?: QueryCallOptions): object => ({
      mutationKey: key(),
      mutationFn: async (input: unknown) => (await method(input, options)) ?? null,
    });
    plant(queries, name, Object.assign(query, entry.stream ? { key } : { key, mutation }));
  }
  // The table and the interface `Methods` are written by the same generator from the same contract.
  return queries as unknown as QueriesOf<Methods>;
}

/** A method without its types. One that takes nothing has its options in the second place, too. */
type UntypedMethod = (input: unknown, options: CallOptions | undefined) => unknown;

/** What a method is given, as the last part of a key. Nothing and an object without fields are the same to the server. */
function keyOf(input: unknown): readonly unknown[] {
  if (input === undefined) return [];
  const part = fit(input, 0);
  const isEmpty = typeof part === "object" && part !== null && !Array.isArray(part) && Object.keys(part).length === 0;
  return isEmpty ? [] : [part];
}

// Deeper than what can be sent; it also stops at an object within itself, of which the call says what is wrong with it.
const maxDepth = 64;

/**
 * A value as JSON can hold it, different for different values. What JSON has no word for is text that begins with `$`,
 * and text that begins with it by itself begins with two.
 */
function fit(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case "string":
      return value.startsWith("$") ? `$${value}` : value;
    case "number":
      if (Object.is(value, -0)) return "$-0";
      return Number.isFinite(value) ? value : `$${value}`;
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : `$${value}n`;
    case "boolean":
      return value;
    case "object":
      if (value === null) return null;
      return depth < maxDepth ? fitObject(value, depth + 1) : "$deep";
    case "undefined":
      return null;
    default:
      return `$${typeof value}`;
  }
}

function fitObject(value: object, depth: number): unknown {
  if (ArrayBuffer.isView(value)) return hex(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (value instanceof ArrayBuffer) return hex(new Uint8Array(value));
  if (value instanceof Date) return `$${Number.isNaN(value.getTime()) ? "date" : value.toISOString()}`;
  if (Array.isArray(value)) return value.map((item: unknown) => fit(item, depth));
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]: readonly [unknown, unknown]) => [fit(key, depth), fit(item, depth)]);
    return ["$map", ...entries.map((entry) => JSON.stringify(entry)).sort()];
  }
  const fields = Object.entries(value as { readonly [name: string]: unknown }).filter(([, field]) => field !== undefined);
  // Caches copy objects field by field, and a field called `__proto__` would be lost on the way.
  const named = fields.map(([name, field]) => [/^\$|^__proto__$/.test(name) ? `$${name}` : name, fit(field, depth)] as const);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hex(bytes: Uint8Array): string {
  return `$bytes:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
