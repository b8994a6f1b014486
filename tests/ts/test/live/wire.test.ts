// Frames and handshakes that the generated client would not send, against the accounts example.
import assert from "node:assert/strict";
import { it } from "node:test";
import { WebSocket } from "ws";
import type { Client } from "#accounts";
import { meta } from "#accounts/meta.js";
import { readFrames } from "#runtime/frames.js";
import { live } from "../../support/accounts.js";
import { stateOf } from "../../support/example.js";
import { connectRaw, upgradeStatus } from "../../support/raw.js";

live("the accounts example, frame by frame", ({ server, client }) => {
  // Begun first and asked for last, for the server pings only after 25 seconds of silence.
  let silent: Client;
  let session: string | undefined;
  let pinged = (): void => {};
  const ping = new Promise<void>((resolve) => (pinged = resolve));
  it("lets a client be silent", async () => {
    class Watched extends WebSocket {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        super(...given);
        this.on("message", (data: ArrayBuffer) => {
          if (readFrames(new Uint8Array(data)).some(({ kind }) => kind === 2)) pinged();
        });
      }
    }
    silent = client({ WebSocket: Watched });
    ({ session } = await stateOf(silent, ({ status }) => status === "connected"));
  });

  it("says in its Welcome what it speaks and allows", async () => {
    const { welcome, socket } = await connectRaw(server().socket);
    assert.equal(welcome["v"], 1);
    assert.equal(welcome["j"], meta.contract);
    assert.equal(welcome["g"], 25_000);
    assert.equal((welcome["l"] as { m: number }).m, 65_536);
    socket.terminate();
  });

  it("answers a method that there is not with Unimplemented, and goes on", async () => {
    const { send, next, socket } = await connectRaw(server().socket);
    send([16, 1, "nothing", null]);
    const [kind, id, code, message, , options] = await next();
    assert.deepEqual([kind, id, code, typeof message], [19, 1, 58, "string"]);
    assert.equal((options as { f: boolean }).f, true);
    send([16, 3, "signOut", null]);
    assert.deepEqual(await next(), [18, 3, null]);
    socket.terminate();
  });

  it("takes parameters by position and by name, and none in three ways", async () => {
    const { send, next, socket } = await connectRaw(server().socket);
    const page = { accounts: [], page: 1, pages: 1, total: 0 };
    const ways = [[1, 5], [1], [], {}, null, { pageSize: 5, page: 1 }];
    send(...ways.map((params, i): [number, ...unknown[]] => [16, 2 * i + 1, "listAccounts", params]));
    const answers = [];
    for (const _ of ways) answers.push(await next());
    answers.sort(([, a], [, b]) => Number(a) - Number(b));
    assert.deepEqual(answers, ways.map((_, i) => [18, 2 * i + 1, page]));

    send([16, 101, "listAccounts", [1, 5, "too many"]]);
    const [kind, id, code] = await next();
    assert.deepEqual([kind, id, code], [19, 101, 54]);
    socket.terminate();
  });

  it("answers a ping with what it carries", async () => {
    const { send, next, socket } = await connectRaw(server().socket);
    send([2, "are you there?"]);
    assert.deepEqual(await next(), [3, "are you there?"]);
    socket.terminate();
  });

  it("lets pages of its own host connect, and no others", async () => {
    const { socket, page } = server();
    assert.equal(await upgradeStatus(socket, undefined, { origin: page }), 101);
    assert.equal(await upgradeStatus(socket), 101, "programs send no Origin");
    assert.equal(await upgradeStatus(socket, undefined, { origin: "https://evil.example" }), 403);
    assert.equal(await upgradeStatus(socket, undefined, { origin: `${page}0` }), 403);
  });

  it("refuses a client that does not offer the subprotocol", async () => {
    assert.equal(await upgradeStatus(server().socket, []), 400);
    assert.equal(await upgradeStatus(server().socket, ["mego.v2.msgpack"]), 400);
  });

  it("closes on text, on too much, and on what is malformed", async () => {
    const { socket: url } = server();
    const text = await connectRaw(url);
    text.socket.send("hello");
    assert.equal(await text.closed, 1003);

    const large = await connectRaw(url);
    large.socket.send(new Uint8Array(65_537));
    assert.equal(await large.closed, 1009);

    const malformed = await connectRaw(url);
    malformed.socket.send(Uint8Array.of(0xc1));
    assert.equal(await malformed.closed, 4400);
  });

  it("serves the page with a policy that lets nothing come from elsewhere", async () => {
    for (const path of ["/", "/client/index.js", "/style.css"]) {
      const answer = await fetch(server().page + path);
      assert.equal(answer.status, 200, path);
      assert.equal(answer.headers.get("content-security-policy"), "default-src 'self'");
    }
    const outside = await fetch(`${server().page}/client/%2e%2e/%2e%2e/Cargo.toml`);
    assert.equal(outside.status, 404);
  });

  it("pings the silent client, which is still connected", async () => {
    await ping;
    assert.equal((await silent.listAccounts()).total, 0);
    assert.equal(silent.state.get().session, session);
  });
});
