import { DiffusionError } from '../diffusion-error.ts';
import type { SchedulerConfig } from './scheduler.ts';
import { readBoolean, readChoice, readCount, readNumber, refuseValue } from './scheduler-config.ts';

const float = Math.fround;

/** `torch.linspace(start, end, count)` in 32 bits, built from both ends as torch does. */
export function linspaceFloat(start: number, end: number, count: number): Float32Array {
  const step = float((float(end) - float(start)) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < count / 2 ? float(start) + step * i : float(end) - step * (count - 1 - i),
  );
}

/** Nichol and Dhariwal (2021), "Improved denoising diffusion probabilistic models", equation 17. */
function cosineBetas(count: number): Float32Array {
  const alphaBar = (s: number) => Math.cos(((s + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
  return Float32Array.from({ length: count }, (_, i) =>
    Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), 0.999),
  );
}

/** What a scheduler class assumes where the config says nothing. */
export type BetaDefaults = {
  readonly start: number;
  readonly end: number;
  readonly schedule: 'linear' | 'scaled_linear';
};

/** The defaults of nearly all classes. */
const linearBetas: BetaDefaults = { start: 0.0001, end: 0.02, schedule: 'linear' };

function readBetas(config: SchedulerConfig, count: number, defaults: BetaDefaults): Float32Array {
  const trained = config.trained_betas ?? null;
  if (trained !== null) {
    if (!Array.isArray(trained) || trained.length < count) throw refuseValue(config, 'trained_betas');
    return Float32Array.from(trained, Number);
  }
  const start = readNumber(config, 'beta_start', defaults.start);
  const end = readNumber(config, 'beta_end', defaults.end);
  const kinds = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
  const kind = readChoice(config, 'beta_schedule', kinds, defaults.schedule);
  if (kind === 'linear') return linspaceFloat(start, end, count);
  if (kind === 'scaled_linear') {
    return linspaceFloat(Math.sqrt(start), Math.sqrt(end), count).map((b) => b * b);
  }
  return cosineBetas(count);
}

/** Running product, accumulated in 64 bits and kept in 32 as torch does on the CPU. */
function cumulativeProduct(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => {
    product *= float(1 - beta);
    return product;
  });
}

/** Lin et al. (2023), "Common diffusion noise schedules and sample steps are flawed", algorithm 1. */
function rescaleToZeroSnr(alphasCumprod: Float32Array): Float32Array {
  const roots = alphasCumprod.map(Math.sqrt);
  const first = roots[0]!;
  const last = roots[roots.length - 1]!;
  const factor = float(first / float(first - last));
  const bars = roots.map((root) => float(float(root - last) * factor) ** 2);
  const betas = bars.map((bar, t) => 1 - float(t === 0 ? bar : float(bar / bars[t - 1]!)));
  return cumulativeProduct(betas);
}

/** How much of the clean picture is left at each training timestep: alpha-bar, falling from about 1 to about 0. */
export type NoiseSchedule = {
  readonly alphasCumprod: Float32Array;
  readonly trainTimesteps: number;
  readonly isZeroSnr: boolean;
};

/**
 * Builds alpha-bar in 32-bit arithmetic, because at the noisy end the last bits decide the largest sigma.
 * `ignoresZeroSnr`: for the class that does not know `rescale_betas_zero_snr`.
 */
export function createNoiseSchedule(
  config: SchedulerConfig,
  options: { readonly defaults?: BetaDefaults; readonly ignoresZeroSnr?: boolean } = {},
): NoiseSchedule {
  const trainTimesteps = readCount(config, 'num_train_timesteps', 1000, 2);
  const plain = cumulativeProduct(readBetas(config, trainTimesteps, options.defaults ?? linearBetas));
  const isZeroSnr = options.ignoresZeroSnr !== true && readBoolean(config, 'rescale_betas_zero_snr', false);
  return { alphasCumprod: isZeroSnr ? rescaleToZeroSnr(plain) : plain, trainTimesteps, isZeroSnr };
}

/** Alpha-bar at a whole timestep, which must lie in the schedule. */
export function alphaAt({ alphasCumprod }: NoiseSchedule, timestep: number): number {
  const alpha = alphasCumprod[timestep];
  if (alpha !== undefined) return alpha;
  throw new DiffusionError('scheduler-unsupported', `The schedule has no timestep ${timestep}.`);
}
