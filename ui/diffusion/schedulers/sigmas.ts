import type { NoiseSchedule } from './noise-schedule.ts';

/** Noise over signal at every training timestep; with zero SNR the endless last one is held at 4096 as diffusers does. */
export function readTrainSigmas(schedule: NoiseSchedule): Float32Array {
  const alphas = Float32Array.from(schedule.alphasCumprod);
  if (schedule.isZeroSnr) alphas[alphas.length - 1] = 2 ** -24;
  return alphas.map((alpha) => Math.sqrt((1 - alpha) / alpha));
}

/** Sigma at a timestep that may lie between two training timesteps; beyond the ends the end's value. */
export function sigmaAt(trainSigmas: Float32Array, timestep: number): number {
  const last = trainSigmas.length - 1;
  const inside = Math.min(Math.max(timestep, 0), last);
  const low = Math.floor(inside);
  const high = Math.min(low + 1, last);
  const share = inside - low;
  return trainSigmas[low]! * (1 - share) + trainSigmas[high]! * share;
}

/** The timestep of a sigma, linear in log sigma between training timesteps (Karras et al. 2022, as diffusers has it). */
export function timestepOf(trainSigmas: Float32Array, sigma: number): number {
  const target = Math.log(Math.max(sigma, 1e-10));
  let low = 0;
  while (low < trainSigmas.length - 2 && Math.log(trainSigmas[low + 1]!) <= target) low++;
  const from = Math.log(trainSigmas[low]!);
  const to = Math.log(trainSigmas[low + 1]!);
  const share = Math.min(Math.max((target - from) / (to - from), 0), 1);
  return low + share;
}

const rho = 7;

/** Karras et al. (2022), equation 5, from the largest sigma to the smallest. */
export function karrasSigmas(sigmaMin: number, sigmaMax: number, steps: number): number[] {
  const low = sigmaMin ** (1 / rho);
  const high = sigmaMax ** (1 / rho);
  return Array.from({ length: steps }, (_, i) => {
    const ramp = steps === 1 ? 0 : i / (steps - 1);
    return (high + ramp * (low - high)) ** rho;
  });
}
