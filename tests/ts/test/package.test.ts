// The package as it is written: what it exports, and what a bundler leaves of it.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { isMegoError as isErrorOfAccounts } from "#accounts";
import { isMegoError } from "#sample";
import { failure, scene } from "../support/setup.js";

const place = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

interface Package {
  readonly name: string;
  readonly exports: { readonly [path: string]: string | { readonly [condition: string]: string } };
}

const readPackage = (folder: string): Package => JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as Package;

/** Bundles a program as for a page. Gives back its text, and the files that something is left of. */
async function bundle(program: string, folder: string): Promise<{ readonly text: string; readonly files: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: place(folder) },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    metafile: true,
    external: ["react"],
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  const files = Object.entries(output?.inputs ?? {}).flatMap(([name, { bytesInOutput }]) => (bytesInOutput > 0 ? [name.replace(/^.*\//, "")] : []));
  return { text: outputFiles[0]?.text ?? "", files };
}

test("whoever imports a guard carries no connection", async () => {
  const { text, files } = await bundle('import { isMegoError } from "accounts-client"; console.log(isMegoError(1));', "build/accounts");
  assert.deepEqual(files.filter((name) => name !== "<stdin>"), ["errors.js"]);
  assert.ok(text.length < 400, `${text.length} bytes`);
  const whole = await bundle('import { createClient } from "accounts-client"; console.log(createClient("/"));', "build/accounts");
  assert.ok(whole.files.includes("connection.js"), "one that connects does");
});

test("whoever imports neither queries nor hooks carries neither", async () => {
  const client = await bundle('export * from "./index.js";', "build/sample-js");
  assert.ok(!client.files.includes("query.js") && !client.files.includes("react.js"));
  const queries = await bundle('export * from "./query.js";', "build/sample-js");
  assert.ok(queries.files.includes("query.js") && !queries.files.includes("react.js"));
  assert.ok(!/tanstack|from\s*"/.test(queries.text), "nothing is imported");
  const hooks = await bundle('export * from "./react.js";', "build/sample-js");
  assert.deepEqual(hooks.files, ["react.js"]);
  assert.deepEqual([...hooks.text.matchAll(/from\s*"([^"]*)"/g)].map(([, name]) => name), ["react"]);
});

test("what the package exports is there", () => {
  for (const folder of ["build/accounts", "build/chat", "build/middleware"]) {
    const { name, exports } = readPackage(place(folder));
    const { resolve } = createRequire(`${place(folder)}/index.js`);
    for (const [path, target] of Object.entries(exports)) {
      assert.ok(existsSync(resolve(name + path.slice(1))), path);
      for (const file of typeof target === "string" ? [target] : Object.values(target)) assert.ok(existsSync(`${place(folder)}/${file}`), file);
    }
  }
  const { exports } = readPackage(place("sample"));
  for (const path of [".", "./chain", "./query", "./react"]) assert.equal(typeof exports[path], "string");
});

test("nothing in the runtime makes code of text", () => {
  const folder = place("../../mego-codegen/runtime/dist");
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 10);
  for (const name of scripts) {
    const text = readFileSync(`${folder}/${name}`, "utf8");
    assert.doesNotMatch(text, /\beval\b|\bFunction\s*\(|\bimport\s*\(|new Proxy|innerHTML|document\./, name);
  }
});

scene("two copies of the package know each other's errors", async ({ server, connected }) => {
  assert.notEqual(isMegoError, isErrorOfAccounts, "they are two copies");
  const mego = await connected();
  const call = failure(mego.sum({ a: 1, b: 2 }));
  await server.peer().news();
  await server.peer().send([19, 1, 51, "no", null, { f: true }]);
  const error: unknown = await call;
  assert.ok(isErrorOfAccounts(error) && isMegoError(error));
  assert.ok(!isErrorOfAccounts(new Error("no")) && !isErrorOfAccounts({ kind: "fault", status: "Error" }));
});
