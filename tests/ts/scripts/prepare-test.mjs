// Compiles what the tests import, and the tests.
import { assembleSample, tsc } from "./tasks.mjs";

assembleSample();
tsc(["-p", "tsconfig.json"]);
