import type { SchedulerConfig } from './scheduler.ts';
import { readBoolean, readChoice, readCount, refuseScheduler, spacings } from './scheduler-config.ts';
import { roundHalfEven, spaceTimesteps } from './timestep-spacing.ts';

/** Levels that the Runge-Kutta rounds warm up over. */
const warmUp = 4;

/**
 * PNDM's timesteps, more than steps: with `skip_prk_steps` the second one comes twice; without, three rounds of four
 * calls come first, half a stride apart (`roundTimesteps`, otherwise empty).
 */
export function spacePndm(
  config: SchedulerConfig,
  trainTimesteps: number,
  steps: number,
): { readonly timesteps: readonly number[]; readonly roundTimesteps: readonly number[] } {
  const spaced = spaceTimesteps({
    spacing: readChoice(config, 'timestep_spacing', spacings, 'leading'),
    steps,
    trainTimesteps,
    stepsOffset: readCount(config, 'steps_offset', 0, 0),
  }).map(roundHalfEven);
  if (readBoolean(config, 'skip_prk_steps', false)) {
    const timesteps = [spaced[0]!, ...spaced.slice(1, 2), ...spaced.slice(1)];
    return { timesteps, roundTimesteps: [] };
  }
  if (steps < warmUp) throw refuseScheduler(`PNDM needs ${warmUp} steps to warm up, not ${steps}.`);
  const half = Math.floor(Math.floor(trainTimesteps / steps) / 2);
  // Every level and the point half a stride above it, each twice, without the two ends.
  const points = spaced.slice(0, warmUp).flatMap((timestep) => [timestep + half, timestep]);
  const roundTimesteps = points
    .slice(1)
    .flatMap((timestep) => [timestep, timestep])
    .slice(1, -1);
  return { timesteps: [...roundTimesteps, ...spaced.slice(warmUp - 1)], roundTimesteps };
}
