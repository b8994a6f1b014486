// The chained style, with the types of the client it is made from.
import { createClient } from "#sample";
import type { Client, CountdownError, CreateUserError, Mego, NewMessage, PingError, User, UserPage, UsersListError } from "#sample";
import { chain } from "#sample/runtime/chain.js";
import type { EventName, MethodName } from "#sample/runtime/chain.js";

/** Compiles only if both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <_Check extends true>(): void => {};

export async function use(): Promise<void> {
  const mego = chain(createClient("/mego"));
  same<Same<MethodName<Client>, "sum" | "createUser" | "users.list" | "users.watch" | "ping" | "countdown" | "clock">>();
  same<Same<EventName<Client>, "newMessage" | "users.counted" | "restart">>();

  const create = mego.call("createUser").send({ username: "a", password: "b" }).timeout(5000).end();
  same<Same<typeof create, Mego.Call<User, CreateUserError>>>();
  const list = mego.call("users.list").end();
  same<Same<typeof list, Mego.Call<UserPage, UsersListError>>>();
  mego.call("users.list").send().end();
  mego.call("users.list").timeout(10).send({ page: 1 }).end();
  const ping = mego.call("ping").timeout(0).end();
  same<Same<typeof ping, Mego.Call<void, PingError>>>();
  const countdown = mego.call("countdown").send({ from: 3 }).end();
  same<Same<typeof countdown, Mego.StreamCall<number, CountdownError>>>();

  const onMessage = (message: NewMessage, channel: `room:${string}`): void => void [message.id + 1n, channel];
  mego.on("newMessage", onMessage);
  mego.off("newMessage", onMessage);
  mego.on("users.counted", (count) => void count.toFixed());
  mego.on("restart", () => {});
  await mego.subscribe("newMessage", "room:42");
  void mego.subscribe("users.counted", "any");
  mego.unsubscribe("restart", "all");
}
