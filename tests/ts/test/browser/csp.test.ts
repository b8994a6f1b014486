// A generated client in a page whose policy is as strict as they come.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { startAnswering } from "../../support/answering.js";
import type { Answering } from "../../support/answering.js";
import { launchBrowser } from "../../support/chromium.js";
import { watch } from "../../support/page.js";

/** The client as it is written, file by file. */
const client = new URL("../../sample-js/", import.meta.url);

const script = `
  import { createClient, isMegoError } from "/client/index.js";
  import { chain } from "/client/runtime/chain.js";
  import { queries } from "/client/query.js";
  const show = (text) => { document.querySelector("output").textContent = text; };
  if (location.search === "?eval") {
    try { new Function("return 1")(); } catch (error) { show(error.name); }
  } else {
    const mego = createClient("/mego");
    const numbers = [];
    for await (const number of mego.countdown({ from: 2 })) numbers.push(number);
    const text = await new Promise((take) => mego.events.newMessage.subscribe("room:1", ({ id, text }) => take(text + id)));
    const chained = await chain(mego).call("sum").send({ a: 1, b: 2 }).end();
    const asked = await queries(mego).sum({ a: 2, b: 2 }).queryFn({ signal: new AbortController().signal });
    const result = await mego.sum({ a: 1n << 80n, b: 1 }).result();
    mego.close();
    show([numbers, text, chained, asked, isMegoError(result.error)].join(" "));
  }
`;

function page({ url = "", headers }: IncomingMessage, response: ServerResponse): void {
  const send = (type: string, text: string): void => {
    const policy = `default-src 'none'; script-src 'self'; connect-src ws://${headers.host}; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'`;
    response.writeHead(200, { "content-type": type, "content-security-policy": policy }).end(text);
  };
  const [path = ""] = url.split("?");
  if (path === "/") return send("text/html", '<!doctype html><meta charset="utf-8"><title>A client</title><script type="module" src="/page.js"></script><output></output>');
  if (path === "/page.js") return send("text/javascript", script);
  if (/^\/client\/[\w/]+\.js$/.test(path)) return send("text/javascript", readFileSync(fileURLToPath(new URL(path.slice("/client/".length), client)), "utf8"));
  response.writeHead(404).end();
}

describe("a client under a strict Content-Security-Policy", () => {
  let server: Answering | undefined;
  let browser: Browser | undefined;
  before(async () => {
    server = await startAnswering(page);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  const open = async (query: string): Promise<{ readonly shown: string; readonly troubles: readonly string[] }> => {
    assert.ok(browser && server);
    const tab = await browser.newPage();
    const { troubles } = await watch(tab);
    await tab.goto(`http://${server.host}/${query}`);
    const shown = (await tab.locator("output:not(:empty)").textContent()) ?? "";
    await tab.close();
    return { shown, troubles };
  };

  it("does all it does without a violation", async () => {
    assert.deepEqual(await open(""), { shown: "2,1 hi1099511627776 3 4 true", troubles: [] });
  });

  it("is under a policy that would have stopped it", async () => {
    const { shown, troubles } = await open("?eval");
    assert.equal(shown, "EvalError");
    assert.ok(troubles.length > 0);
  });
});
