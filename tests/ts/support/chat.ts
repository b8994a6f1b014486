// The chat example, with a key to its private room.
import { WebSocket } from "ws";
import { createClient } from "#chat";
import type { Client, Mego, Start } from "#chat";
import { liveTests, startExample } from "./example.js";
import type { Example, Live, Running } from "./example.js";

export const staffKey = "between you and me";

const chat: Example = {
  name: "chat",
  variable: "MEGO_CHAT_BIN",
  environment: (address) => ({ CHAT_ADDRESS: address, CHAT_STAFF_KEY: staffKey }),
};

export const startChat = (address?: string): Promise<Running> => startExample(chat, address);

/** Clients are made by a name, or by the options of which the name is one. */
export const live: (
  name: string,
  tests: (live: Live<[start: string | Mego.ClientOptions<Start>], Client>) => void,
) => void = liveTests(chat, (socket, start: string | Mego.ClientOptions<Start>) =>
  createClient(socket, { WebSocket, ...(typeof start === "string" ? { data: { name: start } } : start) }),
);
