// An example as a process of its own, and clients of it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { after, before, describe } from "node:test";
import { createInterface } from "node:readline";

/** A program of `examples/`, as `cargo build --package examples --examples` leaves it in target/debug/examples. */
export interface Example {
  readonly name: string;
  /** The environment variable that names the binary. */
  readonly variable: string;
  /** What its environment has to hold, for it to listen at an address. */
  readonly environment: (address: string) => { readonly [name: string]: string };
}

export interface Running {
  /** Where the page is. */
  readonly page: string;
  /** Where the WebSocket is. */
  readonly socket: string;
  /** Host and port, to start it there once more. */
  readonly host: string;
  /** Ends the process at once, as a crash would. */
  readonly kill: () => Promise<void>;
  /** Tells the process to stop, as a supervisor would, and gives its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Starts an example, at a port that is free. */
export async function startExample({ name, variable, environment }: Example, address = "127.0.0.1:0"): Promise<Running> {
  const binary = process.env[variable];
  if (binary === undefined) throw new Error(`${variable} has to name the binary of the ${name} example`);
  if (!existsSync(binary)) throw new Error(`there is no ${binary}; run: cargo build --package examples --examples`);
  const env = { ...process.env, NO_COLOR: "1", RUST_BACKTRACE: "0", ...environment(address) };
  const child = spawn(binary, { env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const killNow = (): void => void child.kill("SIGKILL");
  process.once("exit", killNow);
  const host = await new Promise<string>((resolve, reject) => {
    // All of the log is read, so that the process never waits for a reader.
    createInterface(child.stdout).on("line", (line) => {
      const [, listening] = /listening on ws:\/\/([^/]+)\//.exec(line) ?? [];
      if (listening !== undefined) resolve(listening);
    });
    exited.then(([code]) => reject(new Error(`the ${name} example ended with ${code} before it listened`)), reject);
  });
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<number | null> => {
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    process.off("exit", killNow);
    return code;
  };
  return {
    page: `http://${host}`,
    socket: `ws://${host}/mego`,
    host,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
}

export interface Live<Options extends readonly unknown[], Client> {
  readonly server: () => Running;
  /** Makes a client that is closed when the tests are over. */
  readonly client: (...options: Options) => Client;
}

/** Tests against an example. Without its binary they are left out, unless MEGO_REQUIRE_LIVE says that they must not be. */
export function liveTests<Options extends readonly unknown[], Client extends { close(): void }>(
  example: Example,
  connect: (socket: string, ...options: Options) => Client,
): (name: string, tests: (live: Live<Options, Client>) => void) => void {
  const { variable } = example;
  const skip = process.env[variable] === undefined && process.env["MEGO_REQUIRE_LIVE"] !== "1" ? `${variable} is not set` : false;
  return (name, tests) => {
    describe(name, { skip }, () => {
      let server: Running | undefined;
      const clients: Client[] = [];
      before(async () => {
        server = await startExample(example);
      });
      after(async () => {
        for (const client of clients) client.close();
        await server?.kill();
      });
      const running = (): Running => {
        if (!server) throw new Error("the server is not running");
        return server;
      };
      tests({
        server: running,
        client(...options) {
          const client = connect(running().socket, ...options);
          clients.push(client);
          return client;
        },
      });
    });
  };
}

/** What the state of a client says, of whatever example. */
interface State {
  readonly status: "connecting" | "connected" | "reconnecting" | "closed";
}

/** Waits until the connection is as wanted. */
export function stateOf<S extends State>(
  client: { readonly state: { get(): S; subscribe(listener: () => void): () => void } },
  isWanted: (state: S) => boolean,
): Promise<S> {
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
