import { createDdim } from './ddim.ts';
import { createDpmSolver } from './dpm-solver.ts';
import { createEuler } from './euler.ts';
import { createEulerAncestral } from './euler-ancestral.ts';
import { createFlowMatchEuler } from './flow-match-euler.ts';
import { createLcm } from './lcm.ts';
import { isFlowConfig } from './own-scheduler.ts';
import { createPndm } from './pndm.ts';
import type { Scheduler, SchedulerConfig, SchedulerName, SchedulerOptions } from './scheduler.ts';
import { refuseScheduler } from './scheduler-config.ts';
import { createTcd } from './tcd.ts';
import { createUniPc } from './uni-pc.ts';

/** The diffusers pipeline whose order of draws and first latents a job follows. */
export type PipelineKind = 'text-to-image' | 'image-to-image' | 'inpaint';

/**
 * Who touches a pack's config before its scheduler is made: a pipeline of Stable Diffusion by its kind, `none` of those
 * that take it as it is, or `own`, whatever is best.
 */
export type SchedulerHabits = PipelineKind | 'none' | 'own';

/** Clipping is for pictures, not for latents, so that nobody but who wants diffusers' bytes leaves it on. */
const habitsOf: Record<SchedulerHabits, SchedulerConfig> = {
  'text-to-image': { steps_offset: 1, clip_sample: false },
  'image-to-image': { steps_offset: 1, clip_sample: false },
  inpaint: { steps_offset: 1, skip_prk_steps: true },
  none: {},
  own: { steps_offset: 1, clip_sample: false, skip_prk_steps: true },
};

type Creator = (config: SchedulerConfig, steps: number, options: SchedulerOptions) => Scheduler;

/** A name stands for a class and, where it says more than that, for keys that it overrides. */
const creators: Record<SchedulerName, { create: Creator; overrides?: SchedulerConfig }> = {
  ddim: { create: createDdim },
  euler: { create: createEuler },
  'euler-a': { create: createEulerAncestral },
  'dpm++2m': { create: createDpmSolver, overrides: { algorithm_type: 'dpmsolver++' } },
  'dpm++2m-karras': {
    create: createDpmSolver,
    overrides: {
      algorithm_type: 'dpmsolver++',
      use_karras_sigmas: true,
      use_exponential_sigmas: false,
      use_beta_sigmas: false,
    },
  },
  'dpm++2m-sde': { create: createDpmSolver, overrides: { algorithm_type: 'sde-dpmsolver++' } },
  unipc: { create: createUniPc },
  lcm: { create: createLcm },
  tcd: { create: createTcd },
  pndm: { create: createPndm },
  flow: { create: createFlowMatchEuler },
};

/** The classes that can also run a flow, where the config says `use_flow_sigmas`. */
const flowSolvers: readonly SchedulerName[] = ['dpm++2m', 'dpm++2m-sde', 'unipc'];

function requireFit(name: SchedulerName, config: SchedulerConfig): void {
  if (!isFlowConfig(config)) {
    if (name === 'flow') throw refuseScheduler('The pack has a schedule of betas, and flow needs none.');
    return;
  }
  if (name === 'flow' || (config.use_flow_sigmas === true && flowSolvers.includes(name))) return;
  throw refuseScheduler(`The pack is a flow, and ${name} needs a schedule of betas.`);
}

/**
 * The scheduler that diffusers gets with `Class.from_config(config)` handed to a pipeline: every one of Stable
 * Diffusion's sets steps_offset to 1 and passes an eta of 0; all but the inpainting one switch clip_sample off, and that
 * one switches PNDM's Runge-Kutta rounds off. Throws `scheduler-unsupported` where name and pack or number of steps do
 * not go together, `model-unsupported` where the config asks for what we do not do.
 */
export function createScheduler(
  name: SchedulerName,
  config: SchedulerConfig,
  steps: number,
  habits: SchedulerHabits,
  options: SchedulerOptions = {},
): Scheduler {
  requireFit(name, config);
  const { create, overrides } = creators[name];
  return create({ ...config, ...habitsOf[habits], ...overrides }, steps, { eta: 0, ...options });
}
