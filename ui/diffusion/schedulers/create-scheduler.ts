import { createDdim } from './ddim.ts';
import { createEuler } from './euler.ts';
import type { Scheduler, SchedulerConfig, SchedulerName } from './scheduler.ts';

/** The diffusers pipeline whose habits a job follows. */
export type PipelineKind = 'text-to-image' | 'image-to-image' | 'inpaint';

const creators: Record<SchedulerName, (config: SchedulerConfig, steps: number) => Scheduler> = {
  ddim: createDdim,
  euler: createEuler,
};

/**
 * The scheduler that diffusers gets with `Class.from_config(config)` handed to a Stable Diffusion pipeline: every one
 * of them sets steps_offset to 1, and all but the inpainting one switch clip_sample off.
 */
export function createScheduler(
  name: SchedulerName,
  config: SchedulerConfig,
  steps: number,
  pipeline: PipelineKind,
): Scheduler {
  const clipping = pipeline === 'inpaint' ? {} : { clip_sample: false };
  return creators[name]({ ...config, steps_offset: 1, ...clipping }, steps);
}
