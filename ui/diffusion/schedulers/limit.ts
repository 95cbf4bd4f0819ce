import type { Tensor } from '../tensor.ts';
import type { SchedulerConfig } from './scheduler.ts';
import { readBoolean, readNumber } from './scheduler-config.ts';

const float = Math.fround;

/** How values of the clean latents are held in bounds: the only part of a step that is no weighted sum. */
export type Limit =
  | { readonly kind: 'clip'; readonly range: number }
  | { readonly kind: 'threshold'; readonly ratio: number; readonly max: number };

/** Dynamic thresholding where the config asks for it. */
export function readThreshold(config: SchedulerConfig): Limit | null {
  const ratio = readNumber(config, 'dynamic_thresholding_ratio', 0.995);
  const max = readNumber(config, 'sample_max_value', 1);
  return readBoolean(config, 'thresholding', false) ? { kind: 'threshold', ratio, max } : null;
}

/** Thresholding, else clipping, as the config asks for; `clipsByDefault` is the class's own default. */
export function readLimit(config: SchedulerConfig, clipsByDefault: boolean): Limit | null {
  const range = readNumber(config, 'clip_sample_range', 1);
  const clip: Limit | null = readBoolean(config, 'clip_sample', clipsByDefault)
    ? { kind: 'clip', range }
    : null;
  return readThreshold(config) ?? clip;
}

/**
 * Holds [n, …] in bounds, in place. Thresholding takes each of the n by its own quantile of absolute values and
 * scales it to -1..1 (Saharia et al. 2022, "Photorealistic text-to-image diffusion models", section 2.3).
 */
export function applyLimit(limit: Limit, { data, dims }: Tensor): void {
  if (limit.kind === 'clip') {
    for (let i = 0; i < data.length; i++) data[i] = Math.min(limit.range, Math.max(-limit.range, data[i]!));
    return;
  }
  const length = data.length / (dims[0] ?? 1);
  for (let start = 0; start < data.length; start += length) {
    const part = data.subarray(start, start + length);
    const quantile = quantileOf(part.map(Math.abs).sort(), limit.ratio);
    // torch.clamp lets the upper bound win where it is below the lower one.
    const bound = Math.min(limit.max, Math.max(1, quantile));
    for (let i = 0; i < length; i++) part[i] = Math.min(bound, Math.max(-bound, part[i]!)) / bound;
  }
}

/** `torch.quantile` of sorted values: linear between ranks, which are counted in 32 bits. */
function quantileOf(sorted: Float32Array, ratio: number): number {
  const rank = float(float(ratio) * (sorted.length - 1));
  const below = Math.floor(rank);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return float(low + (rank - below) * (high - low));
}
