import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../ui/diffusion/random.ts';
import { addNoise } from '../../../ui/diffusion/schedulers/apply-step.ts';
import type { SchedulerConfig, SchedulerOptions } from '../../../ui/diffusion/schedulers/scheduler.ts';
import { mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import { count, creators, dims, dummy, runLoop, startLoop, sumOf } from './scheduler-runs.ts';

type Row = { scheduler: string; config: SchedulerConfig; steps: number; timesteps: number[] };
type SuiteRow = Row & {
  test: string;
  /** diffusers' own sum and mean, where its suite states them, and what we measured when running it. */
  expected: [number | null, number];
  sum: number;
  mean: number;
  opts: { eta?: number; tstart?: number };
};
type ScheduleRow = Row & {
  name: string;
  kw: SchedulerOptions;
  sigmas: number[] | null;
  init_noise_sigma: number | null;
};
type LoopRow = Row & {
  name: string;
  eta: number | null;
  t_start: number | null;
  set_kw: SchedulerOptions | null;
  start: number[];
  trace: number[][];
  sum: number;
};

const file = new URL('../../fixtures/parity/scheduler-goldens.json', import.meta.url);
const goldens: { suite: SuiteRow[]; sd_schedules: ScheduleRow[]; sd_loops: LoopRow[] } = JSON.parse(
  readFileSync(file, 'utf8'),
);

function create({ scheduler, config, steps }: Row, options: SchedulerOptions) {
  return creators[scheduler]!(config, steps, options);
}

/** Compares rows of numbers relative to the expected value, or to a thousandth of the row's largest. */
function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number) {
  expect(actual).toHaveLength(expected.length);
  const least = Math.max(...expected.map(Math.abs)) / 1000;
  for (const [i, value] of expected.entries()) {
    const error = Math.abs(actual[i]! - value) / Math.max(Math.abs(value), least, Number.MIN_VALUE);
    if (!(error <= tolerance)) {
      expect.fail(`Number ${i} is ${actual[i]}, expected ${value}: off by ${error}, limit ${tolerance}.`);
    }
  }
}

it('knows every class of the goldens, and has rows in each set', () => {
  const sets: Row[][] = [goldens.suite, goldens.sd_schedules, goldens.sd_loops];
  for (const set of sets) expect(set.length).toBeGreaterThan(0);
  const names = sets.flat().map(({ scheduler }) => scheduler);
  expect(Object.keys(creators)).toEqual(expect.arrayContaining([...new Set(names)]));
});

describe("diffusers' own test values", () => {
  it.each(goldens.suite)('$scheduler $test, $steps steps', (row) => {
    const { eta = 0, tstart: start = 0 } = row.opts;
    const scheduler = create(row, { eta });
    let first = dummy((i) => (i / count) * scheduler.initNoiseSigma);
    if (start > 0) {
      const noise = dummy((i) => (count - 1 - i) / count);
      first = addNoise(scheduler, first, noise, start);
    }
    const stream = createRandomStream(0);
    const model = (sample: Tensor, t: number) => mapTensor(sample, (value) => (value * t) / (t + 1));
    const samples = runLoop(scheduler, start, first, model, () => stream.drawNormals(dims), {
      // diffusers' Euler tests hand the scaled sample to the step as well.
      stepsFromScaled: row.scheduler.startsWith('Euler'),
    });
    const sum = sumOf(samples[samples.length - 1]!);
    expectClose(scheduler.timesteps.slice(start), row.timesteps, 1e-5);
    const [expectedSum, expectedMean] = row.expected;
    expect(Math.abs(sum - (expectedSum ?? row.sum))).toBeLessThan(1e-2);
    expect(Math.abs(sum / count - expectedMean)).toBeLessThan(1e-3);
  });
});

describe('schedules of the Stable Diffusion configurations', () => {
  it.each(goldens.sd_schedules)('$scheduler $name, $steps steps', (row) => {
    const scheduler = create(row, row.kw);
    const tolerance = row.config.use_karras_sigmas === true ? 1e-4 : 1e-5;
    expectClose(scheduler.timesteps, row.timesteps, tolerance);
    if (row.init_noise_sigma !== null) {
      expectClose([scheduler.initNoiseSigma], [row.init_noise_sigma], tolerance);
    }
    if (row.sigmas !== null) expectClose(scheduler.sigmas!, row.sigmas, tolerance);
  });
});

describe('whole loops with a pseudo-model', () => {
  const noise = dummy((i) => (count - 1 - i) / count - 0.5);
  const clean = dummy((i) => i / count - 0.5);
  const pick = ({ data }: Tensor) => [0, 5, 383, 767].map((at) => data[at]!);

  it.each(goldens.sd_loops)('$name, $steps steps from $t_start', (row) => {
    const scheduler = create(row, { ...row.set_kw, ...(row.eta === null ? {} : { eta: row.eta }) });
    const start = row.t_start ?? 0;
    const first = startLoop(scheduler, start, clean, noise);
    expectClose(pick(first), row.start, 1e-5);
    expectClose(scheduler.timesteps.slice(start), row.timesteps, 1e-4);
    const model = (sample: Tensor, t: number) =>
      mapTensor(sample, (value) => 0.3 * value + 0.05 * Math.sin(t / 100));
    const samples = runLoop(scheduler, start, first, model, () => noise);
    expectClose(samples.flatMap(pick), row.trace.flat(), 1e-3);
    expectClose([sumOf(samples[samples.length - 1]!)], [row.sum], 1e-3);
  });
});
