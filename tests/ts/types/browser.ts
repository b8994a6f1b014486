// The WebSocket of a browser fits, as TypeScript's DOM library describes it.
import { createClient } from "#sample";
import type { Client } from "#sample";

export const mego: Client = createClient("/mego", { WebSocket });
