// Finds a Chromium, wherever this runs.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

/** What the browser is not to do: look for updates, for better connections, for a graphics card. */
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** Starts a browser without a window, with a profile of its own. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env["MEGO_CHROMIUM"] ?? installed() ?? (await packaged());
  console.log(`browser: ${executablePath}`);
  return chromium.launch({ executablePath, args: quiet });
}

/** The browser of this machine, if it has one of this family. */
function installed(): string | undefined {
  return candidates().find((path) => existsSync(path));
}

function candidates(): string[] {
  const { env } = process;
  switch (process.platform) {
    case "darwin":
      return ["Google Chrome", "Chromium", "Microsoft Edge"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
    case "win32":
      return [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]].flatMap((folder) =>
        folder === undefined ? [] : ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"].map((path) => join(folder, path)),
      );
    default:
      return ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge"].flatMap((name) =>
        (env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)),
      );
  }
}

/** A Chromium that npm has installed, for Linux on x64. */
async function packaged(): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("no browser was found: install Chrome, Chromium or Edge, or name one in MEGO_CHROMIUM");
  }
  // The package brings the libraries that a bare machine lacks, but unpacks them only where it believes to be in this place.
  process.env["AWS_EXECUTION_ENV"] ??= "AWS_Lambda_nodejs20.x";
  const { default: bundle } = await import("@sparticuz/chromium");
  return bundle.executablePath();
}
