import type { EngineTimings } from '../../../protocol/engine-contract.ts';

type Part = Exclude<keyof EngineTimings, 'steps'>;

export type Stopwatch = {
  readonly timings: EngineTimings;
  /** Adds the milliseconds that `task` takes to a part of the job. */
  measure<T>(part: Part, task: () => T | Promise<T>): Promise<T>;
};

/** Collects where the time of one job goes. */
export function createStopwatch(): Stopwatch {
  const timings: EngineTimings = {
    decode: 0,
    crop: 0,
    textEncode: 0,
    vaeEncode: 0,
    steps: [],
    vaeDecode: 0,
    upscale: 0,
    composite: 0,
  };
  return {
    timings,
    async measure(part, task) {
      const start = performance.now();
      try {
        return await task();
      } finally {
        timings[part] += performance.now() - start;
      }
    },
  };
}
