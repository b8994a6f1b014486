// Time that passes when a test says so.

export interface Clock {
  /** Lets time pass, and everything happen that is due, in order. */
  readonly advance: (milliseconds: number) => Promise<void>;
  /** The timers that wait, in milliseconds from now. */
  readonly waiting: () => number[];
  readonly restore: () => void;
}

/** Lets everything happen that needs no time. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Replaces timers and `Date.now` until `restore`. */
export function fakeClock(): Clock {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now };
  let now = 1_000_000;
  let order = 0;
  const timers = new Map<object, { readonly at: number; readonly order: number; readonly run: () => void }>();
  Date.now = () => now;
  globalThis.setTimeout = ((run: () => void, milliseconds = 0): object => {
    const timer = { unref: (): void => {} };
    timers.set(timer, { at: now + milliseconds, order: order++, run });
    return timer;
  }) as unknown as typeof setTimeout;
  globalThis.clearTimeout = ((timer: object): void => void timers.delete(timer)) as typeof clearTimeout;
  return {
    async advance(milliseconds) {
      const until = now + milliseconds;
      await settled();
      for (;;) {
        const [next] = [...timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at || a.order - b.order);
        if (!next) break;
        timers.delete(next[0]);
        now = Math.max(now, next[1].at);
        next[1].run();
        await settled();
      }
      now = until;
    },
    waiting: () => [...timers.values()].map(({ at }) => at - now).sort((a, b) => a - b),
    restore() {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      Date.now = real.now;
    },
  };
}
