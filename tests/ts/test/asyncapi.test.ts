// The AsyncAPI documents, before the official parser.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { DiagnosticSeverity, Parser } from "@asyncapi/parser";

const golden = new URL("../../../../mego-codegen/tests/golden/asyncapi/", import.meta.url);
const files = readdirSync(golden).filter((name) => name.endsWith(".json"));
const read = (name: string): string => readFileSync(new URL(name, golden), "utf8");

/** What the parser says against a document: errors and warnings, where they stand. */
async function complaints(text: string): Promise<{ readonly errors: string[]; readonly warnings: string[] }> {
  const diagnostics = await new Parser().validate(text);
  const told = (severity: DiagnosticSeverity): string[] => diagnostics.filter((one) => one.severity === severity).map(({ code, message, path }) => `${code} ${path.join(".")}: ${message}`);
  return { errors: told(DiagnosticSeverity.Error), warnings: told(DiagnosticSeverity.Warning) };
}

test("there is a document of each example and of each shape", () => {
  assert.deepEqual(files, ["accounts.json", "chat.json", "middleware.json", "odd.json", "shapes.json", "sum.json"]);
});

for (const name of files) {
  test(`${name} is valid`, async () => {
    const { errors, warnings } = await complaints(read(name));
    assert.deepEqual(errors, []);
    assert.deepEqual(warnings, []);
  });
}

test("the parser finds in it what is in the API", async () => {
  const { document } = await new Parser().parse(read("chat.json"));
  assert.ok(document);
  const operations = document.operations();
  const say = operations.get("say");
  assert.ok(say);
  assert.ok(say.isReceive());
  assert.equal(say.reply()?.messages().length, 5);
  assert.deepEqual(say.messages().all().map((message) => message.correlationId()?.location()), ["$message.header#/id"]);
  const event = operations.get("newMessage-event");
  assert.ok(event);
  assert.ok(event.isSend());
  const [channel] = event.channels().all();
  assert.ok(channel);
  assert.equal(channel.address(), null);
  assert.equal(channel.extensions().get("x-mego-channel")?.value(), "room:{room}");
  const messages = event.messages().all();
  assert.equal(messages.length, 2);
  for (const message of messages) assert.ok(Object.keys(message.payload()?.properties() ?? {}).includes("text"));
  const [socket] = say.channels().all();
  assert.equal(socket?.address(), "/{path}");
  assert.deepEqual(document.servers().all().map((server) => server.pathname()), [undefined]);
});

test("the parser refuses what is broken, so that its silence means something", async () => {
  interface Broken {
    asyncapi: string;
    operations: { [name: string]: { action: string; channel: { $ref: string } } };
    components: { schemas: { [name: string]: unknown } };
  }
  const break_ = (change: (document: Broken) => void): string => {
    const document = JSON.parse(read("chat.json")) as Broken;
    change(document);
    return JSON.stringify(document);
  };
  const broken = [
    break_((document) => void (document.operations["say"]!.action = "reply")),
    break_((document) => void (document.operations["say"]!.channel.$ref = "#/channels/nowhere")),
    break_((document) => void (document.components.schemas["Message"] = { type: "text" })),
  ];
  for (const text of broken) assert.notDeepEqual((await complaints(text)).errors, []);
});
