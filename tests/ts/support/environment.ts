// A program of its own: uses a client in the Node that runs it, and prints what came of it.
import { createClient } from "#sample";

const [url = "", socket] = process.argv.slice(2);
const WebSocket = socket === "ws" ? (await import("ws")).WebSocket : undefined;
try {
  const mego = createClient(url, { WebSocket });
  const numbers: number[] = [];
  for await (const number of mego.countdown({ from: 2 })) numbers.push(number);
  const text = await new Promise<string>((take) => {
    mego.events.newMessage.subscribe("room:1", (message) => take(`${message.text} ${message.id}`));
  });
  console.log(`${await mego.sum({ a: 1, b: 2 })} ${numbers.join()} ${text}`);
  // The program ends by itself when the client is closed.
  mego.close();
} catch (error) {
  console.log(error instanceof TypeError ? `TypeError: ${error.message}` : error);
}
