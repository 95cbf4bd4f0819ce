import type { Extent } from './ports.ts';

/** One side of a picture as overlapping stretches of one length, in latent pixels: a runtime compiles for one size. */
export type TileAxis = {
  readonly side: number;
  readonly length: number;
  /** Where each stretch begins, ascending, the first at 0 and the last so that it ends with the side. */
  readonly starts: readonly number[];
};

export type TilePlan = { readonly rows: TileAxis; readonly columns: TileAxis };

/** Latent pixels that neighboring tiles share: a quarter of 64, as diffusers and ComfyUI have it. */
export const overlapLatents = 16;
/** A side is cut no shorter than this: what an autoencoder sees around a pixel would be mostly missing. */
const shortestLatents = 32;
/** Cut sides are a multiple of this, so that encoders can halve a tile three times more. */
const lengthMultiple = 8;

/** Stretches of `length` over a side, evenly spread, neighbors sharing `overlap` latent pixels or a little more. */
export function cutAxis(side: number, length: number, overlap: number): TileAxis {
  if (length >= side) return { side, length: side, starts: [0] };
  if (overlap >= length) throw new RangeError(`Tiles of ${length} cannot share ${overlap}.`);
  const count = Math.ceil((side - overlap) / (length - overlap));
  const starts = Array.from({ length: count }, (_, i) => Math.round((i * (side - length)) / (count - 1)));
  return { side, length, starts };
}

/** Tiles of one size over a picture, both in latent pixels. Where an export is fixed to tiny ones, they share half. */
export function planTiles(picture: Extent, tile: Extent): TilePlan {
  const cut = (side: number, length: number) =>
    cutAxis(side, length, Math.min(overlapLatents, Math.floor(length / 2)));
  return { rows: cut(picture.height, tile.height), columns: cut(picture.width, tile.width) };
}

/** The length of `count` stretches over a side that share `overlapLatents`. */
function lengthOf(side: number, count: number): number {
  if (count === 1) return side;
  const least = Math.ceil((side + (count - 1) * overlapLatents) / count);
  return Math.min(side, Math.ceil(least / lengthMultiple) * lengthMultiple);
}

/**
 * The largest tile that `fits`, found by cutting the longer side once more until it does; the picture itself where that
 * fits, and the smallest tile worth painting where nothing does. All in latent pixels.
 */
export function chooseTile(picture: Extent, fits: (tile: Extent) => boolean): Extent {
  const counts = { height: 1, width: 1 };
  for (;;) {
    const tile = {
      height: lengthOf(picture.height, counts.height),
      width: lengthOf(picture.width, counts.width),
    };
    const longer = tile.height >= tile.width ? 'height' : 'width';
    if (tile[longer] <= shortestLatents || fits(tile)) return tile;
    counts[longer]++;
  }
}

/** How steeply a stretch comes in from its beginning: 0 to 1 over what it shares with the one before, else 1. */
const ramp = (position: number, shared: number) =>
  shared > 0 ? Math.min(1, Math.max(0, position / shared)) : 1;

/** One stretch's ramps at a place on the side, in latent pixels; above 0 only inside of it. */
function rampAt({ length, starts }: TileAxis, index: number, place: number): number {
  const start = starts[index]!;
  const before = starts[index - 1];
  const after = starts[index + 1];
  const rise = before === undefined ? 1 : ramp(place - start, before + length - start);
  const fall = after === undefined ? 1 : ramp(start + length - place, start + length - after);
  return rise * fall;
}

/**
 * What each of a stretch's pixels counts, for `scale` pixels per latent pixel: linear ramps over what neighbors share,
 * divided by their sum, so that the weights of all stretches add up to 1 everywhere.
 */
export function weighStretch(axis: TileAxis, index: number, scale: number): Float32Array {
  const { length, starts } = axis;
  return Float32Array.from({ length: length * scale }, (_, i) => {
    const place = starts[index]! + (i + 0.5) / scale;
    let sum = 0;
    for (const [other, start] of starts.entries()) {
      if (place > start && place < start + length) sum += rampAt(axis, other, place);
    }
    return rampAt(axis, index, place) / sum;
  });
}
