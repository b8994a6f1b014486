// What the pages of the examples have in common.
import type { Page } from "playwright-core";

/** Everything that a page must not do, as it happens, and the hosts that it talks to. */
export async function watch(page: Page): Promise<{ readonly troubles: string[]; readonly hosts: Set<string> }> {
  const troubles: string[] = [];
  const hosts = new Set<string>();
  page.on("console", (message) => void (/error|warning/.test(message.type()) && troubles.push(message.text())));
  page.on("pageerror", (error) => void troubles.push(String(error)));
  page.on("requestfailed", (request) => void troubles.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => void (response.status() >= 400 && troubles.push(`${response.url()}: ${response.status()}`)));
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  page.on("websocket", (socket) => hosts.add(new URL(socket.url()).host));
  await page.addInitScript({
    content: 'addEventListener("securitypolicyviolation", (event) => console.error("violation", event.violatedDirective, event.blockedURI));',
  });
  return { troubles, hosts };
}
