import { DiffusionError } from '../diffusion-error.ts';
import type { SchedulerConfig } from './scheduler.ts';
import { readBoolean, readChoice, readNumber } from './scheduler-config.ts';

const float = Math.fround;

/** `torch.linspace(start, end, count)` in 32 bits, built from both ends as torch does. */
function linspace(start: number, end: number, count: number): Float32Array {
  const step = float((end - start) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < count / 2 ? start + step * i : end - step * (count - 1 - i),
  );
}

/** Nichol and Dhariwal (2021), "Improved denoising diffusion probabilistic models", equation 17. */
function cosineBetas(count: number): Float32Array {
  const alphaBar = (s: number) => Math.cos(((s + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
  return Float32Array.from({ length: count }, (_, i) =>
    Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), 0.999),
  );
}

function readBetas(config: SchedulerConfig): Float32Array {
  const trained = config.trained_betas;
  if (Array.isArray(trained)) return Float32Array.from(trained, Number);
  const count = readNumber(config, 'num_train_timesteps', 1000);
  const start = readNumber(config, 'beta_start', 0.0001);
  const end = readNumber(config, 'beta_end', 0.02);
  const kinds = ['linear', 'scaled_linear', 'squaredcos_cap_v2'] as const;
  const kind = readChoice(config, 'beta_schedule', kinds, 'linear');
  if (!Number.isInteger(count) || count < 2) {
    throw new DiffusionError('model-unsupported', `${count} training timesteps make no schedule.`);
  }
  if (kind === 'linear') return linspace(start, end, count);
  if (kind === 'scaled_linear') return linspace(Math.sqrt(start), Math.sqrt(end), count).map((b) => b * b);
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
  const scale = float(first / float(first - last));
  const bars = roots.map((root) => float(float(root - last) * scale) ** 2);
  const betas = bars.map((bar, t) => 1 - float(t === 0 ? bar : float(bar / bars[t - 1]!)));
  return cumulativeProduct(betas);
}

/** How much of the clean picture is left at each training timestep: alpha-bar, falling from about 1 to about 0. */
export type NoiseSchedule = {
  readonly alphasCumprod: Float32Array;
  readonly trainTimesteps: number;
  readonly isZeroSnr: boolean;
};

/** Builds alpha-bar in 32-bit arithmetic, because at the noisy end the last bits decide the largest sigma. */
export function createNoiseSchedule(config: SchedulerConfig): NoiseSchedule {
  const plain = cumulativeProduct(readBetas(config));
  const isZeroSnr = readBoolean(config, 'rescale_betas_zero_snr', false);
  const alphasCumprod = isZeroSnr ? rescaleToZeroSnr(plain) : plain;
  return { alphasCumprod, trainTimesteps: plain.length, isZeroSnr };
}
