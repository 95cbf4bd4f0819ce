import { describe, expect, it } from 'vitest';
import { createScheduler } from '../../../ui/diffusion/schedulers/create-scheduler.ts';
import { createDdim } from '../../../ui/diffusion/schedulers/ddim.ts';
import { createEuler } from '../../../ui/diffusion/schedulers/euler.ts';
import { spaceTimesteps } from '../../../ui/diffusion/schedulers/timestep-spacing.ts';
import { createTensor, mapTensor } from '../../../ui/diffusion/tensor.ts';

const zeroSnr = {
  num_train_timesteps: 1000,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  beta_end: 0.012,
  prediction_type: 'v_prediction',
  rescale_betas_zero_snr: true,
  timestep_spacing: 'trailing',
  clip_sample: false,
};
const noNoise = () => createTensor([4]);

describe('a zero-SNR v-prediction schedule', () => {
  const sample = createTensor([4], Float32Array.from([1, -2, 0.5, 3]));
  const output = createTensor([4], Float32Array.from([0.1, 0.2, -0.3, 0.4]));

  it('starts DDIM at pure noise, where the clean picture is the negated answer', () => {
    const ddim = createDdim(zeroSnr, 8);
    expect(ddim.timesteps[0]).toBe(999);
    const { original } = ddim.step(output, 0, sample, noNoise);
    expect(original.data).toEqual(output.data.map((value) => -value));
    expect(ddim.addNoise(output, sample, 0).data).toEqual(sample.data);
  });

  it('holds the first sigma of Euler at 4096', () => {
    const euler = createEuler(zeroSnr, 8);
    expect(euler.sigmas[0]).toBeCloseTo(4096, 0);
    expect(euler.initNoiseSigma).toBe(euler.sigmas[0]);
  });

  it('brings both to the same picture for a network that knows it', () => {
    const clean = createTensor([4], Float32Array.from([0.3, -0.7, 0.1, 0.9]));
    for (const create of [createDdim, createEuler]) {
      const scheduler = create({ ...zeroSnr, prediction_type: 'sample' }, 8);
      let x = mapTensor(sample, (value) => value * scheduler.initNoiseSigma);
      for (let i = 0; i < 8; i++) x = scheduler.step(clean, i, x, noNoise).sample;
      for (const [k, value] of clean.data.entries()) expect(x.data[k]).toBeCloseTo(value, 3);
    }
  });
});

describe("the pipelines' habits", () => {
  const half = createTensor([1], Float32Array.from([1]));
  const config = { prediction_type: 'sample' };
  const originalOf = (pipeline: 'text-to-image' | 'image-to-image' | 'inpaint', large: number) =>
    createScheduler('ddim', config, 4, pipeline).step(
      createTensor([1], Float32Array.from([large])),
      0,
      half,
      noNoise,
    ).original.data[0];

  it("clips with the class's default in the inpainting pipeline only", () => {
    expect(originalOf('inpaint', 3)).toBe(1);
    expect(originalOf('text-to-image', 3)).toBe(3);
    expect(originalOf('image-to-image', 3)).toBe(3);
  });

  it('counts leading timesteps from one', () => {
    expect(createScheduler('ddim', config, 4, 'inpaint').timesteps).toEqual([751, 501, 251, 1]);
  });
});

it.each([
  { thresholding: true },
  { prediction_type: 'flow' },
  { beta_schedule: 'sigmoid' },
  { timestep_spacing: 'karras' },
  { clip_sample: 'yes' },
  { num_train_timesteps: Number.NaN },
])('refuses the configuration %j instead of painting something else', (config) => {
  expect(() => createDdim(config, 4)).toThrow(expect.objectContaining({ reason: 'model-unsupported' }));
});

it.each([0, 1.5, 1001])('refuses %d steps', (steps) => {
  expect(() => createDdim({}, steps)).toThrow(expect.objectContaining({ reason: 'request-invalid' }));
});

// What np.round(np.arange(1000, 0, -1000 / n)) - 1 begins and ends with; 48 steps are numpy's own rounding error.
it.each([
  [3, [999, 666, 332]],
  [7, [999, 856, 713, 570, 428, 285, 142]],
  [16, [999, 937, 874, 811, 749, 687, 624, 561, 499, 437, 374, 311, 249, 187, 124, 61]],
])('spaces %d trailing steps as numpy rounds them', (steps, expected) => {
  expect(spaceTimesteps('trailing', steps, 1000, 0)).toEqual(expected);
});
