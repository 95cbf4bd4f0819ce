import { corpus } from '../corpus.ts';
import type { PixelMask, RgbPixels } from '../pixels.ts';

const names = Object.keys(corpus.palette);
const colors = Object.values(corpus.palette);

/** sRGB levels, fractions allowed. */
export type Rgb = readonly [number, number, number];

/** The palette's color of that name. */
export function colorOf(name: string): Rgb {
  const color = corpus.palette[name];
  if (color === undefined) throw new Error(`The palette has no ${name}.`);
  return color;
}

function nearest(r: number, g: number, b: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < colors.length; i++) {
    const [red, green, blue] = colors[i]!;
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

/** The palette's name for a color. */
export const nameColor = ([r, g, b]: Rgb): string => names[nearest(r, g, b)]!;

/** The pixels that the palette calls `name`. */
export function selectColor({ width, height, data }: RgbPixels, name: string): PixelMask {
  const wanted = names.indexOf(name);
  const inside = new Uint8Array(width * height);
  for (let i = 0; i < inside.length; i++) {
    inside[i] = nearest(data[i * 3]!, data[i * 3 + 1]!, data[i * 3 + 2]!) === wanted ? 1 : 0;
  }
  return { width, height, inside };
}

/** Median per channel over the pixels that `isInside` takes; halves where their number is even. */
export function medianColor(
  { width, height, data }: RgbPixels,
  isInside: (x: number, y: number) => boolean,
): Rgb {
  const counts = [0, 1, 2].map(() => new Uint32Array(256));
  let total = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!isInside(x, y)) continue;
      total++;
      for (let c = 0; c < 3; c++) counts[c]![data[(y * width + x) * 3 + c]!]!++;
    }
  }
  const middle = (levels: Uint32Array) =>
    (levelAt(levels, Math.floor((total - 1) / 2)) + levelAt(levels, Math.floor(total / 2))) / 2;
  return [middle(counts[0]!), middle(counts[1]!), middle(counts[2]!)];
}

/** The level of the pixel with that rank, from 0, among all in order. */
function levelAt(counts: Uint32Array, rank: number): number {
  let seen = 0;
  for (let level = 0; level < counts.length; level++) {
    seen += counts[level]!;
    if (seen > rank) return level;
  }
  return Number.NaN;
}
