// The client in the versions of Node that it is for, each in a process of its own.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startAnswering } from "../support/answering.js";
import type { Answering } from "../support/answering.js";

const program = fileURLToPath(new URL("../support/environment.js", import.meta.url));
const run = promisify(execFile);
const works = "3 2,1 hi 1099511627776";

/** Which Node a binary is. */
async function major(binary: string): Promise<number> {
  const { stdout } = await run(binary, ["--version"]);
  return Number(/^v(\d+)/.exec(stdout)?.[1]);
}

describe("a client under Node", () => {
  let server: Answering | undefined;
  before(async () => void (server = await startAnswering()));
  after(() => server?.close());
  const use = async (binary: string, ...given: string[]): Promise<string> => (await run(binary, [program, server?.socket ?? "", ...given], { timeout: 30_000 })).stdout.trim();

  it("works with a socket that is passed in", async () => {
    assert.equal(await use(process.execPath, "ws"), works);
  });

  // The Node that runs the tests may be either; the other one is named by whoever has it.
  const binaries = [process.execPath, process.env["MEGO_NODE_20"], process.env["MEGO_NODE_22"]].filter((binary): binary is string => binary !== undefined && binary !== "");

  it("has a WebSocket of its own from version 22", async (context) => {
    const found = await Promise.all(binaries.map(async (binary) => ((await major(binary)) >= 22 ? [binary] : [])));
    const [binary] = found.flat();
    if (binary === undefined) return context.skip("there is no Node from version 22: name one in MEGO_NODE_22");
    assert.equal(await use(binary), works);
    assert.equal(await use(binary, "ws"), works);
  });

  it("says what to do before version 22", async (context) => {
    const found = await Promise.all(binaries.map(async (binary) => ((await major(binary)) < 22 ? [binary] : [])));
    const [binary] = found.flat();
    if (binary === undefined) return context.skip("there is no Node before version 22: name one in MEGO_NODE_20");
    assert.match(await use(binary), /^TypeError: there is no WebSocket here .*createClient\(url, \{ WebSocket \}\)/);
    assert.equal(await use(binary, "ws"), works);
  });
});
