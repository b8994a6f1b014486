import type { Call, CallOptions } from "./call.js";
import type { MethodTable } from "./client.js";
import type { StreamCall, StreamOptions } from "./stream.js";
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
export type QueriesOf<Methods> = {
    readonly [Name in keyof Methods]: QueryOf<Methods[Name]>;
};
type QueryOf<Method> = Method extends (...given: infer Given) => infer Outcome ? Outcome extends Call<infer Output, infer Failure> ? CallQuery<Given, DataOf<Output>, Failure> : Outcome extends StreamCall<infer Item, infer Failure> ? StreamedQuery<Given, Item, Failure> : never : QueriesOf<Method>;
type CallQuery<Given extends readonly unknown[], Data, Failure> = 2 extends Given["length"] ? 0 extends Given["length"] ? OptionalQuery<Exclude<Given[0], undefined>, Data, Failure> : Query<Given[0], Data, Failure> : BareQuery<Data, Failure>;
type StreamedQuery<Given extends readonly unknown[], Item, Failure> = 2 extends Given["length"] ? 0 extends Given["length"] ? OptionalStreamQuery<Exclude<Given[0], undefined>, Item, Failure> : StreamQuery<Given[0], Item, Failure> : BareStreamQuery<Item, Failure>;
/** Caches have no room for `undefined`: what answers with nothing has `null` there. */
type DataOf<Output> = [Output] extends [void] ? null : Output;
/** Makes the queries of a client from its table. */
export declare function createQueries<Methods extends object>(client: Methods, table: MethodTable, api: string): QueriesOf<Methods>;
export {};
