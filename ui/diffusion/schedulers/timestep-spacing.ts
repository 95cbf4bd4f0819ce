import { refuseScheduler, type Spacing } from './scheduler-config.ts';

/** Rounds halves to the even neighbor, as numpy does and Math.round does not. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `numpy.linspace(start, end, count)`: the end is hit exactly, and one value alone is the start. */
export function linspace(start: number, end: number, count: number): number[] {
  const stride = count > 1 ? (end - start) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => (i === count - 1 && i > 0 ? end : i * stride + start));
}

/** Refuses a number of steps that no schedule of this length has. */
export function requireSteps(steps: number, most: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > most) {
    throw refuseScheduler(`${steps} steps do not fit a schedule of ${most} timesteps.`);
  }
}

export type SpacingOptions = {
  readonly spacing: Spacing;
  readonly steps: number;
  /** Timesteps that the steps are spread over; all of them, unless the noisiest are cut off. */
  readonly usedTimesteps?: number;
  readonly trainTimesteps: number;
  readonly stepsOffset: number;
};

/**
 * The training timesteps that first-order schedulers visit, noisiest first (diffusers: scheduling_ddim.py,
 * set_timesteps). `linspace` is left unrounded: DDIM rounds, Euler does not.
 */
export function spaceTimesteps(options: SpacingOptions): number[] {
  const { spacing, steps, trainTimesteps, stepsOffset } = options;
  requireSteps(steps, trainTimesteps);
  if (spacing === 'trailing') return spaceTrailing(options);
  if (spacing === 'linspace') return linspace(0, trainTimesteps - 1, steps).reverse();
  const stride = Math.floor(trainTimesteps / steps);
  return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * stride + stepsOffset);
}

/**
 * The same for multistep solvers, which spread one step more and leave the last one out (diffusers:
 * scheduling_dpmsolver_multistep.py, set_timesteps).
 */
export function spaceMultistep(options: SpacingOptions): number[] {
  const { spacing, steps, trainTimesteps, usedTimesteps = trainTimesteps, stepsOffset } = options;
  requireSteps(steps, trainTimesteps);
  if (spacing === 'trailing') return spaceTrailing(options);
  if (spacing === 'linspace') {
    return linspace(0, usedTimesteps - 1, steps + 1)
      .map(roundHalfEven)
      .reverse()
      .slice(0, steps);
  }
  const stride = Math.floor(usedTimesteps / (steps + 1));
  return Array.from({ length: steps }, (_, i) => (steps - i) * stride + stepsOffset);
}

/**
 * Counts down from the end. numpy's arange adds a stride that has been rounded next to the start, which decides some
 * halves; the extra timestep that it gives for a few numbers of steps (61, 103, …) lies outside of the schedule and is
 * left out.
 */
function spaceTrailing({ steps, trainTimesteps, usedTimesteps = trainTimesteps }: SpacingOptions): number[] {
  const step = trainTimesteps / steps;
  const stride = usedTimesteps - step - usedTimesteps;
  const count = Math.min(steps, Math.ceil(usedTimesteps / step));
  return Array.from({ length: count }, (_, i) => roundHalfEven(usedTimesteps + i * stride) - 1);
}
