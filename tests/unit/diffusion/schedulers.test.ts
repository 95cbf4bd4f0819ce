import { describe, expect, it } from 'vitest';
import { schedulerNames } from '../../../protocol/generation.ts';
import { addNoise, applyStep, type StepResult } from '../../../ui/diffusion/schedulers/apply-step.ts';
import { betaQuantile } from '../../../ui/diffusion/schedulers/beta-quantile.ts';
import { createScheduler, type PipelineKind } from '../../../ui/diffusion/schedulers/create-scheduler.ts';
import { firstStep } from '../../../ui/diffusion/schedulers/first-step.ts';
import { muOfTokens } from '../../../ui/diffusion/schedulers/flow-shift.ts';
import { nameOwnScheduler } from '../../../ui/diffusion/schedulers/own-scheduler.ts';
import type {
  Scheduler,
  SchedulerConfig,
  SchedulerName,
} from '../../../ui/diffusion/schedulers/scheduler.ts';
import { spaceTimesteps } from '../../../ui/diffusion/schedulers/timestep-spacing.ts';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import { creators } from './scheduler-runs.ts';

const stableDiffusion = { beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012 };
const zeroSnr = {
  ...stableDiffusion,
  prediction_type: 'v_prediction',
  rescale_betas_zero_snr: true,
  timestep_spacing: 'trailing',
  clip_sample: false,
};
const tensorOf = (...values: number[]) => createTensor([values.length], Float32Array.from(values));
const refusal = (reason: string) => expect.objectContaining({ reason });

function firstStepOf(scheduler: Scheduler, output: Tensor, sample: Tensor): StepResult {
  const noise = mapTensor(sample, () => 0);
  return applyStep(scheduler.planStep(0, 0), { sample, output, memory: [], noise });
}

describe('a zero-SNR v-prediction schedule', () => {
  const sample = tensorOf(1, -2, 0.5, 3);
  const output = tensorOf(0.1, 0.2, -0.3, 0.4);

  it('starts DDIM at pure noise, where the clean picture is the negated answer', () => {
    const ddim = creators.DDIMScheduler!(zeroSnr, 8, {});
    expect(ddim.timesteps[0]).toBe(999);
    const { original } = firstStepOf(ddim, output, sample);
    expect(original.data).toEqual(output.data.map((value) => -value));
    expect(addNoise(ddim, output, sample, 0).data).toEqual(sample.data);
  });

  it('holds the first sigma of Euler at 4096', () => {
    const euler = creators.EulerDiscreteScheduler!(zeroSnr, 8, {});
    expect(euler.sigmas![0]).toBeCloseTo(4096, 0);
    expect(euler.initNoiseSigma).toBe(euler.sigmas![0]);
  });
});

describe.each(schedulerNames.filter((name) => name !== 'flow'))('%s', (name) => {
  const clean = tensorOf(0.3, -0.7, 0.1, 0.9);
  const start = tensorOf(1, -0.6, 0.2, 0.8);

  function paint(config: SchedulerConfig, steps: number, from: number) {
    const scheduler = createScheduler(name, config, steps, 'inpaint');
    let sample =
      from > 0
        ? addNoise(scheduler, clean, start, from)
        : mapTensor(start, (value) => value * scheduler.initNoiseSigma);
    let memory: readonly Tensor[] = [];
    for (let i = from; i < scheduler.timesteps.length; i++) {
      const { signal, noise } = scheduler.levels[i]!;
      const output = mapTensor(sample, (x, k) => (x - signal * clean.data[k]!) / noise);
      const plan = scheduler.planStep(i, i - from);
      ({ sample, memory } = applyStep(plan, {
        sample,
        output,
        memory,
        noise: plan.drawsNoise ? mapTensor(start, (value) => -value) : null,
      }));
    }
    return sample;
  }

  it('ends at the picture that an epsilon network knows, at full strength and from the middle', () => {
    const config = { ...stableDiffusion, set_alpha_to_one: true, clip_sample: false };
    // PNDM counts from its own first step, so that in the middle it leaves a transition out, as in diffusers.
    const starts =
      name === 'pndm'
        ? [[8, 0]]
        : [
            [8, 0],
            [8, 5],
            [2, 0],
          ];
    for (const [steps = 0, from = 0] of starts) {
      const last = paint(config, steps, from);
      // TCD ends at the first timestep, with its little noise, rather than below it.
      const digits = name === 'tcd' ? 1 : 4;
      for (const [k, value] of clean.data.entries()) expect(last.data[k]).toBeCloseTo(value, digits);
    }
  });
});

describe("the pipelines' habits", () => {
  const config = { prediction_type: 'sample' };
  const originalOf = (pipeline: PipelineKind, large: number) =>
    firstStepOf(createScheduler('ddim', config, 4, pipeline), tensorOf(large), tensorOf(1)).original.data[0];

  it("clips with the class's default in the inpainting pipeline only", () => {
    expect(originalOf('inpaint', 3)).toBe(1);
    expect(originalOf('text-to-image', 3)).toBe(3);
    expect(originalOf('image-to-image', 3)).toBe(3);
  });

  it('counts leading timesteps from one', () => {
    expect(createScheduler('ddim', config, 4, 'inpaint').timesteps).toEqual([751, 501, 251, 1]);
  });

  it('runs PNDM without Runge-Kutta rounds where it inpaints', () => {
    expect(createScheduler('pndm', {}, 4, 'inpaint').timesteps).toHaveLength(5);
    expect(createScheduler('pndm', {}, 4, 'text-to-image').timesteps).toHaveLength(13);
  });

  it('draws noise where diffusers does: its pipelines pass an eta of 0', () => {
    const draws = (name: SchedulerName) => {
      const { timesteps, planStep } = createScheduler(name, {}, 4, 'inpaint');
      return timesteps.map((_, i) => planStep(i, i).drawsNoise);
    };
    const all = [true, true, true, true];
    expect(draws('euler-a')).toEqual(all);
    expect(draws('dpm++2m-sde')).toEqual(all);
    expect(draws('lcm')).toEqual([true, true, true, false]);
    for (const name of ['ddim', 'euler', 'dpm++2m', 'dpm++2m-karras', 'unipc', 'tcd', 'pndm'] as const) {
      expect(draws(name)).not.toContain(true);
    }
  });

  it('lets a name override what the pack says of its own scheduler', () => {
    const sde = { ...stableDiffusion, algorithm_type: 'sde-dpmsolver++', use_beta_sigmas: true };
    const plain = createScheduler('dpm++2m', sde, 4, 'inpaint');
    const karras = createScheduler('dpm++2m-karras', sde, 4, 'inpaint');
    expect(plain.planStep(0, 0).drawsNoise).toBe(false);
    expect(karras.timesteps).toEqual([999, 687, 146, 0]);
    expect(plain.timesteps).not.toEqual(karras.timesteps);
  });

  it.each([
    ['ddim', 20, 0.6, 8],
    ['euler', 20, 0.33, 14],
    ['flow', 20, 0.33, 13],
    ['pndm', 10, 1, 0],
  ] as const)('starts %s of %d steps with strength %d at %d', (name, steps, strength, expected) => {
    expect(firstStep(name, steps, strength)).toBe(expected);
  });
});

describe('which scheduler a pack has', () => {
  it.each<[SchedulerConfig, SchedulerName]>([
    [{ _class_name: 'DDIMScheduler' }, 'ddim'],
    [{ _class_name: 'EulerAncestralDiscreteScheduler' }, 'euler-a'],
    [{ _class_name: 'DPMSolverMultistepScheduler', use_karras_sigmas: true }, 'dpm++2m-karras'],
    [{ _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'sde-dpmsolver++' }, 'dpm++2m-sde'],
    [{ _class_name: 'PNDMScheduler' }, 'dpm++2m'],
    [{ _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 3 }, 'flow'],
    [{ _class_name: 'UniPCMultistepScheduler', use_flow_sigmas: true }, 'unipc'],
    [{ _class_name: 'SASolverScheduler' }, 'dpm++2m-sde'],
    [{}, 'ddim'],
  ])('%j has %s', (config, name) => {
    expect(nameOwnScheduler(config)).toBe(name);
  });

  it.each(['EDMEulerScheduler', 'CMStochasticIterativeScheduler', 'SomethingNew', 7])(
    '%s is like none of ours, and says so',
    (name) => {
      expect(() => nameOwnScheduler({ _class_name: name })).toThrow(
        expect.objectContaining({ reason: 'model-unsupported', subject: `scheduler: ${name}` }),
      );
    },
  );

  const flow = { _class_name: 'FlowMatchEulerDiscreteScheduler' };
  const flowSolver = { use_flow_sigmas: true, prediction_type: 'flow_prediction', flow_shift: 3 };
  it.each<[SchedulerName, SchedulerConfig, number]>([
    ['flow', stableDiffusion, 4],
    ['ddim', flow, 4],
    ['unipc', flow, 4],
    ['dpm++2m-karras', flowSolver, 4],
    ['euler', flowSolver, 4],
    ['flow', { ...flow, use_dynamic_shifting: true }, 4],
    ['lcm', stableDiffusion, 51],
    ['tcd', { ...stableDiffusion, original_inference_steps: 4 }, 5],
    ['pndm', stableDiffusion, 3],
    ['pndm', { prediction_type: 'sample' }, 8],
    ['euler-a', { prediction_type: 'sample' }, 8],
    ['ddim', { num_train_timesteps: 20 }, 20],
  ])('refuses %s with %j and %d steps', (name, config, steps) => {
    expect(() => createScheduler(name, config, steps, 'text-to-image')).toThrow(
      refusal('scheduler-unsupported'),
    );
  });

  it('runs a flow by the solvers that know how', () => {
    for (const name of ['unipc', 'dpm++2m'] as const) {
      const { levels } = createScheduler(name, flowSolver, 4, 'text-to-image');
      expect(levels[1]!.signal + levels[1]!.noise).toBeCloseTo(1, 6);
    }
  });

  it("takes a flow's mu from the size of the picture", () => {
    expect(muOfTokens({}, 256)).toBeCloseTo(0.5, 12);
    expect(muOfTokens({}, 4096)).toBeCloseTo(1.15, 12);
  });
});

describe.each(Object.entries(creators))('%s', (className, create) => {
  const isFlow = className.startsWith('Flow');

  it.each<SchedulerConfig>([
    { prediction_type: 'v' },
    { num_train_timesteps: Number.NaN },
    { num_train_timesteps: 1.5 },
    { beta_schedule: 'sigmoid' },
    { trained_betas: [0.1, 0.2] },
    { rescale_betas_zero_snr: 'yes' },
    { timestep_spacing: 'karras' },
  ])('refuses the configuration %j instead of painting something else', (config) => {
    const [key = ''] = Object.keys(config);
    // Keys that a class does not know are nothing to it, as in diffusers.
    const isUnknown =
      (isFlow && key !== 'num_train_timesteps') ||
      (className === 'PNDMScheduler' && key === 'rescale_betas_zero_snr') ||
      (/LCM|TCD/.test(className) && key === 'timestep_spacing');
    const make = () => create(config, 4, {});
    if (isUnknown) expect(make).not.toThrow();
    else expect(make).toThrow(refusal('model-unsupported'));
  });

  it.each([0, 1.5, 1001])('refuses %d steps', (steps) => {
    expect(() => create({}, steps, {})).toThrow(refusal('scheduler-unsupported'));
  });
});

it.each<[string, SchedulerConfig]>([
  ['DDIMScheduler', { clip_sample: 'yes' }],
  ['DDIMScheduler', { thresholding: 1 }],
  ['EulerDiscreteScheduler', { use_karras_sigmas: true, use_beta_sigmas: true }],
  ['EulerDiscreteScheduler', { final_sigmas_type: 'one' }],
  ['DPMSolverMultistepScheduler', { algorithm_type: 'dpmsolver' }],
  ['DPMSolverMultistepScheduler', { solver_order: 4 }],
  ['DPMSolverMultistepScheduler', { variance_type: 'learned_range' }],
  ['UniPCMultistepScheduler', { lower_order_final: false }],
  ['UniPCMultistepScheduler', { solver_p: {} }],
  ['LCMScheduler', { original_inference_steps: 2000 }],
])('%s refuses %j and says which key it is', (className, config) => {
  const key = new RegExp(Object.keys(config).join('|').concat('|final_sigmas_type'));
  expect(() => creators[className]!(config, 4, {})).toThrow(key);
  expect(() => creators[className]!(config, 4, {})).toThrow(refusal('model-unsupported'));
});

// What np.round(np.arange(1000, 0, -1000 / n)) - 1 gives; with 48 steps numpy's stride decides the halves.
it.each([
  [3, [999, 666, 332]],
  [7, [999, 856, 713, 570, 428, 285, 142]],
  [16, [999, 937, 874, 811, 749, 687, 624, 561, 499, 437, 374, 311, 249, 187, 124, 61]],
  [
    48,
    [
      999, 978, 957, 936, 916, 895, 874, 853, 832, 811, 791, 770, 749, 728, 707, 686, 666, 645, 624, 603, 582,
      561, 541, 520, 499, 478, 457, 436, 416, 395, 374, 353, 332, 311, 291, 270, 249, 228, 207, 186, 166, 145,
      124, 103, 82, 61, 41, 20,
    ],
  ],
])('spaces %d trailing steps as numpy rounds them', (steps, expected) => {
  const options = { spacing: 'trailing', steps, trainTimesteps: 1000, stepsOffset: 0 } as const;
  expect(spaceTimesteps(options)).toEqual(expected);
});

// scipy.stats.beta.ppf(p, 0.6, 0.6)
it.each([
  [0, 0],
  [0.01, 0.00086123882154],
  [0.25, 0.17568037865],
  [0.5, 0.5],
  [0.9, 0.96041559441],
  [1, 1],
])('knows the beta quantile of %d', (probability, expected) => {
  expect(betaQuantile(probability, 0.6)).toBeCloseTo(expected, 9);
});
