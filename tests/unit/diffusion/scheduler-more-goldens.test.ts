import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { createRandomStream } from '../../../ui/diffusion/random.ts';
import { addNoise } from '../../../ui/diffusion/schedulers/apply-step.ts';
import type { SchedulerConfig, SchedulerOptions } from '../../../ui/diffusion/schedulers/scheduler.ts';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import { creators, runLoop, startLoop, worst } from './scheduler-runs.ts';

/** A whole loop of diffusers with a random configuration, or the error that it ended with. */
export type Row = {
  scheduler: string;
  config: SchedulerConfig;
  steps: number;
  options: SchedulerOptions;
  start: number;
  seed: number;
  /** True where every second element was put back after each step, as in inpainting. */
  fill: boolean;
  error?: string;
  timesteps: number[];
  sigmas: number[] | null;
  kept: number[];
  /** Picked elements after `kept` steps; null where diffusers gave no number. */
  samples: (number | null)[][];
};

const file = new URL('../../fixtures/parity/scheduler-more-goldens.json', import.meta.url);
const goldens: { shape: number[]; picked: number[]; rows: Row[] } = JSON.parse(readFileSync(file, 'utf8'));
const { shape, picked } = goldens;

const model = (sample: Tensor, t: number) =>
  mapTensor(sample, (value) => 0.3 * value + 0.05 * Math.sin(t / 100));

function create({ scheduler, config, steps, options }: Row) {
  return creators[scheduler]!(config, steps, options);
}

/** The reason for which we refuse a row; null where we run it. */
function refusalOf(row: Row): string | null {
  try {
    create(row);
    return null;
  } catch (error) {
    return error instanceof DiffusionError ? error.reason : String(error);
  }
}

function runRow(row: Row): Tensor[] {
  const scheduler = create(row);
  const stream = createRandomStream(row.seed);
  const noise = stream.drawNormals(shape);
  const size = noise.data.length;
  const clean = createTensor(
    shape,
    Float32Array.from({ length: size }, (_, i) => (2 * i) / (size - 1) - 1),
  );
  const first = startLoop(scheduler, row.start, clean, noise);
  const putBack = (sample: Tensor, stepIndex: number) => {
    const isLast = stepIndex === scheduler.timesteps.length;
    const known = isLast ? clean : addNoise(scheduler, clean, noise, stepIndex);
    return mapTensor(sample, (value, i) => (i % 2 === 0 ? known.data[i]! : value));
  };
  const loop = runLoop(scheduler, row.start, first, model, () => stream.drawNormals(shape), {
    ...(row.fill ? { change: putBack } : {}),
  });
  return [first, ...loop];
}

describe('random configurations as diffusers runs them', () => {
  it.each(goldens.rows.filter(({ error }) => error === undefined))(
    '$scheduler $config, $steps steps from $start, $options',
    (row) => {
      // Where diffusers goes on without numbers, a refusal is as good.
      if (row.samples[row.samples.length - 1]!.includes(null) && refusalOf(row) !== null) return;
      const scheduler = create(row);
      expect(worst(scheduler.timesteps, row.timesteps)).toBeLessThan(1e-4);
      if (row.sigmas !== null) expect(worst(scheduler.sigmas!, row.sigmas)).toBeLessThan(1e-4);
      const samples = runRow(row);
      expect(samples).toHaveLength(row.kept[row.kept.length - 1]! + 1);
      for (const [k, at] of row.kept.entries()) {
        const values = picked.map((i) => samples[at]!.data[i]!);
        expect(worst(values, row.samples[k]!), `after ${at} steps`).toBeLessThan(1e-3);
      }
    },
  );

  it.each(goldens.rows.filter(({ error }) => error !== undefined))(
    '$scheduler $config, $steps steps, are refused where diffusers fails',
    (row) => {
      expect(refusalOf(row)).toMatch(/^(model|scheduler)-unsupported$/);
    },
  );
});
