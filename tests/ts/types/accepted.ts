// What must compile: the types of a generated client, used as one would.
import { createClient, isMegoError } from "#sample";
import type { Client, CountdownError, CreateUserError, Mego, NewMessage, NewUser, User, UserPage, UsersWatchError } from "#sample";

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <_Check extends true>(): void => {};

export async function use(mego: Client): Promise<void> {
  const total = await mego.sum({ a: 1, b: 2 });
  same<Same<typeof total, number>>();

  const user = await mego.createUser({ username: "yami", password: "123456789012", role: undefined });
  same<Same<typeof user, User>>();
  same<Same<typeof user.id, bigint>>();

  await mego.users.list();
  await mego.users.list({});
  await mego.users.list({ page: 1, after: 5 }, { timeout: 1000 });
  const page = await mego.users.list({ after: 5n }, { signal: new AbortController().signal, whenOffline: "fail" });
  same<Same<typeof page, UserPage>>();

  const nothing = await mego.ping({ timeout: 0 });
  same<Same<typeof nothing, void>>();

  const call = mego.createUser({ username: "a", password: "b" });
  same<Same<typeof call, Mego.Call<User, CreateUserError>>>();
  call.cancel();
  call.cancel("why");
}

export async function narrow(mego: Client, input: NewUser): Promise<string> {
  const result = await mego.createUser(input).result();
  if (result.ok) return result.value.username;
  const { error } = result;
  switch (error.kind) {
    case "declared":
      switch (error.status) {
        case "Exists":
          same<Same<typeof error.code, 53>>();
          return error.data.exists.join();
        case "Closed":
          same<Same<typeof error.data, undefined>>();
          return error.message;
        default:
          return error satisfies never;
      }
    case "fault":
      if (error.status === "Invalid") return error.data.params.map((param) => param.expected).join();
      return `${error.incident ?? ""} ${error.retryAfter?.toFixed() ?? ""}`;
    case "client":
      return error.status === "Disconnected" && error.maybeExecuted ? "unknown" : (error.path ?? error.status);
    default:
      return error satisfies never;
  }
}

export async function guard(mego: Client): Promise<readonly string[]> {
  try {
    await mego.createUser({ username: "a", password: "b" });
  } catch (error) {
    if (mego.createUser.isError(error) && error.kind === "declared" && error.status === "Exists") return error.data.exists;
    if (isMegoError(error)) return [error.method];
  }
  return [];
}

export function make(WebSocket: Mego.WebSocketConstructor): Client {
  createClient("/mego");
  createClient("ws://localhost", {});
  createClient("ws://localhost", { token: undefined, data: undefined, name: undefined, WebSocket: undefined });
  return createClient(new URL("ws://localhost"), {
    token: async () => "t",
    data: () => ({ version: "1.0" }),
    name: "shop/1.2",
    timeout: 5000,
    whenOffline: "queue",
    WebSocket,
  });
}

export async function streams(mego: Client): Promise<number> {
  const countdown = mego.countdown({ from: 3 }, { credit: 2, timeout: 5000, signal: new AbortController().signal });
  same<Same<typeof countdown, Mego.StreamCall<number, CountdownError>>>();
  let total = 0;
  for await (const n of countdown) total += n;
  for await (const user of mego.users.watch({ id: 1n })) {
    same<Same<typeof user, User>>();
    break;
  }
  for await (const nothing of mego.clock({ credit: 1 })) same<Same<typeof nothing, void>>();
  const result = await mego.users.watch({ id: 1 }).result();
  same<Same<typeof result, Mego.Result<void, UsersWatchError>>>();
  if (!result.ok && mego.users.watch.isError(result.error) && result.error.kind === "declared") total += Number(result.error.data.id);
  countdown.cancel("enough");
  await countdown[Symbol.asyncDispose]();
  const iterable: AsyncIterable<number> = countdown;
  return total + ((await iterable[Symbol.asyncIterator]().next()).value ?? 0);
}

export async function events(mego: Client, room: string): Promise<void> {
  const subscription = mego.events.newMessage.subscribe(`room:${room}`, (message) => same<Same<typeof message, NewMessage>>(), {
    onGap: () => {},
    onEnd: (error) => void (error.kind === "client" ? error.maybeExecuted : error.incident),
  });
  await subscription.ready;
  subscription.close();
  subscription[Symbol.dispose]();
  mego.events.users.counted.subscribe("anything", (count) => void count.toFixed());
  mego.events.restart.subscribe("all", () => {}).close();
  mego.events.newMessage.on((message, channel) => void [message.id + 1n, channel.slice(5)]).close();
  const messages = mego.events.newMessage.stream("room:1", { overflow: "error", limit: 10, signal: new AbortController().signal });
  await messages.ready;
  for await (const message of messages) same<Same<typeof message, NewMessage>>();
  same<Same<ReturnType<typeof messages.dropped>, number>>();
  try {
    await messages.next();
  } catch (error) {
    if (isMegoError(error) && error.kind === "client" && error.status === "ResourceExhausted") same<Same<typeof error, Mego.OverflowError>>();
  }
  await mego.authenticate();
}

interface Start {
  readonly version: string;
}

export function initialData(): void {
  const required: Mego.ClientOptions<Start> = { data: async () => ({ version: "1.0" }) };
  const left: Mego.ClientOptions<Start | null>[] = [{}, { data: null }, { data: () => undefined }, { data: { version: "1.0" } }];
  same<Same<Mego.ClientOptions, Mego.ClientOptions<unknown>>>();
  void [required, left];
}

/** A client of an API without events has no `events`. */
export type WithoutEvents = [Same<Mego.ClientBase, Mego.ClientCore>] extends [true] ? true : never;
const withoutEvents: WithoutEvents = true;
void withoutEvents;

export function watch({ state }: Client, useSyncExternalStore: <T>(subscribe: (changed: () => void) => () => void, get: () => T) => T): string {
  const now = useSyncExternalStore(state.subscribe, state.get);
  return now.status === "connected" ? (now.session ?? "") : `${now.attempt} ${now.retryAt ?? ""}`;
}
