import { DiffusionError } from '../diffusion-error.ts';
import type { SchedulerName } from './scheduler.ts';

/**
 * The index of the first step that a strength below 1 leaves to do (diffusers: get_timesteps of the image-to-image
 * pipelines; those of flows round the other way). Throws `request-invalid` where none is left.
 */
export function firstStep(scheduler: SchedulerName, steps: number, strength: number): number {
  const kept = Math.min(steps * strength, steps);
  const first = scheduler === 'flow' ? Math.floor(steps - kept) : steps - Math.floor(kept);
  if (first < steps) return first;
  throw new DiffusionError('request-invalid', `Strength ${strength} leaves none of ${steps} steps to do.`);
}
