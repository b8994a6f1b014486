// Writes mego-codegen/runtime/dist, which is committed: mego-codegen cannot run tsc.
import { join } from "node:path";
import { buildRuntime, runtime } from "./tasks.mjs";

buildRuntime(join(runtime, "dist"));
