// The server with every type, its client, and its samples as Rust wrote them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import { createClient } from "#types";
import type { Client, Mego } from "#types";
import { createClient as createClientWithNumbers } from "#types-numbers";
import type { Client as ClientWithNumbers } from "#types-numbers";
import * as plans from "#types/plans.js";
import { fromHex } from "./notation.js";
import { liveTests } from "./example.js";
import type { Example, Live } from "./example.js";

export interface Sample {
  readonly type: string;
  readonly name: string;
  /** Its position among those of its type. */
  readonly index: number;
  /** Whether a client that reads it and writes it again writes the same bytes. */
  readonly exact: boolean;
  readonly bytes: Uint8Array;
}

interface Written {
  readonly type: string;
  readonly name: string;
  readonly exact: boolean;
  readonly hex: string;
}

/** What `cargo test -p tests --test types` keeps, from the folder in which the tests run. */
export function samples(): readonly Sample[] {
  const counts = new Map<string, number>();
  const written = JSON.parse(readFileSync(join(process.cwd(), "../golden/types.json"), "utf8")) as readonly Written[];
  return written.map(({ hex, ...rest }) => {
    const index = counts.get(rest.type) ?? 0;
    counts.set(rest.type, index + 1);
    return { ...rest, index, bytes: fromHex(hex) };
  });
}

/** The plans of a type, as what the server sends and as what it takes. One that needs no care has none. */
export function plansOf(type: string): { readonly output: Mego.Plan | undefined; readonly input: Mego.Plan | undefined } {
  const all: { readonly [name: string]: Mego.Plan } = plans;
  return { output: all[type], input: all[`${type}Input`] ?? all[type] };
}

const server: Example = {
  name: "types",
  variable: "MEGO_TYPES_BIN",
  environment: (address) => ({ TYPES_ADDRESS: address }),
};

type LiveTests<Client> = (name: string, tests: (live: Live<[], Client>) => void) => void;

export const live: LiveTests<Client> = liveTests(server, (socket) => createClient(socket, { WebSocket }));

/** With 64-bit integers as numbers and moments as dates. */
export const liveWithNumbers: LiveTests<ClientWithNumbers> = liveTests(server, (socket) => createClientWithNumbers(socket, { WebSocket }));
