import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, isMegoError } from "#sample";
import type { Client, Mego } from "#sample";
import { fakeClock, settled } from "./clock.js";
import type { Clock } from "./clock.js";
import { fakeServer } from "./server.js";
import type { FakeServer } from "./server.js";

export interface Scene {
  readonly clock: Clock;
  readonly server: FakeServer;
  /** Makes a client, whose socket waits to be opened. */
  readonly client: (options?: Mego.ClientOptions) => Promise<Client>;
  /** Makes a client that has been welcomed. */
  readonly connected: (options?: Mego.ClientOptions, welcome?: object) => Promise<Client>;
}

/** A test with a clock and a server of its own. Chance gives always 0.5, and no rejection may go unhandled. */
export function scene(name: string, run: (scene: Scene) => Promise<void>): void {
  test(name, async () => {
    const clock = fakeClock();
    const chance = Math.random;
    Math.random = () => 0.5;
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", onUnhandled);
    const server = fakeServer();
    const clients: Client[] = [];
    const client = async (options: Mego.ClientOptions = {}): Promise<Client> => {
      const made = createClient("ws://localhost:5000/mego", { WebSocket: server.WebSocket, ...options });
      clients.push(made);
      await settled();
      return made;
    };
    try {
      await run({
        clock,
        server,
        client,
        async connected(options, welcome) {
          const made = await client(options);
          await server.peer().welcome(welcome);
          return made;
        },
      });
      for (const made of clients) made.close();
      await settled();
      assert.deepEqual(clock.waiting(), [], "timers are left over");
      await settled();
      assert.deepEqual(unhandled, [], "unhandled rejections");
    } finally {
      process.off("unhandledRejection", onUnhandled);
      Math.random = chance;
      clock.restore();
    }
  });
}

/** Collects what is thrown in `run` as uncaught. */
export async function uncaught(run: () => Promise<void>): Promise<unknown[]> {
  const errors: unknown[] = [];
  const real = globalThis.queueMicrotask;
  globalThis.queueMicrotask = (task) =>
    real(() => {
      try {
        task();
      } catch (error) {
        errors.push(error);
      }
    });
  try {
    await run();
  } finally {
    globalThis.queueMicrotask = real;
  }
  return errors;
}

/** What an iteration or a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Mego.AnyMegoError> {
  const error: unknown = await promise.then(
    () => assert.fail("it should have been rejected"),
    (reason: unknown) => reason,
  );
  assert.ok(isMegoError(error), String(error));
  return error;
}

/** The error of a call that must fail. */
export async function failure<Failure>(call: Mego.Call<unknown, Failure>): Promise<Failure> {
  const result = await call.result();
  assert.ok(!result.ok, "the call should have failed");
  return result.error;
}

/** The client's own error of a call that must fail on this side. */
export async function clientFailure(call: Mego.Call<unknown, Mego.Fault | Mego.ClientError | Mego.Declared<string, number, unknown>>): Promise<Mego.ClientError> {
  const error = await failure(call);
  assert.equal(error.kind, "client");
  return error as Mego.ClientError;
}
