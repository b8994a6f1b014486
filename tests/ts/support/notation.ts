// The notation of tests/vectors/protocol.json for what JSON has no place for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "#runtime/plan.js";

export type Notation = null | boolean | number | string | readonly Notation[] | { readonly [key: string]: Notation };

export interface Vector {
  readonly kind: number;
  readonly name: string;
  readonly direction: "c2s" | "s2c" | "both";
  readonly note: string;
  readonly decodeOnly?: boolean;
  readonly hex: string;
  readonly decoded: readonly Notation[];
}

export interface Message {
  readonly note: string;
  readonly direction: "c2s" | "s2c" | "both";
  readonly hex: string;
  readonly frames: readonly (readonly Notation[])[];
}

export interface Malformed {
  readonly note: string;
  readonly level: "scan" | "shape" | "session";
  readonly direction: "c2s" | "s2c" | "both";
  readonly hex: string;
  readonly repeat?: { readonly hex: string; readonly times: number };
  readonly tail?: string;
  readonly first?: boolean;
  readonly close: number;
}

interface VectorFile {
  readonly vectors: readonly Vector[];
  readonly messages: readonly Message[];
  readonly malformed: readonly Malformed[];
}

// npm runs scripts in the package's folder.
const file = join(process.cwd(), "../vectors/protocol.json");
export const { vectors, messages, malformed } = JSON.parse(readFileSync(file, "utf8")) as VectorFile;

export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

export function bytesOfMalformed({ hex, repeat, tail }: Malformed): Uint8Array {
  return fromHex(hex + (repeat ? repeat.hex.repeat(repeat.times) : "") + (tail ?? ""));
}

/** The value that a notation stands for. */
export function valueOf(notation: Notation): unknown {
  if (typeof notation !== "object" || notation === null) return notation;
  if (isList(notation)) return notation.map(valueOf);
  const { $bytes, $int, $float, $map } = notation;
  if (typeof $bytes === "string") return fromHex($bytes);
  if (typeof $int === "string") return BigInt($int);
  if (typeof $float === "string") return Number($float);
  if ($map !== undefined) return new Map(pairsOf($map).map(([key, item]) => [BigInt(key as number), valueOf(item)]));
  return Object.fromEntries(Object.entries(notation).map(([key, item]) => [key, valueOf(item)]));
}

/** The plan that a value needs so that maps with integer keys are read as such. */
export function planOf(notation: Notation): Plan | null {
  if (typeof notation !== "object" || notation === null) return null;
  if (isList(notation)) {
    const plans = notation.map(planOf);
    return plans.some((plan) => plan !== null) ? { tuple: plans } : null;
  }
  if (notation["$map"] !== undefined) return { keys: "bigint" };
  const fields: [string, Plan][] = [];
  for (const [key, item] of Object.entries(notation)) {
    const plan = planOf(item);
    if (plan !== null) fields.push([key, plan]);
  }
  return fields.length > 0 ? { fields: Object.fromEntries(fields) } : null;
}

function isList(notation: Notation): notation is readonly Notation[] {
  return Array.isArray(notation);
}

function pairsOf(notation: Notation): (readonly [Notation, Notation])[] {
  return (notation as readonly (readonly [Notation, Notation])[]).slice();
}
