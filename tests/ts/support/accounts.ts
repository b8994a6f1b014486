// The accounts example as a process of its own, and clients of it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { after, before, describe } from "node:test";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import { createClient } from "#accounts";
import type { Client, Mego } from "#accounts";

/** The binary of the example, as `cargo build --package examples --examples` leaves it in target/debug/examples. */
const binary = process.env["MEGO_ACCOUNTS_BIN"];

export interface Accounts {
  /** Where the page is. */
  readonly page: string;
  /** Where the WebSocket is. */
  readonly socket: string;
  /** Ends the process at once, as a crash would. */
  readonly kill: () => Promise<void>;
}

/** Starts the example with an empty database in memory, at a port that is free. */
export async function startAccounts(address = "127.0.0.1:0"): Promise<Accounts> {
  if (binary === undefined) throw new Error("MEGO_ACCOUNTS_BIN has to name the binary of the accounts example");
  if (!existsSync(binary)) throw new Error(`there is no ${binary}; run: cargo build --package examples --examples`);
  const env = { ...process.env, ACCOUNTS_ADDRESS: address, ACCOUNTS_DB: ":memory:" };
  const child = spawn(binary, { env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const killNow = (): void => void child.kill("SIGKILL");
  process.once("exit", killNow);
  const page = await new Promise<string>((resolve, reject) => {
    // The log goes to the same place: it is read on, so that the process never waits for a reader.
    createInterface(child.stdout).on("line", (line) => line.startsWith("http://") && resolve(line));
    exited.then(([code]) => reject(new Error(`the accounts example ended with ${code} before it listened`)), reject);
  });
  return {
    page,
    socket: `${page.replace("http", "ws")}/mego`,
    async kill() {
      process.off("exit", killNow);
      killNow();
      await exited;
    },
  };
}

export interface Live {
  readonly server: () => Accounts;
  /** Makes a client that is closed when the tests are over. */
  readonly client: (options?: Mego.ClientOptions) => Client;
}

/** Tests against the example. Without its binary they are left out, unless MEGO_REQUIRE_LIVE says that they must not be. */
export function live(name: string, tests: (live: Live) => void): void {
  const skip = binary === undefined && process.env["MEGO_REQUIRE_LIVE"] !== "1" ? "MEGO_ACCOUNTS_BIN is not set" : false;
  describe(name, { skip }, () => {
    let server: Accounts | undefined;
    const clients: Client[] = [];
    before(async () => {
      server = await startAccounts();
    });
    after(async () => {
      for (const client of clients) client.close();
      await server?.kill();
    });
    const running = (): Accounts => {
      if (!server) throw new Error("the server is not running");
      return server;
    };
    tests({
      server: running,
      client(options = {}) {
        const client = createClient(running().socket, { WebSocket, ...options });
        clients.push(client);
        return client;
      },
    });
  });
}

/** Waits until the connection is as wanted. */
export function stateOf(client: Client, isWanted: (state: Mego.ConnectionState) => boolean): Promise<Mego.ConnectionState> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isWanted(client.state.get())) return;
      stop();
      resolve(client.state.get());
    };
    const stop = client.state.subscribe(look);
    look();
  });
}
