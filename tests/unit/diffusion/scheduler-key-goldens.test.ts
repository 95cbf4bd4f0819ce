import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { createRandomStream } from '../../../ui/diffusion/random.ts';
import type { SchedulerConfig, SchedulerOptions } from '../../../ui/diffusion/schedulers/scheduler.ts';
import { mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import { creators, runLoop, startLoop, worst } from './scheduler-runs.ts';

/** What one key of a config does to one class of diffusers. */
type Row = {
  scheduler: string;
  key: string;
  config: SchedulerConfig;
  options: SchedulerOptions;
  /** diffusers' error; without one, picked elements of the last sample, null where the key changed nothing. */
  error?: string;
  last?: number[] | null;
};

const file = new URL('../../fixtures/parity/scheduler-key-goldens.json', import.meta.url);
const goldens: { shape: number[]; picked: number[]; steps: number; base: SchedulerConfig; rows: Row[] } =
  JSON.parse(readFileSync(file, 'utf8'));
const { shape, picked, steps, base, rows } = goldens;

const model = (sample: Tensor, t: number) =>
  mapTensor(sample, (value) => 0.3 * value + 0.05 * Math.sin(t / 100));

function runRow({ scheduler: name, config, options }: Row): number[] {
  const whole = name.startsWith('Flow') ? config : { ...base, ...config };
  const scheduler = creators[name]!(whole, steps, options);
  const stream = createRandomStream(7);
  const noise = stream.drawNormals(shape);
  const samples = runLoop(scheduler, 0, startLoop(scheduler, 0, noise, noise), model, () =>
    stream.drawNormals(shape),
  );
  return picked.map((i) => samples[samples.length - 1]!.data[i]!);
}

/** How a row ends with us: its numbers, or the reason for which it is refused. */
function tryRow(row: Row): number[] | string {
  try {
    return runRow(row);
  } catch (error) {
    if (error instanceof DiffusionError) return error.reason;
    throw error;
  }
}

const nameOf = ({ scheduler, config }: Row) => `${scheduler} ${JSON.stringify(config)}`;
const plainOf = (row: Row) => rows.find(({ scheduler, key }) => key === '' && scheduler === row.scheduler)!;

/** What diffusers runs and we refuse, each with a sentence that names the key. */
const refusedHere = [
  'EulerDiscreteScheduler {"timestep_type":"hourly"}',
  'DPMSolverMultistepScheduler {"prediction_type":"flow_prediction"}',
  'DPMSolverMultistepScheduler {"solver_order":4}',
  'UniPCMultistepScheduler {"prediction_type":"flow_prediction"}',
  // diffusers ends without numbers here.
  'UniPCMultistepScheduler {"lower_order_final":false}',
];

describe('every key of a config, in every class', () => {
  const running = rows.filter(({ error }) => error === undefined);

  it.each(running.filter((row) => !refusedHere.includes(nameOf(row))))(
    '$scheduler $config does what it does in diffusers',
    (row) => {
      const values = tryRow(row);
      expect(values).toBeInstanceOf(Array);
      expect(worst(values as number[], row.last ?? plainOf(row).last!)).toBeLessThan(1e-3);
    },
  );

  it.each(rows.filter(({ error }) => error !== undefined))(
    '$scheduler $config is refused where diffusers fails',
    (row) => {
      expect(tryRow(row)).toMatch(/^(model|scheduler)-unsupported$/);
    },
  );

  it.each(running.filter((row) => refusedHere.includes(nameOf(row))))(
    '$scheduler $config is refused instead of painted wrongly',
    (row) => {
      expect(tryRow(row)).toMatch(/^(model|scheduler)-unsupported$/);
    },
  );
});
