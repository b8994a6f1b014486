import assert from "node:assert/strict";
import { settled } from "../support/clock.js";
import { clientFailure, rejection, scene } from "../support/setup.js";

scene("authenticate asks for the token and sends it on the live connection", async ({ server, connected }) => {
  let asked = 0;
  const mego = await connected({ token: async () => `token-${++asked}` });
  const peer = server.peer();
  const done = mego.authenticate();
  assert.deepEqual(await peer.news(), [[6, 1, "token-2"]]);
  await peer.send([18, 1, null]);
  assert.equal(await done, undefined);
  const second = mego.authenticate();
  assert.deepEqual(await peer.news(), [[6, 3, "token-3"]]);
  await peer.send([18, 3, null]);
  await second;
  assert.equal(server.peers.length, 1);
});

scene("a token that the server does not accept is an error, and the server closes", async ({ server, connected }) => {
  const mego = await connected({ token: "stale" });
  const refused = rejection(mego.authenticate());
  await settled();
  await server.peer().send([19, 1, 56, "who are you", null, { f: true }]);
  const error = await refused;
  assert.deepEqual([error.kind, error.status, error.method, error.message], ["fault", "NotAuthorized", "authenticate", "who are you"]);
  await server.peer().close(4401, "not authenticated");
  assert.equal(mego.state.get().status, "closed");
});

scene("a token that cannot be had, or is none, is sent to nobody", async ({ server, connected }) => {
  let token = (): string | undefined => "first";
  const mego = await connected({ token: () => token() });
  const fault = new Error("signed out");
  token = () => {
    throw fault;
  };
  await assert.rejects(mego.authenticate(), fault);
  token = () => undefined;
  const error = await rejection(mego.authenticate());
  assert.deepEqual([error.kind, error.status, error.message], ["client", "Invalid", "there is no token"]);
  assert.deepEqual(await server.peer().news(), []);
});

scene("the token goes out however many calls are in flight", async ({ server, connected }) => {
  const mego = await connected({ token: "t" }, { l: { c: 1 } });
  const peer = server.peer();
  const calls = [mego.sum({ a: 1, b: 2 }), mego.sum({ a: 3, b: 4 })];
  const done = mego.authenticate();
  assert.deepEqual((await peer.news()).map(([kind, id]) => [kind, id]), [[16, 1], [6, 3]]);
  await peer.send([18, 3, null]);
  await done;
  await peer.send([18, 1, 3]);
  assert.deepEqual(await peer.news(), [[16, 5, "sum", { a: 3, b: 4 }]]);
  await peer.send([18, 5, 7]);
  assert.deepEqual(await Promise.all(calls), [3, 7]);
});

scene("a token that was on its way when the connection broke is sent on the next one", async ({ clock, server, connected }) => {
  const mego = await connected({ token: "t" });
  const done = mego.authenticate();
  await settled();
  await server.peer().close(1006);
  await clock.advance(125);
  await server.peer().welcome();
  assert.deepEqual(await server.peer().news(), [[6, 1, "t"]]);
  await server.peer().send([18, 1, null]);
  await done;
});

scene("authenticate settles whatever happens", async ({ clock, server, connected }) => {
  const mego = await connected({ token: "t", timeout: 1000 });
  const late = rejection(mego.authenticate());
  await clock.advance(1000);
  assert.equal((await late).status, "Timeout");
  const cut = rejection(mego.authenticate());
  await settled();
  mego.close();
  assert.equal((await cut).status, "Disconnected");
  assert.equal((await rejection(mego.authenticate())).status, "Disconnected");
  assert.equal((await clientFailure(mego.ping())).status, "Disconnected");
  assert.equal(server.peers.length, 1);
});
