import { DiffusionError } from './diffusion-error.ts';
import { binarizeMask, sampleMaskNearest } from './inpaint.ts';
import type { PackInfo } from './ports.ts';
import type { SourcePixels } from './source-latents.ts';
import type { Tensor } from './tensor.ts';

/** What a plain pipeline starts from. Both sides must be multiples of the pack's `spatialFactor`. */
export type PlainPixels = {
  readonly heightPx: number;
  readonly widthPx: number;
  readonly strength: number;
  /** [1, 3, H, W] in -1..1; with a mask it is repainted there, without one it is varied as a whole. */
  readonly pixels: Tensor | null;
  /** [1, 1, H, W] in 0..1, at least one half = repaint. */
  readonly mask: Tensor | null;
};

/**
 * What the plain pipeline encodes: the mask cut at one half and sampled by nearest, nothing grown or filled. Throws
 * `request-invalid` for other sizes.
 */
export function plainSource(
  { spatialFactor: factor }: Pick<PackInfo, 'spatialFactor'>,
  { heightPx, widthPx, strength, pixels, mask }: PlainPixels,
): SourcePixels {
  if (heightPx % factor !== 0 || widthPx % factor !== 0 || heightPx < factor || widthPx < factor) {
    throw new DiffusionError('request-invalid', `${widthPx}x${heightPx} is no multiple of ${factor}.`);
  }
  const pixelMask = mask === null ? null : binarizeMask(mask);
  const latentMask = pixelMask === null ? null : sampleMaskNearest(pixelMask, factor);
  return { heightPx, widthPx, pixels, pixelMask, latentMask, strength };
}
