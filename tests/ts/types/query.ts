// What must compile: queries, given to TanStack Query as one would.
import { QueryClient, experimental_streamedQuery, queryOptions, useMutation, useQueries, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import type { ClockError, CountdownError, CreateUserError, NewUser, PingError, SumError, User, UserPage, UsersListError } from "#sample";
import type { Client, Mego } from "#sample";
import { queries } from "#sample/query.js";
import type { Queries, Query } from "#sample/query.js";

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <_Check extends true>(): void => {};

export function useThem(q: Queries): void {
  const sum = useQuery(q.sum({ a: 1, b: 2 }));
  same<Same<typeof sum.data, number | undefined>>();
  same<Same<typeof sum.error, SumError | null>>();

  const page = useQuery({ ...q.users.list({ after: 5n }, { timeout: 1000 }), staleTime: 5000, retry: 3, select: (page) => page.items });
  same<Same<typeof page.data, readonly User[] | undefined>>();
  same<Same<typeof page.error, UsersListError | null>>();
  if (page.error?.kind === "declared") page.error.data.pages satisfies bigint;

  const first = useSuspenseQuery(q.users.list());
  same<Same<typeof first.data, UserPage>>();

  const ping = useQuery(q.ping({ whenOffline: "fail" }));
  same<Same<typeof ping.data, null | undefined>>();
  same<Same<typeof ping.error, PingError | null>>();

  const [one, two] = useQueries({ queries: [q.sum({ a: 1, b: 2 }), q.users.list({})] });
  same<Same<typeof one.data, number | undefined>>();
  same<Same<typeof one.error, SumError | null>>();
  same<Same<typeof two.data, UserPage | undefined>>();
}

export function useChanges(q: Queries): void {
  const create = useMutation(q.createUser.mutation());
  same<Same<typeof create.data, User | undefined>>();
  same<Same<typeof create.error, CreateUserError | null>>();
  same<Same<typeof create.variables, NewUser | undefined>>();
  create.mutate({ username: "a", password: "b" });
  useMutation({ ...q.createUser.mutation({ timeout: 0 }), onError: (error) => same<Same<typeof error, CreateUserError>>() });
  useMutation(q.ping.mutation()).mutate();
  const list = useMutation(q.users.list.mutation());
  list.mutate();
  list.mutate({ page: 1 });
}

export function useStreams(q: Queries): void {
  const { queryKey, streamFn } = q.countdown({ from: 3 }, { credit: 2 });
  const numbers = useQuery({ queryKey, queryFn: experimental_streamedQuery({ streamFn }) });
  same<Same<typeof numbers.data, number[] | undefined>>();
  same<Same<ReturnType<typeof streamFn>, Mego.StreamCall<number, CountdownError>>>();
  const clock = q.clock();
  same<Same<typeof clock, Query.StreamQueryOptions<void, ClockError>>>();
}

export async function without(client: QueryClient, mego: Client): Promise<void> {
  const q: Queries = queries(mego);
  const sum = await client.fetchQuery(q.sum({ a: 1, b: 2 }));
  same<Same<typeof sum, number>>();
  const page = await client.ensureQueryData({ ...q.users.list(), staleTime: 1 });
  same<Same<typeof page, UserPage>>();
  await client.invalidateQueries({ queryKey: q.users.list.key() });
  await client.invalidateQueries({ queryKey: q.users.list.key({ page: 1 }) });
  await client.invalidateQueries({ queryKey: q.sum.key({ a: 1 }) });
  await client.invalidateQueries({ queryKey: q.ping.key() });
  // Who wants the data of a key to be typed goes through the library's own helper.
  const cached = client.getQueryData(queryOptions(q.sum({ a: 1, b: 2 })).queryKey);
  same<Same<typeof cached, number | undefined>>();
}
