// The middleware example.
import { WebSocket } from "ws";
import { createClient } from "#middleware";
import type { Client, Mego } from "#middleware";
import { liveTests } from "./example.js";
import type { Live } from "./example.js";

export const live: (name: string, tests: (live: Live<[options?: Mego.ClientOptions], Client>) => void) => void = liveTests(
  { name: "middleware", variable: "MEGO_MIDDLEWARE_BIN", environment: (address) => ({ WEATHER_ADDRESS: address }) },
  (socket, options: Mego.ClientOptions = {}) => createClient(socket, { WebSocket, ...options }),
);
