import type { Conditions } from './conditions.ts';
import type { Predict } from './denoise.ts';
import { predictGuided } from './guidance.ts';
import type { DiffusionPack, Extent } from './ports.ts';
import { runInTiles } from './run-in-tiles.ts';
import type { Tensor } from './tensor.ts';
import { cutAxis, type TilePlan } from './tiles.ts';

/** Latent pixels that neighboring tiles share, as a share of their shorter side: 64 of 512 pixels for Stable Diffusion. */
const overlapShare = 1 / 8;
/** Below this a ramp between two answers is a step that one sees. */
const leastOverlap = 4;

/** Tiles of the size that a network was trained for over latents that are larger, all in latent pixels. */
export function planPaintTiles(latents: Extent, tile: Extent): TilePlan {
  const overlap = Math.max(leastOverlap, Math.round(Math.min(tile.height, tile.width) * overlapShare));
  return {
    rows: cutAxis(latents.height, tile.height, Math.min(overlap, tile.height - 1)),
    columns: cutAxis(latents.width, tile.width, Math.min(overlap, tile.width - 1)),
  };
}

/** The tiles that have any pixel of a latent mask [1, 1, h, w] in them: only those have to be painted. */
export function findTouchedTiles({ rows, columns }: TilePlan, mask: Tensor): boolean[][] {
  const width = columns.side;
  const touches = (top: number, left: number) => {
    for (let y = top; y < top + rows.length; y++) {
      for (let x = left; x < left + columns.length; x++) if (mask.data[y * width + x] !== 0) return true;
    }
    return false;
  };
  return rows.starts.map((top) => columns.starts.map((left) => touches(top, left)));
}

/**
 * Answers a step tile by tile and blends the answers by linear ramps, so that all tiles go through the loop together and
 * no edge between them can form (Bar-Tal et al. 2023, "MultiDiffusion"). `between` is awaited between two tiles.
 */
export function predictInTiles(
  pack: DiffusionPack,
  conditions: Conditions,
  plan: TilePlan,
  touched: readonly (readonly boolean[])[],
  between: () => Promise<void>,
): Predict {
  return (input, timestep, text) =>
    runInTiles(
      input,
      plan,
      1,
      (part) => predictGuided(pack, part, timestep, text, conditions),
      between,
      (row, column) => touched[row]?.[column] ?? false,
    );
}
