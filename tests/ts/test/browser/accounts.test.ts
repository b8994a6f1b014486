// The accounts page in a browser.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, it } from "node:test";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { live, startAccounts } from "../../support/accounts.js";
import { launchBrowser } from "../../support/chromium.js";
import { watch } from "../../support/page.js";

const password = "correct horse battery";
const output = join(process.cwd(), "../output");

live("the accounts page", ({ server, client }) => {
  let browser: Browser | undefined;
  before(async () => {
    browser = await launchBrowser();
    mkdirSync(output, { recursive: true });
  });
  after(() => browser?.close());

  /** Opens the page and waits until it is connected. */
  const open = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await browser!.newPage({ locale: "zh-TW", ...options });
    page.setDefaultTimeout(20_000);
    return page;
  };
  const connected = async (page: Page): Promise<void> => {
    await page.goto(server().page);
    await page.getByText("已連線", { exact: true }).waitFor();
  };

  it("signs up, shows typed errors where they belong, signs in and out, and pages", async () => {
    const page = await open();
    const { troubles, hosts } = await watch(page);
    await connected(page);
    await page.getByText("還沒有任何帳號").waitFor();

    const signUp = form(page, "建立帳號");
    await signUp.fill("使用者名稱", "yamiodymel");
    await signUp.fill("密碼", password);
    await signUp.fill("電子郵件信箱", "yami@example.com");
    await signUp.fill("暱稱", "小黑");
    await signUp.send();
    await page.getByRole("heading", { name: "小黑" }).waitFor();
    const own = page.getByRole("listitem").filter({ hasText: "@yamiodymel" });
    await own.getByText("你", { exact: true }).waitFor();
    await page.getByText("#1", { exact: true }).waitFor();

    await page.getByRole("textbox", { name: "暱稱", exact: true }).fill("大黑");
    await page.getByRole("button", { name: "儲存" }).click();
    await page.getByText("已儲存。").waitFor();
    await page.getByRole("heading", { name: "大黑" }).waitFor();
    await own.getByText("大黑").waitFor();
    await page.screenshot({ path: join(output, "accounts-profile.png"), fullPage: true });

    await page.getByRole("button", { name: "登出" }).click();
    await page.getByText("已經登出。").waitFor();
    assert.equal(await own.getByText("你", { exact: true }).isVisible(), false);

    // Exists: at the fields that its data names.
    await page.getByRole("button", { name: "建立帳號" }).click();
    await signUp.fill("使用者名稱", "YamiOdymel");
    await signUp.fill("密碼", password);
    await signUp.fill("電子郵件信箱", "new@example.com");
    await signUp.send();
    assert.deepEqual(await signUp.problems("使用者名稱"), ["已經有人使用了，請換一個。"]);
    assert.deepEqual(await signUp.wrong(), ["username"]);
    assert.equal(await page.locator(":focus").getAttribute("id"), "sign-up-username");
    await page.screenshot({ path: join(output, "accounts-exists.png"), fullPage: true });

    await signUp.fill("使用者名稱", "somebody");
    await signUp.fill("電子郵件信箱", "YAMI@example.com");
    await signUp.send();
    assert.deepEqual(await signUp.problems("電子郵件信箱"), ["已經有人使用了，請換一個。"]);
    assert.deepEqual(await signUp.wrong(), ["email"]);

    // WeakPassword: every reason. Invalid: what the server says.
    await signUp.fill("密碼", "aaa");
    await signUp.send();
    assert.deepEqual(await signUp.problems("密碼"), ["至少要有 12 個字元。", "不能只用同一個字元。"]);
    assert.deepEqual(await signUp.wrong(), ["password"]);
    await signUp.fill("使用者名稱", "1st");
    await signUp.send();
    assert.deepEqual(await signUp.problems("使用者名稱"), ["使用者名稱不符合規定。"]);

    await page.getByRole("button", { name: "登入" }).click();
    const signIn = form(page, "登入");
    await signIn.fill("使用者名稱", "yamiodymel");
    await signIn.fill("密碼", "not my password");
    await signIn.send();
    assert.deepEqual(await signIn.problems("密碼"), ["使用者名稱或密碼錯誤。"]);
    await signIn.fill("密碼", password);
    await signIn.send();
    await page.getByRole("heading", { name: "大黑" }).waitFor();

    // Others sign up elsewhere, until there are two pages.
    const others = client();
    await Promise.all(["ada", "bob", "cat", "dan", "eve", "fay"].map((username) => others.signUp({ username, password })));
    await page.reload();
    await page.getByText("第 1 / 2 頁").waitFor();
    assert.equal(await page.getByRole("button", { name: "上一頁" }).isDisabled(), true);
    await page.getByRole("button", { name: "下一頁" }).click();
    await page.getByText("第 2 / 2 頁").waitFor();
    await own.waitFor();
    assert.equal(await page.getByRole("button", { name: "下一頁" }).isDisabled(), true);
    await page.getByRole("button", { name: "上一頁" }).click();
    await page.getByText("第 1 / 2 頁").waitFor();
    assert.equal(await page.locator("#accounts > li").count(), 6);
    await page.screenshot({ path: join(output, "accounts.png"), fullPage: true });

    assert.deepEqual(troubles, []);
    assert.deepEqual([...hosts], [new URL(server().page).host]);

    // That nothing was noticed means something only if it would have been.
    const noticed = page.waitForEvent("console", (message) => message.text().startsWith("violation"));
    await page.evaluate('document.head.append(Object.assign(document.createElement("script"), { textContent: "0" }))');
    await noticed;
    assert.notDeepEqual(troubles, []);
    await page.close();
  });

  it("stops after too many attempts to sign in", async () => {
    const page = await open();
    await connected(page);
    await page.getByRole("button", { name: "登入" }).click();
    const signIn = form(page, "登入");
    await signIn.fill("使用者名稱", "nobody");
    await signIn.fill("密碼", password);
    for (let i = 0; i < 5; i++) {
      await signIn.send();
      assert.deepEqual(await signIn.problems("密碼"), ["使用者名稱或密碼錯誤。"]);
    }
    await signIn.send();
    await page.getByText("已經試了 5 次。").waitFor();
    await page.close();
  });

  it("fits on a narrow phone in the dark", async () => {
    const page = await open({ colorScheme: "dark", viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    await connected(page);
    await page.locator("#accounts > li").first().waitFor();
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320);
    await page.screenshot({ path: join(output, "accounts-phone-dark.png"), fullPage: true });
    await page.close();
  });

  it("says that the connection is lost, comes back, and asks to sign in again", async () => {
    const page = await open();
    await connected(page);
    const signUp = form(page, "建立帳號");
    await signUp.fill("使用者名稱", "patient");
    await signUp.fill("密碼", password);
    await signUp.send();
    await page.getByRole("heading", { name: "patient" }).waitFor();

    await server().kill();
    await page.getByText("重新連線中…").waitFor();
    const again = await startAccounts(new URL(server().page).host);
    try {
      await page.getByText("已連線", { exact: true }).waitFor();
      await page.getByText("連線中斷過，請重新登入。").waitFor();
      await page.getByText("還沒有任何帳號").waitFor();
    } finally {
      await page.close();
      await again.kill();
    }
  });
});

interface Form {
  readonly fill: (label: string, text: string) => Promise<void>;
  /** Sends the form and waits until it is done. */
  readonly send: () => Promise<void>;
  /** What is shown at a field, as a screen reader would come upon it. */
  readonly problems: (label: string) => Promise<string[]>;
  /** The names of the fields that are marked as wrong. */
  readonly wrong: () => Promise<string[]>;
}

function form(page: Page, title: string): Form {
  const region = page.getByRole("region", { name: title, includeHidden: true });
  const field = (label: string): Locator => region.getByLabel(label);
  return {
    fill: (label, text) => field(label).fill(text),
    async send() {
      await region.getByRole("button", { name: title, exact: true }).click();
      await region.locator("form:not([aria-busy])").waitFor({ state: "attached" });
    },
    async problems(label) {
      const [first] = ((await field(label).getAttribute("aria-describedby")) ?? "").split(" ");
      return page.locator(`#${first} > li`).allTextContents();
    },
    async wrong() {
      const inputs = await region.locator("input[aria-invalid=true]").all();
      return Promise.all(inputs.map(async (input) => (await input.getAttribute("name")) ?? ""));
    },
  };
}
