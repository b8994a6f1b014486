// The documents of an example, written as a site.
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";

const workspace = join(process.cwd(), "../..");

export interface Site {
  /** The address of the folder, as a file, with a slash at its end. */
  readonly files: string;
  /** The folder. */
  readonly folder: string;
  remove(): void;
}

/** Writes the site of an example with the mego-codegen of this workspace. */
export function writeSite(name: string): Site {
  const out = mkdtempSync(join(tmpdir(), `mego-site-${name}-`));
  const contract = join(workspace, "generated", name, "mego.json");
  const options = ["--contract", contract, "--name", name, "--out", out, "--lang", "en", "--lang", "zh-TW", "--html"];
  const built = process.env["MEGO_CODEGEN_BIN"];
  const [program, ...before] = built === undefined ? ["cargo", "run", "--quiet", "--package", "mego-codegen", "--"] : [built];
  const { status, stderr } = spawnSync(program, [...before, ...options], { cwd: workspace, encoding: "utf8" });
  const folder = join(out, "site");
  if (status !== 0 || !existsSync(folder)) throw new Error(`mego-codegen: ${stderr}`);
  return { files: `${pathToFileURL(folder).href}/`, folder, remove: () => rmSync(out, { recursive: true, force: true }) };
}

const types: Readonly<Record<string, string>> = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

/** Serves the site as strictly as a page can be served. */
export async function serveSite(folder: string): Promise<{ readonly url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    const path = join(folder, basename(new URL(request.url ?? "/", "http://localhost").pathname) || "index.html");
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": `${types[extname(path)]}; charset=utf-8`,
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
      "x-content-type-options": "nosniff",
    });
    response.end(readFileSync(path));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
}
