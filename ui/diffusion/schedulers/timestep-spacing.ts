import { DiffusionError } from '../diffusion-error.ts';
import type { Spacing } from './scheduler-config.ts';

/** Rounds halves to the even neighbour, as numpy does and Math.round does not. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * The training timesteps that `steps` steps visit, noisiest first, for first-order schedulers (diffusers:
 * schedulers/scheduling_ddim.py, set_timesteps). `linspace` is left unrounded: DDIM rounds, Euler does not.
 */
export function spaceTimesteps(
  spacing: Spacing,
  steps: number,
  trainTimesteps: number,
  stepsOffset: number,
): number[] {
  if (!Number.isInteger(steps) || steps < 1 || steps > trainTimesteps) {
    throw new DiffusionError('request-invalid', `${steps} steps do not fit ${trainTimesteps} timesteps.`);
  }
  const indices = Array.from({ length: steps }, (_, i) => i);
  switch (spacing) {
    case 'leading': {
      const stride = Math.floor(trainTimesteps / steps);
      return indices.map((i) => (steps - 1 - i) * stride + stepsOffset);
    }
    case 'trailing':
      return indices.map((i) => roundHalfEven(trainTimesteps - (i * trainTimesteps) / steps) - 1);
    case 'linspace': {
      if (steps === 1) return [0];
      const stride = (trainTimesteps - 1) / (steps - 1);
      return indices.map((i) => (steps - 1 - i) * stride);
    }
  }
}
