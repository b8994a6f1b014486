// The documents as a site, opened from a file and from a server.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "../../support/chromium.js";
import { watch } from "../../support/page.js";
import { serveSite, writeSite } from "../../support/site.js";
import type { Site } from "../../support/site.js";

const output = join(process.cwd(), "../output");
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };

describe("the site of the documents", () => {
  let browser: Browser;
  let chat: Site;
  let accounts: Site;
  before(async () => {
    chat = writeSite("chat");
    accounts = writeSite("accounts");
    browser = await launchBrowser();
    mkdirSync(output, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    chat?.remove();
    accounts?.remove();
  });

  /** Opens a page that may ask the network for nothing; what it must not do is collected. */
  const open = async (url: string, options: BrowserContextOptions = {}): Promise<{ page: Page; troubles: string[] }> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const { troubles, hosts } = await watch(page);
    await page.route(/^(https?|wss?):/, (route) => {
      if (route.request().url().startsWith("http://127.0.0.1:")) return route.continue();
      troubles.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    await page.goto(url);
    assert.deepEqual([...hosts].filter((host) => host !== new URL(url).host), []);
    return { page, troubles };
  };
  const screenshot = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: join(output, `site-${name}.png`) });
  const search = (page: Page) => page.getByRole("combobox");
  const top = (page: Page, selector: string): Promise<number> => page.locator(selector).boundingBox().then((box) => box?.y ?? Infinity);

  it("finds what is looked for, with the keyboard alone", async () => {
    const { page, troubles } = await open(`${chat.files}index.html`);
    await page.keyboard.press("/");
    await page.keyboard.type("openr");
    const chosen = page.locator('[role="option"][aria-selected="true"]');
    await chosen.getByText("Open a room").waitFor();
    assert.equal(await search(page).getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
    await screenshot(page, "search");

    // A field, a status and a word of a description are found, too. A field has a place of its own, the others lead to their method.
    for (const [word, hash] of [["sentat", "#event-newmessage-.sentat"], ["toolong", "#say"], ["gives way", "#openroom"]] as const) {
      await search(page).fill(word);
      await page.locator(`[role="option"][href="${hash}"]`).waitFor();
    }
    await search(page).fill("room");
    const before = await chosen.getAttribute("href");
    await page.keyboard.press("ArrowDown");
    const second = await chosen.getAttribute("href");
    assert.notEqual(second, before);
    await page.keyboard.press("ArrowUp");
    assert.equal(await chosen.getAttribute("href"), before);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.hash === second);
    assert.equal(await page.getByRole("listbox").isVisible(), false);

    await page.keyboard.press("/");
    await page.keyboard.type("xyzzy");
    await page.getByRole("listbox").getByText("Nothing found").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("listbox").isVisible(), false);
    assert.equal(await search(page).inputValue(), "");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate<boolean>("document.activeElement === document.body"), true);
    assert.deepEqual(troubles, []);
  });

  it("leads to the field that was looked for, and marks it", async () => {
    const { page, troubles } = await open(`${chat.files}index.html`);
    await search(page).fill("sentat");
    await page.locator('[role="option"][href="#event-newmessage-.sentat"]').waitFor();
    await page.keyboard.press("Enter");
    const field = page.locator("li:target");
    await field.getByText("sentAt").first().waitFor();
    const background = (selector: string): Promise<string> => page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).backgroundColor`);
    assert.notEqual(await background("li:target"), await background(".fields > li:not(:target)"));
    assert.ok((await field.boundingBox())!.y > 56, "the bar hides nothing of it");
    assert.deepEqual(troubles, []);
  });

  it("finds what is written in Chinese", async () => {
    const { page, troubles } = await open(`${accounts.files}zh-TW.html`);
    await search(page).fill("建立");
    await page.locator('[role="option"]').first().getByText("signUp").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.hash === "#signup");
    assert.deepEqual(troubles, []);
  });

  it("goes where a link leads, and marks the place in the menu", async () => {
    const { page, troubles } = await open(`${chat.files}index.html#countdown`);
    await page.locator('.menu a[aria-current="location"]', { hasText: "Count down" }).waitFor();
    const { height } = page.viewportSize()!;
    const place = await top(page, "#countdown h3");
    assert.ok(place > 50 && place < height / 2, `the heading is at ${place}`);

    // What lies between is not laid out before it is seen; the way there must not go astray.
    await page.getByRole("navigation", { name: "Contents" }).getByRole("link", { name: "List the rooms" }).click();
    await page.locator('.menu a[aria-current="location"]', { hasText: "List the rooms" }).waitFor();
    const again = await top(page, "#listrooms h3");
    assert.ok(again > 50 && again < height / 2, `the heading is at ${again}`);

    // The link beside a heading is seen by whoever points at it, or comes there with the keyboard.
    const own = page.locator("#listrooms > header > .anchor");
    await page.mouse.move(5, 5);
    await page.locator("#listrooms h3").hover();
    await page.waitForFunction('getComputedStyle(document.querySelector("#listrooms > header > .anchor")).opacity === "1"');
    assert.equal(await own.getAttribute("href"), "#listrooms");
    assert.deepEqual(troubles, []);
  });

  it("follows the system, and remembers who wants it otherwise", async () => {
    const { page, troubles } = await open(`${chat.files}index.html`, { colorScheme: "dark" });
    const paper = (): Promise<string> => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const dark = await paper();
    await page.getByRole("button", { name: "Light or dark" }).click();
    const light = await paper();
    assert.notEqual(light, dark);
    await page.reload();
    assert.equal(await paper(), light, "it is remembered");
    await page.getByRole("button", { name: "Light or dark" }).click();
    assert.equal(await paper(), dark);
    await page.emulateMedia({ colorScheme: "light" });
    assert.equal(await paper(), light, "who chooses what the system has follows it again");
    assert.deepEqual(troubles, []);
  });

  it("shows a type where it is mentioned", async () => {
    const { page, troubles } = await open(`${chat.files}index.html#listrooms`);
    const button = page.locator("#listrooms").getByRole("button", { name: "Show RoomInfo" });
    await button.click();
    await page.locator("#listrooms .inset").getByText("How many people are in it.").waitFor();
    assert.equal(await button.getAttribute("aria-expanded"), "true");
    await button.click();
    assert.equal(await page.locator("#listrooms .inset").count(), 0);
    assert.deepEqual(troubles, []);
  });

  it("copies an example", async () => {
    const server = await serveSite(chat.folder);
    try {
      const { page, troubles } = await open(`${server.url}#leave`, { permissions: ["clipboard-read", "clipboard-write"] });
      await page.locator("#leave .panel").first().getByRole("button", { name: "Copy" }).click();
      await page.locator("#leave").getByText("Copied").waitFor();
      assert.equal(await page.evaluate<string>("navigator.clipboard.readText()"), 'await mego.leave({ room: "lobby" });');
      assert.deepEqual(troubles, []);
    } finally {
      server.close();
    }
  });

  it("stays at its place in the other language", async () => {
    const { page, troubles } = await open(`${chat.files}en.html#say`);
    await page.getByRole("link", { name: "繁體中文" }).click();
    await page.waitForURL((url) => url.pathname.endsWith("/zh-TW.html") && url.hash === "#say");
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-TW");
    await page.getByRole("heading", { name: "回應" }).first().waitFor();
    assert.deepEqual(troubles, []);
  });

  it("needs nothing that a strict policy refuses", async () => {
    const server = await serveSite(accounts.folder);
    try {
      const { page, troubles } = await open(`${server.url}#listaccounts`);
      await page.getByRole("button", { name: "Light or dark" }).click();
      await page.locator("#listaccounts").getByRole("button", { name: "Show Account" }).click();
      await search(page).fill("<b>password</b>");
      await search(page).fill("password");
      await page.locator('[role="option"] mark').first().waitFor();
      await page.keyboard.press("Enter");
      assert.deepEqual(troubles, []);
    } finally {
      server.close();
    }
  });

  it("fits on a telephone", async () => {
    for (const [site, name, hash] of [[chat, "chat", "#say"], [accounts, "accounts", "#signup"]] as const) {
      const { page, troubles } = await open(`${site.files}zh-TW.html${hash}`, phone);
      const overflow = (): Promise<number> => page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
      assert.equal(await overflow(), 0);
      const menu = page.getByRole("navigation", { name: "目錄" });
      assert.equal(await menu.isVisible(), false, "the menu is folded away");
      await page.getByRole("button", { name: "目錄" }).click();
      await menu.waitFor();
      await screenshot(page, `${name}-menu`);
      await menu.getByRole("link", { name: "狀態碼" }).click();
      await menu.waitFor({ state: "hidden" });
      assert.equal(await overflow(), 0);
      // Everything is laid out, as it would be for who reads it all.
      await page.addStyleTag({ content: "article { content-visibility: visible !important; }" });
      assert.equal(await overflow(), 0);
      await screenshot(page, `${name}-phone`);
      assert.deepEqual(troubles, []);
    }
  });

  it("can be read without a program, and printed", async () => {
    const { page } = await open(`${chat.files}index.html`, { javaScriptEnabled: false, ...phone });
    await page.getByRole("navigation", { name: "Contents" }).getByRole("link", { name: "Say something" }).waitFor();
    await page.locator("#say").getByText("You are not in this room.").waitFor();
    assert.equal(await search(page).isVisible(), false, "what would do nothing is not shown");
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".bar").isVisible(), false);
    assert.equal(await page.locator("#say h3").isVisible(), true);
  });
});
