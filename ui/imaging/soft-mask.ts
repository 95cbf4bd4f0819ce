import type { Mask } from './image.ts';

/** Alphas between these are neither "not selected" nor "selected". */
const intermediate = { low: 26, high: 229 };

/**
 * Whether a mask says how much, and not only what: somewhere a block of 3 x 3 pixels is neither clear nor opaque. An
 * anti-aliased rim is thinner than that.
 */
export function isSoftMask({ rect, alpha }: Mask): boolean {
  const { width, height } = rect;
  /** How many rows up to this one are intermediate in each column. */
  const runs = new Uint16Array(width);
  for (let y = 0; y < height; y++) {
    let columns = 0;
    for (let x = 0; x < width; x++) {
      const value = alpha[y * width + x]!;
      const isBetween = value >= intermediate.low && value <= intermediate.high;
      runs[x] = isBetween ? runs[x]! + 1 : 0;
      columns = runs[x]! >= 3 ? columns + 1 : 0;
      if (columns === 3) return true;
    }
  }
  return false;
}

/** The strength that a loop of `steps` steps can do: the next lower of their thresholds, multiples of 1 / steps. */
export function quantizeStrength(value: number, steps: number): number {
  return Math.floor(value * steps + 1e-6) / steps;
}
