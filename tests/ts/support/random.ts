// Values by chance, the same in every run.

/** A generator of numbers from 0 up to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A value that MessagePack can hold and that every library reads alike. */
export function randomValue(random: () => number, depth = 0): unknown {
  const kinds = depth < 5 ? 9 : 7;
  switch (Math.floor(random() * kinds)) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return randomInteger(random);
    case 3:
      return (random() - 0.5) * 10 ** Math.floor(random() * 30 - 10);
    case 4:
    case 5:
      return randomText(random);
    case 6:
      return Uint8Array.from({ length: size(random) }, () => random() * 256);
    case 7:
      return Array.from({ length: size(random) % 20 }, () => randomValue(random, depth + 1));
    default: {
      const fields: { [key: string]: unknown } = {};
      for (let i = size(random) % 20; i > 0; i--) fields[randomText(random) + String(i)] = randomValue(random, depth + 1);
      return fields;
    }
  }
}

export function randomInteger(random: () => number): number {
  const magnitude = Math.floor(random() * 2 ** Math.floor(random() * 54));
  return random() < 0.3 ? 0 - magnitude : magnitude;
}

const alphabets = ["abcdefghij", "éüñß", "漢字圖書館", "🦀𝄞", '\0\n"\\'];

function randomText(random: () => number): string {
  const letters = [...alphabets[Math.floor(random() * alphabets.length)]!];
  return Array.from({ length: size(random) }, () => letters[Math.floor(random() * letters.length)]).join("");
}

/** Mostly small, sometimes so large that the longer heads are needed. */
function size(random: () => number): number {
  return Math.floor(random() < 0.95 ? random() * 12 : random() * 400);
}
