import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { buildSync } from "esbuild";
import { connect } from "#runtime/index.js";
import { tellMismatch } from "#runtime/mismatch.js";
import { settled } from "../support/clock.js";
import { fakeServer } from "../support/server.js";

/** What is written to the console as a warning in `run`, in an environment of this kind. */
async function warnings(environment: "development" | "production", run: () => unknown): Promise<string[]> {
  const { warn } = console;
  const { NODE_ENV } = process.env;
  const said: string[] = [];
  console.warn = (text: string): void => void said.push(text);
  process.env["NODE_ENV"] = environment;
  try {
    await run();
  } finally {
    console.warn = warn;
    if (NODE_ENV === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = NODE_ENV;
  }
  return said;
}

/** Connects to a server whose contract is "its own", as often as one likes. */
async function meet(contract: string, times = 1): Promise<void> {
  const server = fakeServer();
  for (let i = 0; i < times; i++) {
    const client = connect<object>("ws://localhost", { WebSocket: server.WebSocket }, {}, { api: "shop", contract });
    await settled();
    await server.peer().welcome({ j: "its own" });
    assert.equal(client.state.get().contractMismatch, contract !== "its own");
    client.close();
  }
}

/** Runs something as in a page at this host, or in one that has no process besides. */
function inPage(hostname: string, run: () => void): void {
  const { process } = globalThis;
  Object.assign(globalThis, { location: { hostname }, process: undefined });
  try {
    run();
  } finally {
    Object.assign(globalThis, { location: undefined, process });
  }
}

test("in development a client says once that its server has another contract, and what to do", async () => {
  const said = await warnings("development", () => meet("older", 3));
  assert.equal(said.length, 1);
  assert.match(said[0]!, /the shop API has another contract .* run mego-codegen again/);
  assert.equal((await warnings("development", () => meet("another", 1))).length, 1);
  assert.deepEqual(await warnings("development", () => meet("its own")), []);
});

test("in production it says nothing", async () => {
  assert.deepEqual(await warnings("production", () => meet("silent")), []);
});

test("a page without a bundler is in development where it is on this machine", async () => {
  const hosts = ["localhost", "127.0.0.1", "[::1]", "shop.example", "localhost.example", "192.168.0.7"];
  const said = await warnings("development", () => hosts.forEach((host) => inPage(host, () => tellMismatch(host, host))));
  assert.deepEqual(said.map((text) => /the (.*) API/.exec(text)?.[1]), hosts.slice(0, 3));
});

test("bundlers leave all of it out of what they build for production", () => {
  const bundle = (environment: string): string => {
    const { outputFiles } = buildSync({
      entryPoints: [join(process.cwd(), "build/sample-js/index.js")],
      define: { "process.env.NODE_ENV": JSON.stringify(environment) },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
    });
    return outputFiles[0]!.text;
  };
  assert.match(bundle("development"), /run mego-codegen again/);
  assert.doesNotMatch(bundle("production"), /run mego-codegen again|localhost/);
});
