// The accounts example, with an empty database in memory.
import { WebSocket } from "ws";
import { createClient } from "#accounts";
import type { Client, Mego } from "#accounts";
import { liveTests, startExample } from "./example.js";
import type { Example, Live, Running } from "./example.js";

const accounts: Example = {
  name: "accounts",
  variable: "MEGO_ACCOUNTS_BIN",
  environment: (address) => ({ ACCOUNTS_ADDRESS: address, ACCOUNTS_DB: ":memory:" }),
};

export const startAccounts = (address?: string): Promise<Running> => startExample(accounts, address);

export const live: (name: string, tests: (live: Live<[options?: Mego.ClientOptions], Client>) => void) => void = liveTests(
  accounts,
  (socket, options: Mego.ClientOptions = {}) => createClient(socket, { WebSocket, ...options }),
);
