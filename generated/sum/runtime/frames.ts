import { encode } from "./encode.js";
import { atEnd, enterArray, lengthOfNextMap, nextIsFloat, position, read, readFrom, rewind } from "./decode.js";
import type { Plan } from "./plan.js";
import { fail, isCodecError, trail } from "./problem.js";
import type { CodecError } from "./problem.js";

/** The kinds of frames that this client writes or understands, by their number on the wire. */
export const Kind = {
  hello: 0,
  welcome: 1,
  ping: 2,
  pong: 3,
  goAway: 5,
  auth: 6,
  credit: 7,
  call: 16,
  ok: 18,
  err: 19,
  cancel: 20,
  item: 21,
  end: 22,
  sub: 32,
  unsub: 33,
  event: 34,
  eventTo: 35,
  subState: 36,
} as const;

/**
 * What stands, after the kind, in the frames that a server sends: `n` is an id, `u` an integer from 0, `s` text, `m` a
 * map of options and `*` any value. What comes after `?` may be nil or missing.
 */
const shapes: { readonly [kind: number]: string } = {
  1: "m", // Welcome
  5: "us?m", // GoAway: code, reason
  18: "n*", // Ok: id, result
  19: "nus?*m", // Err: id, code, message, data
  21: "n*", // Item: id, value
  22: "n?*", // End: id, value
  34: "u*?um", // Event: subscription, data, offset
  35: "ss*?um", // EventTo: event, channel, data, offset
  36: "uu?um", // SubState: subscription, state, code
};

const checks: { readonly [letter: string]: (value: unknown) => boolean } = {
  n: (value) => isUint(value) && value <= 0xffffffff,
  u: isUint,
  s: (value) => typeof value === "string",
  m: isOptions,
  "*": () => true,
};

/** One frame as it was read. */
export interface Frame {
  readonly kind: number;
  /** What follows the kind, of the types that the kind requires. */
  readonly fields: readonly unknown[];
  /** Why a field is not as its plan says. The field is then what it would be without a plan. */
  readonly problem: CodecError | undefined;
}

/** Says which plan the next field of a frame has: from its kind, the fields before, and the frames before in the message. */
export type PlanOf = (kind: number, fields: readonly unknown[], earlier: readonly Frame[]) => Plan | null | undefined;

/**
 * Reads all frames of a message.
 *
 * @throws CodecError if the message is malformed: then none of its frames counts.
 */
export function readFrames(message: Uint8Array, planOf?: PlanOf): Frame[] {
  return readFrom(message, () => {
    const frames: Frame[] = [];
    do frames.push(readFrame(planOf, frames));
    while (!atEnd());
    return frames;
  });
}

function readFrame(planOf: PlanOf | undefined, earlier: readonly Frame[]): Frame {
  const length = enterArray();
  trail[0] = 0;
  const start = position();
  const kind = length ? read(null) : undefined;
  if (!isUint(kind) || position() !== start + 1) fail("a frame without a kind of one byte", true);
  const shape = shapes[kind] ?? "?";
  const optionalFrom = shape.indexOf("?");
  const letters = shape.replace("?", "");
  const fields: unknown[] = [];
  let problem: CodecError | undefined;
  for (let i = 0; i < Math.max(length - 1, letters.length); i++) {
    trail[0] = i + 1;
    const letter = letters[i] ?? "*";
    const optional = optionalFrom >= 0 && i >= optionalFrom;
    if (i >= length - 1) {
      if (!optional) fail("a frame that is too short", true);
      break;
    }
    if ("nu".includes(letter) && nextIsFloat()) fail("a float for an integer", true);
    const entries = letter === "m" ? lengthOfNextMap() : undefined;
    const plan = planOf?.(kind, fields, earlier);
    const start = position();
    let value: unknown;
    try {
      value = read(plan);
    } catch (error) {
      if (!isCodecError(error) || error.malformed) throw error;
      problem = error;
      rewind(start, 1);
      value = read(null);
    }
    if (!(optional && value === null) && !checks[letter]?.(value)) fail("a field of another type", true);
    if (entries !== undefined && isOptions(value) && Object.keys(value).length !== entries) {
      fail("an option that stands twice", true);
    }
    fields.push(value);
  }
  return { kind, fields, problem };
}

/** Writes one frame. Fields at the end that are `undefined` are left out, others become nil. */
export function writeFrame(kind: number, fields: readonly unknown[], plans?: readonly (Plan | null)[]): Uint8Array {
  let length = fields.length;
  while (length && fields[length - 1] === undefined) length--;
  return encode([kind, ...fields.slice(0, length)], plans && { tuple: [null, ...plans] });
}

/** Puts pieces together. The result is an ArrayBuffer, and not a view of one, which is what every WebSocket takes. */
export function join(parts: readonly Uint8Array[]): ArrayBuffer {
  const whole = new ArrayBuffer(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new Uint8Array(whole).set(part, at);
    at += part.length;
  }
  return whole;
}

export function isUint(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The options of a frame: a map, as opposed to an array or bytes. */
export function isOptions(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
