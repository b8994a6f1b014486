// Checks everything that needs no running: types, the absence of `any`, that dist is in step, and the size.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import ts from "typescript-classic";
import { refused } from "../types/refused.mjs";
import { assembleExamples, assembleSample, assembleTypes, buildRuntime, root, runtime, textsOf, tsc } from "./tasks.mjs";

/** Bytes, minified and with gzip, that a client has at most: one that only calls, and one with events and streams. */
const sizeLimits = { calls: 8170, everything: 10170 };

/** How JavaScript that runs in a page is checked. */
const pageOptions = {
  allowJs: true,
  checkJs: true,
  isolatedDeclarations: false,
  declaration: false,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
};

const failures = [];
const step = (name, problems) => {
  console.log(`${problems.length ? "✗" : "✓"} ${name}`);
  failures.push(...problems.map((problem) => `${name}: ${problem}`));
};

// The compilers print and stop by themselves.
assembleSample();
assembleExamples();
assembleTypes();
const strict = ["-p", "tsconfig.sample.json", "--noEmit"];
tsc(strict, "classic");
tsc([...strict, "--lib", "ES2022", "--types", "node"]);
tsc([...strict, "--target", "ES2022", "--module", "ESNext", "--moduleResolution", "bundler"]);
for (const compiler of ["current", "classic"]) {
  tsc([...strict, "--lib", "ESNext,DOM"], compiler);
  tsc(["-p", "tsconfig.using.json"], compiler);
}
step("the sample compiles with both compilers, with and without the DOM, for Node and for bundlers", []);
tsc(["-p", "tsconfig.json", "--noEmit"]);
step("the tests compile", []);
step("dist is in step with src", compareDist());
step(...checkGenerated());
for (const name of ["accounts", "chat"]) step(`the ${name} page compiles, and nothing in it is any`, checkPage(name));
step("the program of the documents' site compiles, and nothing in it is any", checkSite());
step("what must compile does, and what must not does not", checkRefused());
step("nothing in the runtime or the sample is any", findAny(sources("build/sample-ts", ".ts")));
step("clients are as small as they should be", checkSizes());

for (const failure of failures) console.error(failure);
process.exit(failures.length ? 1 : 0);

function compareDist() {
  const fresh = join(root, "build/dist");
  buildRuntime(fresh);
  const [made, kept] = [textsOf(fresh), textsOf(join(runtime, "dist"))];
  const names = new Set([...made.keys(), ...kept.keys()]);
  return [...names].filter((name) => made.get(name) !== kept.get(name)).map((name) => `${name} differs; run: npm run build`);
}

/** Clients that mego-codegen wrote: its golden files, which stand without the runtime, and those of the examples. */
function checkGenerated() {
  const folder = join(root, "build/generated");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const problems = [];
  let count = 0;
  for (const place of ["../../mego-codegen/tests/golden", "../golden", "../../generated"]) {
    const from = join(root, place);
    const files = existsSync(from) ? readdirSync(from, { recursive: true }).map(String) : [];
    for (const file of files.filter((name) => /(^|[/\\])index\.(ts|js)$/.test(name) && !/runtime[/\\]index/.test(name))) {
      const to = join(folder, String(count++));
      cpSync(join(from, dirname(file)), to, { recursive: true });
      const isScript = file.endsWith(".js");
      if (!existsSync(join(to, "runtime"))) cpSync(join(runtime, isScript ? "dist" : "src"), join(to, "runtime"), { recursive: true });
      if (!isScript) continue;
      const load = `const { createClient } = await import(${JSON.stringify(pathToFileURL(join(to, "index.js")).href)}); if (typeof createClient !== "function") throw new Error("no createClient");`;
      const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", load], { encoding: "utf8" });
      if (status !== 0) problems.push(`${join(place, file)} does not load: ${stderr}`);
    }
  }
  if (count > 0) {
    const config = join(folder, "tsconfig.json");
    writeFileSync(config, JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions: { noEmit: true }, include: ["."] }));
    tsc(["-p", config]);
    tsc(["-p", config], "classic");
  }
  // As a project with a bundler has them, without the options of this package: there a file without an export is no module.
  const bundler = join(root, "build/tsconfig.bundler.json");
  const files = ["sum/index.ts", "accounts/index.d.ts", "chat/index.d.ts"].map((file) => join(root, "../../generated", file));
  const compilerOptions = { noEmit: true, strict: true, target: "es2022", module: "esnext", moduleResolution: "bundler", types: [], skipLibCheck: false };
  writeFileSync(bundler, JSON.stringify({ compilerOptions, files }));
  tsc(["-p", bundler]);
  tsc(["-p", bundler], "classic");
  return [`generated clients compile and load (${count} of them)`, problems];
}

function checkRefused() {
  const folder = join(root, "build/refused");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  refused.forEach(([, code], index) => {
    const head = 'import { createClient } from "#sample";\nimport type { Client, Mego } from "#sample";\nimport { chain } from "#sample/runtime/chain.js";\nimport { queries } from "#sample/query.js";\nimport { useMegoEvent, useMegoState } from "#sample/react.js";\ndeclare const mego: Client;\nconst q = queries(mego);\n';
    writeFileSync(join(folder, `${index}.ts`), `${head}void [createClient, chain, mego, q, useMegoEvent, useMegoState, {} as Mego.Plan];\n${code}\nexport {};\n`);
  });
  const problems = [];
  for (const compiler of ["typescript", "typescript-classic"]) {
    const { stdout } = spawnSync(process.execPath, [join(root, `node_modules/${compiler}/bin/tsc`), "-p", "tsconfig.types.json", "--pretty", "false"], {
      cwd: root,
      encoding: "utf8",
    });
    const found = new Map();
    for (const line of stdout.split("\n")) {
      const [, file, code] = /^(\S+)\(\d+,\d+\): error (TS\d+)/.exec(line) ?? [];
      if (!code) continue;
      if (!file.startsWith("build/refused/")) problems.push(`${compiler}: ${line}`);
      else found.set(basename(file, ".ts"), [...(found.get(basename(file, ".ts")) ?? []), code]);
    }
    refused.forEach(([why, , expected], index) => {
      const codes = found.get(String(index)) ?? [];
      if (codes.length !== 1 || !expected.includes(codes[0])) problems.push(`${compiler}: ${why}: ${expected} expected, found ${codes.join() || "nothing"}`);
    });
  }
  return problems;
}

/** The page beside its client, as the server shows them. */
function checkPage(name) {
  const folder = join(root, "build/page");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(root, "../../examples/examples", name, "page"), folder, { recursive: true });
  cpSync(join(root, "../../generated", name), join(folder, "client"), { recursive: true });
  tsc(["-p", "tsconfig.page.json"]);
  tsc(["-p", "tsconfig.page.json"], "classic");
  return findAny(readdirSync(folder).filter((name) => name.endsWith(".js")).map((name) => join(folder, name)), pageOptions);
}

function checkSite() {
  tsc(["-p", "tsconfig.site.json"]);
  tsc(["-p", "tsconfig.site.json"], "classic");
  return findAny([join(root, "../../mego-codegen/site/site.js")], pageOptions);
}

function sources(folder, end) {
  return readdirSync(join(root, folder), { recursive: true }).filter((name) => name.endsWith(end)).map((name) => join(root, folder, name));
}

/** Asks the compiler for the type of every expression and declaration: an `any` that was never written down is one too. */
function findAny(files, changes = {}) {
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(files, { ...options, ...changes, noEmit: true });
  const checker = program.getTypeChecker();
  const problems = [];
  let looked = 0;
  const visit = (node, source) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) problems.push(place(node, source));
    else if (ts.isIdentifier(node) && !ts.isImportSpecifier(node.parent) && !ts.isExportSpecifier(node.parent)) {
      looked++;
      const type = checker.getTypeAtLocation(node);
      // The names of namespaces and of types that stand alone have no type of a value, nor has the name in `x is T`.
      const isValue = checker.getSymbolAtLocation(node)?.flags & (ts.SymbolFlags.Value & ~ts.SymbolFlags.Module);
      if (isValue && !ts.isTypePredicateNode(node.parent) && !isDisarmed(node) && type.flags & ts.TypeFlags.Any) problems.push(`${place(node, source)}: ${node.text}`);
    }
    ts.forEachChild(node, (child) => visit(child, source));
  };
  for (const file of files) visit(program.getSourceFile(file), program.getSourceFile(file));
  if (looked < 500) problems.push(`only ${looked} names were looked at`);
  return problems;
}

/** Whether an `any` of a library is made `unknown` on the spot: `signal.reason as unknown`. */
function isDisarmed(node) {
  return ts.isPropertyAccessExpression(node.parent) && ts.isAsExpression(node.parent.parent) && node.parent.parent.type.kind === ts.SyntaxKind.UnknownKeyword;
}

function place(node, source) {
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return `${source.fileName}:${line + 1}:${character + 1}`;
}

function checkSizes() {
  // What mego-codegen writes for an API without events and streams, which must not carry their code.
  const calls = `
    import { connect } from "./runtime/index.js";
    const table = { sum: {}, ping: { input: null, output: null, idempotent: true } };
    const meta = { api: "sample", contract: "6f1c0a4be2d7934e" };
    export function createClient(url, options = {}) { return connect(url, options, table, meta); }
    export { isMegoError } from "./runtime/index.js";`;
  const resolveDir = join(root, "build/sample-js");
  const bundles = {
    calls: { stdin: { contents: calls, resolveDir } },
    everything: { entryPoints: [join(resolveDir, "index.js")] },
  };
  return Object.entries(bundles).flatMap(([name, entry]) => {
    const { outputFiles } = buildSync({ ...entry, bundle: true, minify: true, format: "esm", write: false, logLevel: "error" });
    const { length } = gzipSync(outputFiles[0].contents, { level: 9 });
    console.log(`  ${name}: ${outputFiles[0].contents.length} bytes, ${length} with gzip`);
    return length < sizeLimits[name] ? [] : [`${name}: ${length} bytes, and ${sizeLimits[name]} are too many`];
  });
}
