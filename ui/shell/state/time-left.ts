import type { RunningJob } from './job.ts';

/** What has been measured of a run's steps: when the first one was told of, when the last, and how many lie between. */
export type Pace = { firstAt: number; lastAt: number; steps: number };

/** The pace after one more step, told at `at` milliseconds of a clock that never goes back. */
export function withStep(pace: Pace | null, at: number): Pace {
  return pace === null
    ? { firstAt: at, lastAt: at, steps: 0 }
    : { ...pace, lastAt: at, steps: pace.steps + 1 };
}

/** Fewer steps tell nothing: the first ones compile shaders. */
const fewestSteps = 2;

/** How long a run will take still, in seconds, from its own steps; null while that cannot be told. */
export function secondsLeft({ tiles, pace }: RunningJob): number | null {
  if (pace === null || pace.steps < fewestSteps) return null;
  const usual = Math.max(...tiles.map((tile) => tile.steps));
  const left = tiles.reduce(
    (sum, tile) => sum + (tile.candidate !== null ? 0 : Math.max(0, (tile.steps || usual) - tile.step)),
    0,
  );
  return ((pace.lastAt - pace.firstAt) / pace.steps / 1000) * left;
}
