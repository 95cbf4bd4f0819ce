import type { SchedulerConfig } from './scheduler.ts';
import { readCount, refuseScheduler, refuseValue } from './scheduler-config.ts';
import { requireSteps } from './timestep-spacing.ts';

/**
 * The timesteps that a consistency model was distilled on (`original_inference_steps`, evenly through the schedule),
 * thinned out to `steps`, noisiest first (diffusers: scheduling_lcm.py, set_timesteps). `strength` below 1 leaves only
 * the less noisy ones to choose from.
 */
export function chooseTimesteps(
  config: SchedulerConfig,
  trainTimesteps: number,
  steps: number,
  strength: number,
): number[] {
  const distilled = readCount(config, 'original_inference_steps', 50);
  if (distilled > trainTimesteps) throw refuseValue(config, 'original_inference_steps');
  requireSteps(steps, trainTimesteps);
  const stride = Math.floor(trainTimesteps / distilled);
  const used = Math.floor(distilled * strength);
  if (steps > used) {
    throw refuseScheduler(
      `${steps} steps are more than the ${used} that this kind of scheduler can choose from.`,
    );
  }
  return Array.from({ length: steps }, (_, i) => (used - Math.floor(i * (used / steps))) * stride - 1);
}
