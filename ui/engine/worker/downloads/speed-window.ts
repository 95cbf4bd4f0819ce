const windowMs = 8000;
/** Less than this says more about chance than about the line. */
const leastMs = 1500;
const slotMs = 250;

/** Bytes per second over the last eight seconds; null while nothing sensible can be said. */
export type SpeedWindow = {
  add(bytes: number, nowMs: number): void;
  read(nowMs: number): number | null;
};

export function createSpeedWindow(): SpeedWindow {
  let startMs: number | null = null;
  let slots: { atMs: number; bytes: number }[] = [];
  return {
    add(bytes, nowMs) {
      startMs ??= nowMs;
      const last = slots.at(-1);
      if (last !== undefined && nowMs - last.atMs < slotMs) last.bytes += bytes;
      else slots.push({ atMs: nowMs, bytes });
      slots = slots.filter(({ atMs }) => nowMs - atMs <= windowMs);
    },
    read(nowMs) {
      if (startMs === null || nowMs - startMs < leastMs) return null;
      const recent = slots.filter(({ atMs }) => nowMs - atMs <= windowMs);
      const bytes = recent.reduce((sum, slot) => sum + slot.bytes, 0);
      return (bytes * 1000) / Math.min(windowMs, nowMs - startMs);
    },
  };
}

/** Whole seconds that are left at this speed; null where the total or the speed is not known, or nothing moves. */
export function planSecondsLeft(
  doneBytes: number,
  totalBytes: number | null,
  bytesPerSecond: number | null,
): number | null {
  if (totalBytes === null || bytesPerSecond === null || bytesPerSecond <= 0) return null;
  return Math.ceil(Math.max(0, totalBytes - doneBytes) / bytesPerSecond);
}
