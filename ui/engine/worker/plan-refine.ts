import type { Extent, PackInfo } from '../../diffusion/ports.ts';
import { planPaintTiles } from '../../diffusion/predict-in-tiles.ts';
import type { TileAxis, TilePlan } from '../../diffusion/tiles.ts';
import type { PictureRect, Size } from '../../imaging/rect.ts';

/** From so many picture pixels to one of the model's on, its picture lacks detail that one misses. */
const leastScale = 1.5;
/** Tiles that a second pass may have to paint: on a graphics card about as long as four first passes. */
const mostTiles = 36;
/** All of the crop is held a dozen times as floats, and goes through the autoencoder. */
const mostPixels = 2048 * 2048;
/** Each try has this share of the pixels of the one before. */
const shrinking = 0.85;

/**
 * The size of a second pass, its tiles in latent pixels, and whether it stays coarser than the picture. Where it does not,
 * its pixels are the picture's own, from the crop's corner on, so that nothing is resampled on the way back.
 */
export type RefinePlan = { size: Size; tiles: TilePlan; isCoarse: boolean };

type Needs = {
  /** What the model saw in the first pass, in picture pixels and at its own size. */
  crop: PictureRect;
  model: Size;
  /** Bounds of the selection, in picture pixels. */
  selection: PictureRect;
};

/**
 * Plans the second pass over a region that the first one painted with fewer pixels than it has: at the picture's own
 * density where that takes no more tiles than one wants to wait for, nor more memory than there is, else as near to it as
 * they reach. Null where the crop is hardly coarser than the picture, or where nothing finer can be had.
 */
export function planRefine(
  {
    nativePx,
    spatialFactor,
    latentMultiple,
  }: Pick<PackInfo, 'nativePx' | 'spatialFactor' | 'latentMultiple'>,
  { crop, model, selection }: Needs,
): RefinePlan | null {
  const full = crop.width / model.width;
  if (full < leastScale) return null;
  const step = spatialFactor * latentMultiple;
  for (let scale = full; scale >= leastScale; scale *= shrinking) {
    const isCoarse = scale < full;
    const from: Size = isCoarse
      ? { width: model.width * scale, height: model.height * scale }
      : { width: crop.width, height: crop.height };
    const size = {
      width: Math.ceil(from.width / step) * step,
      height: Math.ceil(from.height / step) * step,
    };
    const tiles = tile(size, nativePx, spatialFactor);
    const seen = isCoarse ? crop : { ...crop, ...size };
    const touched =
      countTouched(tiles.columns, selection.x - seen.x, selection.width, seen.width) *
      countTouched(tiles.rows, selection.y - seen.y, selection.height, seen.height);
    if (touched <= mostTiles && size.width * size.height <= mostPixels) return { size, tiles, isCoarse };
  }
  return null;
}

function tile(size: Size, nativePx: Extent, factor: number): TilePlan {
  const latents = { height: size.height / factor, width: size.width / factor };
  return planPaintTiles(latents, {
    height: Math.min(latents.height, nativePx.height / factor),
    width: Math.min(latents.width, nativePx.width / factor),
  });
}

/** Stretches of an axis that reach into a span of the crop. */
function countTouched(
  { side, length, starts }: TileAxis,
  from: number,
  span: number,
  cropSide: number,
): number {
  const first = (from / cropSide) * side - 1;
  const last = ((from + span) / cropSide) * side + 1;
  return starts.filter((start) => start < last && start + length > first).length;
}
