import { addNoise, applyStep, scaleModelInput } from '../../../ui/diffusion/schedulers/apply-step.ts';
import { createDdim } from '../../../ui/diffusion/schedulers/ddim.ts';
import { createDpmSolver } from '../../../ui/diffusion/schedulers/dpm-solver.ts';
import { createEuler } from '../../../ui/diffusion/schedulers/euler.ts';
import { createEulerAncestral } from '../../../ui/diffusion/schedulers/euler-ancestral.ts';
import { createFlowMatchEuler } from '../../../ui/diffusion/schedulers/flow-match-euler.ts';
import { createLcm } from '../../../ui/diffusion/schedulers/lcm.ts';
import { createPndm } from '../../../ui/diffusion/schedulers/pndm.ts';
import type {
  Scheduler,
  SchedulerConfig,
  SchedulerOptions,
} from '../../../ui/diffusion/schedulers/scheduler.ts';
import { createTcd } from '../../../ui/diffusion/schedulers/tcd.ts';
import { createUniPc } from '../../../ui/diffusion/schedulers/uni-pc.ts';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';

type Creator = (config: SchedulerConfig, steps: number, options: SchedulerOptions) => Scheduler;

/** Our schedulers under the names of diffusers' classes. */
export const creators: { readonly [className: string]: Creator } = {
  DDIMScheduler: createDdim,
  EulerDiscreteScheduler: createEuler,
  EulerAncestralDiscreteScheduler: createEulerAncestral,
  DPMSolverMultistepScheduler: createDpmSolver,
  UniPCMultistepScheduler: createUniPc,
  LCMScheduler: createLcm,
  TCDScheduler: createTcd,
  PNDMScheduler: createPndm,
  FlowMatchEulerDiscreteScheduler: createFlowMatchEuler,
};

/** Elements of the tensors below. */
export const count = 768;
export const dims = [4, 3, 8, 8];

/** diffusers' dummy tensors [4, 3, 8, 8]: the index runs over (c, h, w, b), so that the batch is the fastest. */
export function dummy(value: (index: number) => number): Tensor {
  const data = new Float32Array(count);
  for (let b = 0; b < 4; b++) for (let i = 0; i < 192; i++) data[b * 192 + i] = value(i * 4 + b);
  return createTensor(dims, data);
}

export function sumOf({ data }: Tensor): number {
  return data.reduce((sum, value) => sum + Math.abs(value), 0);
}

/** A whole loop from step `start` on; gives every sample after its step. */
export function runLoop(
  scheduler: Scheduler,
  start: number,
  first: Tensor,
  model: (sample: Tensor, timestep: number) => Tensor,
  drawNoise: () => Tensor,
  options: {
    readonly stepsFromScaled?: boolean;
    /** What becomes of a sample before the next step, at `stepIndex`, is taken from it. */
    readonly change?: (sample: Tensor, stepIndex: number) => Tensor;
  } = {},
): Tensor[] {
  const samples: Tensor[] = [];
  let sample = first;
  let memory: readonly Tensor[] = [];
  for (let i = start; i < scheduler.timesteps.length; i++) {
    const scaled = scaleModelInput(scheduler, sample, i);
    const output = model(scaled, scheduler.timesteps[i]!);
    const plan = scheduler.planStep(i, i - start);
    const noise = plan.drawsNoise ? drawNoise() : null;
    const from = options.stepsFromScaled === true ? scaled : sample;
    const result = applyStep(plan, { sample: from, output, memory, noise });
    memory = result.memory;
    sample = options.change?.(result.sample, i + 1) ?? result.sample;
    samples.push(sample);
  }
  return samples;
}

/** The first sample of a loop: noise alone, or clean latents with noise where it starts in the middle. */
export function startLoop(scheduler: Scheduler, start: number, clean: Tensor, noise: Tensor): Tensor {
  if (start > 0) return addNoise(scheduler, clean, noise, start);
  return mapTensor(noise, (value) => value * scheduler.initNoiseSigma);
}

/** The largest difference relative to the expected value, or to a thousandth of the row's largest number. */
export function worst(actual: readonly number[], expected: readonly (number | null)[]): number {
  const numbers = expected.map((value) => value ?? 0);
  const least = Math.max(...numbers.map(Math.abs), 1e-30) / 1000;
  const errors = expected.map((value, i) => {
    if (value === null) return 0;
    return Math.abs(actual[i]! - value) / Math.max(Math.abs(value), least);
  });
  return actual.length === expected.length ? Math.max(...errors) : Infinity;
}
