import { betaQuantile } from './beta-quantile.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { SchedulerConfig } from './scheduler.ts';
import { readBoolean, readOptionalNumber, refuseValue } from './scheduler-config.ts';
import { linspace } from './timestep-spacing.ts';

const float = Math.fround;

/** Noise over signal at every training timestep; with zero SNR the endless last one is held at 4096 as diffusers does. */
export function readTrainSigmas(schedule: NoiseSchedule): Float32Array {
  const alphas = Float32Array.from(schedule.alphasCumprod);
  if (schedule.isZeroSnr) alphas[alphas.length - 1] = 2 ** -24;
  return alphas.map((alpha) => Math.sqrt(float(float(1 - alpha) / alpha)));
}

/** Sigma at a timestep that may lie between two training timesteps; beyond the ends the end's value. */
export function sigmaAt(trainSigmas: Float32Array, timestep: number): number {
  const last = trainSigmas.length - 1;
  const inside = Math.min(Math.max(timestep, 0), last);
  const low = Math.floor(inside);
  const high = Math.min(low + 1, last);
  return (trainSigmas[high]! - trainSigmas[low]!) * (inside - low) + trainSigmas[low]!;
}

/** The timestep of a sigma, linear in log sigma between training timesteps (Karras et al. 2022, as diffusers has it). */
export function timestepOf(trainSigmas: Float32Array, sigma: number): number {
  const target = Math.log(Math.max(sigma, 1e-10));
  const logAt = (index: number) => float(Math.log(trainSigmas[index]!));
  // From the end, because with zero SNR sigmas need not rise up to the last one.
  let low = trainSigmas.length - 1;
  while (low > 0 && logAt(low) > target) low--;
  low = Math.min(low, trainSigmas.length - 2);
  const share = Math.min(Math.max((logAt(low) - target) / (logAt(low) - logAt(low + 1)), 0), 1);
  return (1 - share) * low + share * (low + 1);
}

/** The ways to spread sigmas that are no matter of timesteps. */
const respacings = ['karras', 'exponential', 'beta'] as const;
export type Respacing = (typeof respacings)[number];

/** Which one the config asks for; null where the timesteps decide. Two at once are refused, as in diffusers. */
export function readRespacing(config: SchedulerConfig): Respacing | null {
  const [first, second] = respacings.filter((kind) => readBoolean(config, `use_${kind}_sigmas`, false));
  if (second !== undefined) throw refuseValue(config, `use_${second}_sigmas`);
  return first ?? null;
}

/**
 * `steps` sigmas from the largest to the smallest, both of which the config may override:
 * Karras et al. (2022), equation 5 with rho 7; evenly in log sigma; or by quantiles of a beta distribution (Lee et al.
 * 2024, "Beta sampling is all you need").
 */
export function respaceSigmas(
  config: SchedulerConfig,
  kind: Respacing,
  ends: { readonly max: number; readonly min: number },
  steps: number,
): number[] {
  const min = readOptionalNumber(config, 'sigma_min') ?? ends.min;
  const max = readOptionalNumber(config, 'sigma_max') ?? ends.max;
  if (kind === 'exponential') return linspace(Math.log(max), Math.log(min), steps).map(Math.exp);
  const ramp = linspace(0, 1, steps);
  if (kind === 'beta') return ramp.map((share) => min + betaQuantile(1 - share, 0.6) * (max - min));
  const rho = 7;
  const [low, high] = [min ** (1 / rho), max ** (1 / rho)];
  return ramp.map((share) => (high + share * (low - high)) ** rho);
}
