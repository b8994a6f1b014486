// The generated client against the accounts example.
import assert from "node:assert/strict";
import { it } from "node:test";
import { isMegoError } from "#accounts";
import type { NewAccount } from "#accounts";
import { live, startAccounts } from "../../support/accounts.js";
import { stateOf } from "../../support/example.js";
import { heldSocket, sent } from "../../support/held.js";
import { failure } from "../../support/setup.js";

const password = "correct horse battery";

live("the accounts example through its client", ({ server, client }) => {
  it("signs up, knows who is signed in, signs out and in again", async () => {
    const mego = client();
    const before = Date.now();
    const account = await mego.signUp({ username: "Yami", password, nickname: "小黑 🐈" });
    const { id, createdAt, ...rest } = account;
    assert.equal(typeof id, "bigint");
    assert.ok(Math.abs(Date.parse(createdAt) - before) < 60_000, createdAt);
    assert.deepEqual(rest, { username: "Yami", email: null, nickname: "小黑 🐈" });
    assert.deepEqual(await mego.profile(), account);
    assert.deepEqual(await mego.rename({ nickname: "黑" }), { ...account, nickname: "黑" });
    assert.deepEqual(await mego.rename(), { ...account, nickname: null });

    assert.equal(await mego.signOut(), undefined);
    const error = await failure(mego.profile());
    assert.deepEqual([error.kind, error.status, error.code, error.method], ["fault", "NotAuthorized", 56, "profile"]);
    assert.deepEqual(await mego.signIn({ username: "YAMI", password }), { ...account, nickname: null });
  });

  it("tells declared errors with their data", async () => {
    const mego = client();
    await mego.signUp({ username: "taken", password, email: "taken@example.com" });
    const exists = await failure(mego.signUp({ username: "TAKEN", password, email: "taken@example.com" }));
    assert.ok(exists.kind === "declared" && exists.status === "Exists");
    assert.deepEqual([exists.code, exists.data], [53, { exists: ["username", "email"] }]);

    const weak = await failure(mego.signUp({ username: "weak", password: "weak" }));
    assert.ok(weak.kind === "declared" && weak.status === "WeakPassword");
    assert.deepEqual([weak.code, weak.data.minLength, weak.data.reasons.length], [101, 12, 2]);

    const invalid = await failure(mego.signUp({ username: "no spaces", password }));
    assert.ok(invalid.kind === "declared" && invalid.status === "Invalid");
    assert.deepEqual([invalid.code, invalid.data, invalid.message], [54, undefined, "使用者名稱不符合規定。"]);
  });

  it("tells errors apart in a catch block, by the method that was called", async () => {
    const mego = client();
    const tries = async (): Promise<unknown> => mego.signIn({ username: "nobody", password }).catch((error: unknown) => error);
    for (let i = 0; i < 5; i++) {
      const error = await tries();
      assert.ok(mego.signIn.isError(error) && error.kind === "declared" && error.status === "WrongCredentials");
      assert.ok(isMegoError(error) && error instanceof Error && !mego.signUp.isError(error));
    }
    const last = await tries();
    assert.ok(mego.signIn.isError(last) && last.kind === "declared" && last.status === "TooManyRequests");
    assert.equal(last.data.limit, 5);
  });

  it("pages, with the defaults of the server", async () => {
    const mego = client();
    const all = await mego.listAccounts();
    assert.deepEqual([all.page, all.pages, all.total, all.accounts.map(({ username }) => username)], [1, 1, 2, ["taken", "Yami"]]);
    const second = await mego.listAccounts({ page: 2, pageSize: 1 });
    assert.deepEqual([second.page, second.pages, second.accounts], [2, 2, [all.accounts[1]]]);
    const error = await failure(mego.listAccounts({ page: 9, pageSize: 1 }));
    assert.ok(error.kind === "declared");
    assert.deepEqual([error.status, error.data.last], ["NotFound", 2]);
  });

  it("names the parameter that is wrong, and goes on", async () => {
    const mego = client();
    const error = await failure(mego.listAccounts({ page: "two" as unknown as number }));
    assert.ok(error.kind === "fault" && error.status === "Invalid");
    const [problem] = error.data.params;
    assert.equal(error.data.params.length, 1);
    assert.equal(problem?.name, "page");
    assert.match(problem.expected, /integer|u32|number/);

    const missing = await failure(mego.signIn({ username: "Yami" } as { username: string; password: string }));
    assert.ok(missing.kind === "fault" && missing.status === "Invalid");
    assert.deepEqual(missing.data.params.map(({ name }) => name), ["password"]);

    const misspelt = await failure(mego.listAccounts({ pagesize: 3 } as object));
    assert.ok(misspelt.kind === "fault" && misspelt.status === "Invalid");
    assert.deepEqual(misspelt.data.params.map(({ name }) => name), ["pagesize"]);

    const inside = await failure(mego.signUp({ username: "deep", password, email: 7 } as unknown as NewAccount));
    assert.ok(inside.kind === "fault" && inside.status === "Invalid");
    assert.deepEqual(inside.data.params.map(({ name }) => name), ["email"]);

    assert.equal((await mego.listAccounts()).total, 2);
  });

  it("answers all calls of one moment, more than may be in flight at once", async () => {
    const mego = client();
    const pages = await Promise.all(Array.from({ length: 300 }, (_, i) => mego.listAccounts({ pageSize: 1 + (i % 2) })));
    assert.deepEqual(pages.map(({ accounts }) => accounts.length), pages.map((_, i) => 1 + (i % 2)));
    assert.ok(mego.state.get().limits.calls < 300);
  });

  it("gives up a call that takes too long, and one that is aborted", async () => {
    const { WebSocket, hold, release } = heldSocket();
    const mego = client({ WebSocket });
    await stateOf(mego, ({ status }) => status === "connected");
    hold();
    const late = await failure(mego.signIn({ username: "Yami", password }, { timeout: 1 }));
    assert.ok(late.kind === "client" && late.status === "Timeout" && late.maybeExecuted);

    const abort = new AbortController();
    const cancelled = mego.signIn({ username: "Yami", password }, { signal: abort.signal });
    await sent();
    abort.abort();
    const error = await failure(cancelled);
    assert.ok(error.kind === "client" && error.status === "Cancelled" && error.maybeExecuted);
    // The answers to both come after all, to nobody.
    release();
    assert.equal((await mego.listAccounts()).total, 2);
  });

  it("speaks the contract that the client was made from", async () => {
    const state = await stateOf(client(), ({ status }) => status === "connected");
    assert.equal(state.contractMismatch, false);
    assert.match(state.session ?? "", /./);
  });

  it("works with the WebSocket of Node", { skip: "WebSocket" in globalThis ? false : "Node has one from version 22" }, async () => {
    const { WebSocket } = globalThis as unknown as { readonly WebSocket: never };
    const mego = client({ WebSocket });
    assert.equal((await mego.listAccounts()).total, 2);
    mego.close();
  });

  it("comes back after the server has died, in a new session", async () => {
    const { WebSocket, hold, release } = heldSocket();
    const mego = client({ WebSocket });
    await mego.signIn({ username: "Yami", password });
    const { session } = mego.state.get();
    hold();
    const lost = failure(mego.signUp({ username: "halfway", password }));
    await sent();
    const { host } = new URL(server().page);
    await server().kill();
    const error = await lost;
    assert.ok(error.kind === "client" && error.status === "Disconnected" && error.maybeExecuted);
    await stateOf(mego, ({ status }) => status === "reconnecting");
    release();

    const refused = await failure(mego.listAccounts({}, { whenOffline: "fail" }));
    assert.ok(refused.kind === "client" && refused.status === "Disconnected" && !refused.maybeExecuted);
    const waiting = mego.listAccounts();
    const again = await startAccounts(host);
    try {
      assert.equal((await waiting).total, 0, "its database was in memory");
      assert.notEqual(mego.state.get().session, session);
      assert.equal((await failure(mego.profile())).status, "NotAuthorized");
    } finally {
      mego.close();
      await again.kill();
    }
  });
});
