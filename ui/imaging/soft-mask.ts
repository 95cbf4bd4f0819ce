import type { Mask } from './image.ts';
import type { PictureRect, Size } from './rect.ts';

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

/**
 * How strongly each cell of a grid laid over `crop` is repainted, 0..1: the strongest alpha of all mask pixels that
 * touch the cell, 0 where the mask ends. The counterpart of `coverCells` for masks that say how much.
 */
export function strengthOf({ rect, alpha }: Mask, crop: PictureRect, grid: Size): Float32Array {
  const strength = new Float32Array(grid.width * grid.height);
  const columns = touchAxis(rect.x - crop.x, rect.width, grid.width / crop.width, grid.width);
  const rows = touchAxis(rect.y - crop.y, rect.height, grid.height / crop.height, grid.height);
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      const value = alpha[y * rect.width + x]! / 255;
      if (value === 0) continue;
      for (let row = rows.first[y]!; row < rows.end[y]!; row++) {
        for (let column = columns.first[x]!; column < columns.end[x]!; column++) {
          const at = row * grid.width + column;
          if (value > strength[at]!) strength[at] = value;
        }
      }
    }
  }
  return strength;
}

/** The cells that each of `count` pixels from `offset` on touches, `scale` cells being one pixel. */
function touchAxis(offset: number, count: number, scale: number, cells: number) {
  const first = new Int32Array(count);
  const end = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    first[i] = Math.max(0, Math.floor((offset + i) * scale + 1e-6));
    end[i] = Math.min(cells, Math.ceil((offset + i + 1) * scale - 1e-6));
  }
  return { first, end };
}

/** The strength that a loop of `steps` steps can do: the next lower of their thresholds, multiples of 1 / steps. */
export function quantizeStrength(value: number, steps: number): number {
  return Math.floor(value * steps + 1e-6) / steps;
}

/** Max-pools strengths of model pixels to latents of `factor` x `factor` (sizes are multiples of it). */
export function poolStrength(strength: Float32Array, grid: Size, factor: number): Float32Array {
  const width = grid.width / factor;
  const pooled = new Float32Array(width * (grid.height / factor));
  for (let y = 0; y < grid.height; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < grid.width; x++) {
      const at = row + Math.floor(x / factor);
      if (strength[y * grid.width + x]! > pooled[at]!) pooled[at] = strength[y * grid.width + x]!;
    }
  }
  return pooled;
}
