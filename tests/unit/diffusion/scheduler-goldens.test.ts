import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDdim } from '../../../ui/diffusion/schedulers/ddim.ts';
import { createEuler } from '../../../ui/diffusion/schedulers/euler.ts';
import type { Scheduler, SchedulerConfig } from '../../../ui/diffusion/schedulers/scheduler.ts';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';

type Golden = {
  test?: string;
  name?: string;
  scheduler: string;
  config: SchedulerConfig;
  steps: number;
  sum?: number;
  mean?: number;
  opts?: { eta?: number; tstart?: number };
  eta?: number;
  t_start?: number | null;
  timesteps: number[];
  sigmas?: number[];
  init_noise_sigma?: number;
  start?: number[];
  trace?: number[][];
};
const file = new URL('../../fixtures/parity/scheduler-goldens.json', import.meta.url);
const goldens: Record<'suite' | 'sd_schedules' | 'sd_loops', Golden[]> = JSON.parse(
  readFileSync(file, 'utf8'),
);

const creators: Record<string, (golden: Golden) => Scheduler> = {
  DDIMScheduler: ({ config, steps, eta, opts }) => createDdim(config, steps, eta ?? opts?.eta ?? 0),
  EulerDiscreteScheduler: ({ config, steps }) => createEuler(config, steps),
};
const known = (golden: Golden) => golden.scheduler in creators;
const create = (golden: Golden) => creators[golden.scheduler]!(golden);

const dims = [4, 3, 8, 8];
const count = 768;

/** diffusers' dummy sample: arange(768) over (c, h, w, b), so that the batch is the fastest index. */
function dummy(value: (index: number) => number): Tensor {
  const data = new Float32Array(count);
  for (let b = 0; b < 4; b++) for (let i = 0; i < 192; i++) data[b * 192 + i] = value(i * 4 + b);
  return createTensor(dims, data);
}
const sumOf = (tensor: Tensor) => tensor.data.reduce((sum, value) => sum + Math.abs(value), 0);

function expectClose(actual: number, expected: number, relative: number, absolute = 1e-6) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + absolute);
}

it('covers both schedulers in all three sets', () => {
  for (const set of [goldens.suite, goldens.sd_schedules, goldens.sd_loops]) {
    const names = new Set(set.filter(known).map((golden) => golden.scheduler));
    expect([...names].sort()).toEqual(['DDIMScheduler', 'EulerDiscreteScheduler']);
  }
});

describe("diffusers' own test values", () => {
  it.each(goldens.suite.filter(known))('$scheduler $test', (golden) => {
    const scheduler = create(golden);
    const start = golden.opts?.tstart ?? 0;
    const isEuler = golden.scheduler === 'EulerDiscreteScheduler';
    let sample = dummy((i) => (i / count) * scheduler.initNoiseSigma);
    if (start > 0) {
      const noise = dummy((i) => (count - 1 - i) / count);
      sample = scheduler.addNoise(sample, noise, start);
    }
    for (let i = start; i < scheduler.timesteps.length; i++) {
      const t = scheduler.timesteps[i]!;
      const scaled = scheduler.scaleModelInput(sample, i);
      const output = mapTensor(scaled, (value) => (value * t) / (t + 1));
      // diffusers' Euler tests hand the scaled sample to the step as well.
      sample = scheduler.step(output, i, isEuler ? scaled : sample, () => dummy(() => 0)).sample;
    }
    expect(scheduler.timesteps.slice(start)).toHaveLength(golden.timesteps.length);
    expectClose(sumOf(sample), golden.sum!, 1e-5, 1e-3);
    expectClose(sumOf(sample) / count, golden.mean!, 1e-5, 1e-6);
  });
});

describe('schedules of the Stable Diffusion configurations', () => {
  it.each(goldens.sd_schedules.filter(known))('$scheduler $name, $steps steps', (golden) => {
    const scheduler = create(golden);
    expect(scheduler.timesteps).toHaveLength(golden.timesteps.length);
    for (const [i, t] of golden.timesteps.entries()) expectClose(scheduler.timesteps[i]!, t, 1e-5, 1e-4);
    if (golden.init_noise_sigma !== undefined) {
      expectClose(scheduler.initNoiseSigma, golden.init_noise_sigma, 1e-6);
    }
    if (golden.sigmas === undefined || golden.sigmas === null) return;
    const { sigmas } = createEuler(golden.config, golden.steps);
    expect(sigmas).toHaveLength(golden.sigmas.length);
    for (const [i, sigma] of golden.sigmas.entries()) expectClose(sigmas[i]!, sigma, 2e-6);
  });
});

describe('whole loops with a pseudo-model', () => {
  const noise = dummy((i) => (count - 1 - i) / count - 0.5);
  const clean = dummy((i) => i / count - 0.5);
  const traced = [0, 5, 383, 767];

  it.each(goldens.sd_loops.filter(known))('$name, $steps steps from $t_start', (golden) => {
    const scheduler = create(golden);
    const start = golden.t_start ?? 0;
    let sample =
      start > 0
        ? scheduler.addNoise(clean, noise, start)
        : mapTensor(noise, (value) => value * scheduler.initNoiseSigma);
    for (const [k, at] of traced.entries()) expectClose(sample.data[at]!, golden.start![k]!, 1e-5);
    for (let i = start; i < scheduler.timesteps.length; i++) {
      const shift = 0.05 * Math.sin(scheduler.timesteps[i]! / 100);
      const output = mapTensor(scheduler.scaleModelInput(sample, i), (value) => 0.3 * value + shift);
      sample = scheduler.step(output, i, sample, () => noise).sample;
      for (const [k, at] of traced.entries())
        expectClose(sample.data[at]!, golden.trace![i - start]![k]!, 1e-5, 1e-5);
    }
    expectClose(sumOf(sample), golden.sum!, 1e-5);
  });
});
