import type { Clock } from './clock.ts';
import { createSpeedWindow, planSecondsLeft } from './speed-window.ts';

/** How far a download is. Null: not known, and nothing is made up. */
export type DownloadProgress = {
  readonly doneBytes: number;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
};

const leastPauseMs = 100;

/** Tells the progress as bytes come, at most ten times a second. */
export function createProgress(
  clock: Clock,
  onProgress: (progress: DownloadProgress) => void,
  read: () => { doneBytes: number; totalBytes: number | null },
) {
  const speed = createSpeedWindow();
  let toldAtMs = Number.NEGATIVE_INFINITY;

  function tell(): void {
    toldAtMs = clock.now();
    const { doneBytes, totalBytes } = read();
    const bytesPerSecond = speed.read(toldAtMs);
    onProgress({
      doneBytes,
      totalBytes,
      bytesPerSecond,
      secondsLeft: planSecondsLeft(doneBytes, totalBytes, bytesPerSecond),
    });
  }

  return {
    tell,
    add(bytes: number): void {
      const now = clock.now();
      speed.add(bytes, now);
      if (now - toldAtMs >= leastPauseMs) tell();
    },
  };
}
