const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** A server that wants more patience than this is left for the next. */
export const longestRetryAfterMs = 120_000;

/**
 * How long to wait after so many failures in a row (1 = the first): doubling, between half and all of it at random, so
 * that pages that failed together do not come back together. `random` is in [0, 1).
 */
export function planWaitMs(failures: number, random: () => number): number {
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1));
  return full * (0.5 + random() / 2);
}

/** The milliseconds that a Retry-After header asks for, which is seconds or a date; null where it says nothing. */
export function readRetryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
