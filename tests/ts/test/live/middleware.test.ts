// The generated client against the middleware example.
import assert from "node:assert/strict";
import { it } from "node:test";
import type { Client, Mego } from "#middleware";
import { live } from "../../support/middleware.js";
import { connectRaw } from "../../support/raw.js";
import { failure } from "../../support/setup.js";

live("the middleware example", ({ server, client }) => {
  const fault = async (call: Mego.Call<unknown, Mego.Fault | Mego.ClientError>): Promise<Mego.Fault> => {
    const error = await failure(call);
    assert.ok(error.kind === "fault", error.message);
    return error;
  };

  it("limits forecasts for each session by itself", async () => {
    const [ada, grace] = [client(), client()];
    for (let i = 0; i < 3; i++) assert.match(await ada.forecast({ place: "Taipei" }), /Taipei/);
    const { status, code, retryAfter } = await fault(ada.forecast({ place: "Taipei" }));
    assert.deepEqual([status, code], ["TooManyRequests", 59]);
    assert.ok(retryAfter !== undefined && retryAfter > 15_000 && retryAfter <= 20_000, String(retryAfter));
    assert.match(await grace.forecast({ place: "Tainan" }), /Tainan/);
  });

  it("draws one map at a time, whoever wants it", async () => {
    const raw = await connectRaw(server().socket);
    // Of one session, calls are taken in their order: when the second is refused, the first is at work.
    raw.send([16, 1, "drawMap", { seconds: 255 }], [16, 3, "drawMap", null]);
    assert.deepEqual((await raw.next()).slice(0, 3), [19, 3, 61]);
    const mego = client();
    assert.equal((await fault(mego.drawMap())).status, "Busy");
    // When a call is answered, also that it was cancelled, its place is free.
    raw.send([20, 1]);
    assert.deepEqual((await raw.next()).slice(0, 3), [19, 1, 63]);
    assert.equal(await mego.drawMap({ seconds: 0 }), "🗺️");
    raw.socket.terminate();
  });

  it("does not wait for a station that does not answer", async () => {
    const { status, message } = await fault(client().askStation());
    assert.deepEqual([status, message], ["Timeout", "`askStation` took longer than 200ms"]);
  });

  it("answers a panic with an incident, and goes on", async () => {
    const mego = client();
    const error = await fault(mego.recalibrate());
    assert.deepEqual([error.status, error.code], ["Error", 51]);
    assert.match(error.incident ?? "", /./);
    assert.doesNotMatch(error.message, /barometer/);
    assert.match(await mego.forecast({ place: "here" }), /here/);
  });

  it("asks for a key, writes down what is done with it, and counts that for the key", async () => {
    assert.deepEqual((await fault(client().report({ degrees: 21 }))).status, "NotAuthorized");
    assert.deepEqual((await fault(client({ token: "made-up" }).trail())).status, "NotAuthorized");

    const harbour = (): Client => client({ token: "key-of-the-harbour" });
    const [first, second] = [harbour(), harbour()];
    assert.equal(await first.report({ degrees: 21 }), "Thank you, harbour.");
    // What is noted goes to the trail, and not to whoever called.
    assert.equal(await second.report({ degrees: 61 }), "Thank you, harbour.");
    const invalid = await fault(first.report({ degrees: "warm" as unknown as number }));
    assert.equal(invalid.status, "Invalid");
    assert.deepEqual(await second.trail(), [
      { caller: "harbour", method: "report", code: 54, notes: [] },
      { caller: "harbour", method: "report", code: 0, notes: ["Invalid: 61 degrees were taken for a broken thermometer"] },
      { caller: "harbour", method: "report", code: 0, notes: [] },
    ]);
    await first.trail();
    // Five with one key, on whichever connection; the refusal is written down as well, and another key has its own five.
    assert.equal((await fault(second.report({ degrees: 3 }))).status, "TooManyRequests");
    const mountain = client({ token: "key-of-the-mountain" });
    const [last] = await mountain.trail();
    assert.deepEqual(last, { caller: "harbour", method: "report", code: 59, notes: [] });
  });

  it("answers for methods that do not exist", async () => {
    const raw = await connectRaw(server().socket);
    raw.send([16, 1, "nope", null]);
    assert.deepEqual(await raw.next(), [19, 1, 58, "the weather service knows no `nope`", null, { f: true }]);
    raw.socket.terminate();
  });
});
