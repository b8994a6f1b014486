// The steps that the scripts of package.json are made of. Paths are given from this package's folder.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
export const runtime = join(root, "../../mego-codegen/runtime");

const compilers = {
  // What emits everything, and what checks everything.
  current: join(root, "node_modules/typescript/bin/tsc"),
  // What many projects still have.
  classic: join(root, "node_modules/typescript-classic/bin/tsc"),
};

/** Runs a TypeScript compiler. Its complaints go to the terminal, and are the end. */
export function tsc(args, compiler = "current") {
  const { status } = spawnSync(process.execPath, [compilers[compiler], ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

/** Compiles the runtime into a folder. */
export function buildRuntime(outDir) {
  rmSync(outDir, { recursive: true, force: true });
  tsc(["-p", "tsconfig.runtime.json", "--outDir", outDir]);
}

/** Puts the clients of the examples where the tests can import them. */
export function assembleExamples() {
  for (const name of ["accounts", "chat", "middleware"]) {
    rmSync(join(root, "build", name), { recursive: true, force: true });
    cpSync(join(root, "../../generated", name), join(root, "build", name), { recursive: true });
  }
}

/** Puts clients of the API with every type, which are golden files, together with their runtime. */
export function assembleTypes() {
  for (const name of ["types", "types-numbers"]) {
    const folder = join(root, "build", name);
    rmSync(folder, { recursive: true, force: true });
    cpSync(join(root, "../golden", name), folder, { recursive: true });
    cpSync(join(runtime, "dist"), join(folder, "runtime"), { recursive: true });
  }
}

/** Puts sample and runtime together as mego-codegen would, and compiles that as target "js". */
export function assembleSample() {
  for (const folder of ["build/sample-ts", "build/sample-js"]) rmSync(join(root, folder), { recursive: true, force: true });
  mkdirSync(join(root, "build"), { recursive: true });
  cpSync(join(root, "sample"), join(root, "build/sample-ts"), { recursive: true });
  cpSync(join(runtime, "src"), join(root, "build/sample-ts/runtime"), { recursive: true });
  tsc(["-p", "tsconfig.sample.json"]);
}

/** The files of a folder with their text. */
export function textsOf(folder) {
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}
