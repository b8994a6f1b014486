// The chat page in a browser, in two tabs of it.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, it } from "node:test";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { live, staffKey, startChat } from "../../support/chat.js";
import { launchBrowser } from "../../support/chromium.js";
import { watch } from "../../support/page.js";

const output = join(process.cwd(), "../output");

live("the chat page", ({ server }) => {
  let browser: Browser | undefined;
  before(async () => {
    browser = await launchBrowser();
    mkdirSync(output, { recursive: true });
  });
  after(() => browser?.close());

  const newContext = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
    const context = await browser!.newContext({ locale: "en-GB", viewport: { width: 1180, height: 760 }, ...options });
    context.setDefaultTimeout(20_000);
    return context;
  };
  /** Opens a tab and comes in, with the keyboard alone. */
  const open = async (context: BrowserContext, name: string, room = "lobby"): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${server().page}/#${room}`);
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: `#${room}` }).waitFor();
    return page;
  };
  const say = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel("Message", { exact: true }).fill(text);
    await page.keyboard.press("Enter");
  };
  const screenshot = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: join(output, `chat-${name}.png`) });

  it("shows two tabs what the other does, whatever they are called", async () => {
    const context = await newContext();
    const ada = await context.newPage();
    const { troubles, hosts } = await watch(ada);
    await ada.goto(server().page);
    await ada.getByLabel("Your name", { exact: true }).waitFor();
    // What is typed goes to the one field that there is, without a click.
    await ada.keyboard.type("<b>ada</b>");
    await screenshot(ada, "entry");
    await ada.keyboard.press("Enter");
    await member(ada, "<b>ada</b> (you)").waitFor();
    await ada.getByText("Connected", { exact: true }).waitFor();

    const grace = await open(context, "grace");
    await member(grace, "<b>ada</b>").waitFor();
    await member(ada, "grace").waitFor();
    await note(ada, "grace came in.").waitFor();

    await grace.keyboard.type("Hello, @<b>ada</b>!");
    await ada.getByText("grace is writing…").waitFor();
    assert.equal(await grace.getByText("is writing…").isVisible(), false);
    await screenshot(ada, "typing");
    await grace.keyboard.press("Enter");
    for (const page of [ada, grace]) await message(page, "grace", "Hello, @<b>ada</b>!").waitFor();
    assert.equal(await ada.getByText("is writing…").isVisible(), false);
    assert.equal(await grace.getByLabel("Message", { exact: true }).inputValue(), "");
    await say(ada, "<img src=x onerror=alert(1)> is how I say hello.");
    for (const page of [ada, grace]) await message(page, "<b>ada</b>", "<img src=x onerror=alert(1)> is how I say hello.").waitFor();
    assert.equal(await grace.locator("#log img, #log b, #members b").count(), 0);
    await screenshot(grace, "room");

    // Being called for, in another room.
    await ada.getByRole("link", { name: /tea/ }).click();
    await ada.getByRole("heading", { name: "#tea" }).waitFor();
    await note(grace, "<b>ada</b> left.").waitFor();
    await say(ada, "The kettle is on, @grace.");
    await grace.getByText("<b>ada</b> calls for you in #tea").waitFor();
    await screenshot(grace, "mention");
    await grace.getByRole("link", { name: "#tea" }).click();
    await message(grace, "<b>ada</b>", "The kettle is on, @grace.").waitFor();
    await grace.goBack();
    await grace.getByRole("heading", { name: "#lobby" }).waitFor();
    await message(grace, "grace", "Hello, @<b>ada</b>!").waitFor();

    // A room of one's own, and another name.
    await ada.getByLabel("Name of a room").fill("rust");
    await ada.keyboard.press("Enter");
    await ada.getByRole("heading", { name: "#rust" }).waitFor();
    await grace.getByRole("link", { name: /rust/ }).click();
    await member(ada, "grace").waitFor();
    await grace.getByLabel("Another name").fill("admiral");
    await grace.getByRole("button", { name: "Rename" }).click();
    await note(ada, "grace is now admiral.").waitFor();
    await member(grace, "admiral (you)").waitFor();

    await grace.close();
    await note(ada, "admiral left.").waitFor();
    assert.deepEqual(troubles, []);
    assert.deepEqual([...hosts], [server().host]);
    await context.close();
  });

  it("says why it does not let somebody in", async () => {
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(server().page);
    await page.keyboard.type("Ada Lovelace");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("A name has 1 to 24 characters, without spaces.").waitFor();
    await screenshot(page, "refused-name");
    await page.getByLabel("Your name", { exact: true }).fill("ada");
    await page.getByText("I have the key").click();
    await page.getByLabel("Key").fill("a wrong key");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("That is not the key.").waitFor();
    await page.getByLabel("Key").fill(staffKey);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /staff/ }).click();
    await member(page, "ada (you)").waitFor();
    assert.equal(await page.getByText("not open to you").isVisible(), false);
    await context.close();
  });

  it("refuses a private room, opens one that is not there, and goes on", async () => {
    const context = await newContext();
    const page = await open(context, "ada");
    const field = page.getByLabel("Message", { exact: true });
    await page.getByRole("link", { name: /staff/ }).click();
    await page.getByText("There is no room #staff, or it is not open to you.").waitFor();
    assert.equal(await field.isDisabled(), true);
    await screenshot(page, "refused-room");
    await page.getByRole("button", { name: "Open this room" }).click();
    await page.getByText("There is a room of this name already.").waitFor();
    await page.getByRole("link", { name: /lobby/ }).click();
    await member(page, "ada (you)").waitFor();
    assert.equal(await field.isEnabled(), true);

    await page.goto(`${server().page}/#by-link`);
    await page.getByRole("button", { name: "Open this room" }).click();
    await member(page, "ada (you)").waitFor();
    await say(page, "first");
    await message(page, "ada", "first").waitFor();
    await context.close();
  });

  it("knows after a reload who one is, where, and what was said", async () => {
    const context = await newContext();
    const page = await open(context, "ada", "tea");
    await say(page, "Do not forget me.");
    await message(page, "ada", "Do not forget me.").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "#tea" }).waitFor();
    await message(page, "ada", "Do not forget me.").waitFor();
    await member(page, "ada (you)").waitFor();
    // Another tab is somebody else.
    const other = await context.newPage();
    await other.goto(server().page);
    await other.getByLabel("Your name", { exact: true }).waitFor();
    // Going away forgets who one was.
    await page.getByRole("button", { name: "Go away" }).click();
    await page.getByLabel("Your name", { exact: true }).waitFor();
    await context.close();
  });

  it("counts down, and stops", async () => {
    const context = await newContext();
    const page = await open(context, "ada");
    const left = page.getByLabel("Seconds left");
    await page.getByLabel("Seconds", { exact: true }).fill("90");
    await page.keyboard.press("Enter");
    await left.getByText("90", { exact: true }).waitFor();
    await left.getByText("89", { exact: true }).waitFor();
    await screenshot(page, "timer");
    // The button has the focus.
    await page.keyboard.press("Enter");
    await page.getByText("Stopped.").waitFor();
    await page.getByLabel("Seconds", { exact: true }).fill("1");
    await page.keyboard.press("Enter");
    await page.getByText("The tea is ready.").waitFor();
    await context.close();
  });

  it("fits on a narrow phone, in the dark and in the light", async () => {
    for (const colorScheme of ["dark", "light"] as const) {
      const context = await newContext({ colorScheme, viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
      const page = await open(context, "x".repeat(24), "tea");
      await say(page, `A word of more letters than there is room for in the ${colorScheme}: Donaudampfschifffahrtsgesellschaftskapitän`);
      await message(page, "x".repeat(24), `in the ${colorScheme}`).waitFor();
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320);
      const composer = await page.getByRole("button", { name: "Send" }).boundingBox();
      assert.ok(composer && composer.y + composer.height <= 640, "what one writes with is on the first screen");
      const here = await page.getByRole("link", { name: /tea/ }).boundingBox();
      assert.ok(here && here.x >= 0 && here.x + here.width <= 320 && here.y < 200, "and so is where one is");
      await screenshot(page, `phone-${colorScheme}`);
      await context.close();
    }
  });

  it("shows that the connection is lost, comes back in both tabs, and goes on", async () => {
    const context = await newContext({ colorScheme: "dark" });
    const [ada, grace] = [await open(context, "ada"), await open(context, "grace")];
    await member(ada, "grace").waitFor();
    await ada.getByLabel("Seconds", { exact: true }).fill("200");
    await ada.getByRole("button", { name: "Start" }).click();
    await ada.getByLabel("Seconds left").getByText("200", { exact: true }).waitFor();

    await server().kill();
    for (const page of [ada, grace]) await page.getByText("Reconnecting…").waitFor();
    await ada.getByText("The connection was lost, and the clock with it.").waitFor();
    await screenshot(ada, "reconnecting");
    const again = await startChat(server().host);
    try {
      for (const page of [ada, grace]) await page.getByText("Connected", { exact: true }).waitFor();
      for (const page of [ada, grace]) await Promise.all([member(page, "ada").waitFor(), member(page, "grace").waitFor()]);
      await say(ada, "Are you still there?");
      await message(grace, "ada", "Are you still there?").waitFor();
      await grace.getByLabel("Message", { exact: true }).pressSequentially("I am.");
      await ada.getByText("grace is writing…").waitFor();
      await grace.keyboard.press("Enter");
      await message(ada, "grace", "I am.").waitFor();
    } finally {
      await context.close();
      await again.kill();
    }
  });
});

/** Somebody in the list of those who are in the room. */
function member(page: Page, name: string): ReturnType<Page["locator"]> {
  return page.getByRole("list", { name: "In this room" }).getByText(name);
}

/** What somebody said. */
function message(page: Page, author: string, text: string): ReturnType<Page["locator"]> {
  const by = page.locator(".author").getByText(author, { exact: true });
  return page.locator(".message").filter({ has: by }).filter({ hasText: text });
}

/** What happened in the room, as the log says it. */
function note(page: Page, text: string): ReturnType<Page["locator"]> {
  return page.locator(".note").getByText(text, { exact: true });
}
