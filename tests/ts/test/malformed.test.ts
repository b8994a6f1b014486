import assert from "node:assert/strict";
import { bytesOfMalformed, fromHex, malformed, vectors } from "../support/notation.js";
import { settled } from "../support/clock.js";
import { clientFailure, scene } from "../support/setup.js";

const fromServer = malformed.filter(({ direction, level }) => direction !== "c2s" && level !== "session");

scene("malformed messages close the connection for good, and every call settles", async ({ server, connected }) => {
  assert.ok(fromServer.length > 40);
  for (const bad of fromServer) {
    const mego = await connected();
    const call = clientFailure(mego.sum({ a: 1, b: 2 }));
    await settled();
    await server.peer().sendRaw(new Uint8Array(bytesOfMalformed(bad)).buffer);
    assert.equal(server.peer().closed?.code, bad.close, bad.note);
    assert.deepEqual([mego.state.get().status, mego.state.get().ended?.code], ["closed", bad.close], bad.note);
    assert.equal((await call).status, "Disconnected");
  }
});

scene("none of the frames of a malformed message counts", async ({ server, connected }) => {
  const mego = await connected();
  const call = clientFailure(mego.sum({ a: 1, b: 2 }));
  await settled();
  await server.peer().sendRaw(fromHex("9312010391").buffer);
  assert.equal((await call).status, "Disconnected");
});

scene("text is refused", async ({ server, connected }) => {
  const mego = await connected();
  await server.peer().sendRaw("hello");
  assert.equal(server.peer().closed?.code, 4400);
  assert.equal(mego.state.get().status, "closed");
});

scene("a client survives every truncation and every flip of what a server may send", async ({ clock, server, connected }) => {
  for (const { hex, direction } of vectors) {
    if (direction === "c2s" || hex.length > 400) continue;
    const bytes = fromHex(hex);
    const variants = [...bytes.keys()].flatMap((at) => {
      const flipped = bytes.slice();
      flipped[at]! ^= 255;
      return [bytes.slice(0, at), flipped];
    });
    for (const variant of variants) {
      const mego = await connected();
      const call = mego.users.list().result();
      await settled();
      await server.peer().sendRaw(new Uint8Array(variant).buffer);
      mego.close();
      await call;
      assert.equal(mego.state.get().status, "closed");
    }
  }
  await clock.advance(0);
});
