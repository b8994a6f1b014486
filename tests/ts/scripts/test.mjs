// Compiles the tests and runs them: those for Node, or, with the argument "browser", the one for a browser.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { assembleExamples, assembleSample, assembleTypes, root, tsc } from "./tasks.mjs";

// What was compiled from tests that are gone must not run.
rmSync(join(root, "build/test"), { recursive: true, force: true });
assembleSample();
assembleExamples();
assembleTypes();
tsc(["-p", "tsconfig.json"]);

const forBrowser = process.argv[2] === "browser";
const files = readdirSync(join(root, "build/test"), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".test.js") && name.startsWith("browser") === forBrowser)
  .map((name) => join("build/test", name));
// More at once than processors: one of the files mostly waits for a server to ping.
const { status } = spawnSync(process.execPath, ["--test", "--test-concurrency=4", "--test-reporter=spec", ...files], {
  cwd: root,
  stdio: "inherit",
  // Who asks for the browser wants to see it run.
  env: { ...process.env, ...(forBrowser && { MEGO_REQUIRE_LIVE: "1" }) },
});
process.exit(status ?? 1);
