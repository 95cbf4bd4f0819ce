import { findNearest } from './distance.ts';
import { createPlanar, type PlanarImage } from './image.ts';

/** Deviation of the blur per pixel of distance from what is known. */
const blurPerPx = 0.4;

/**
 * The masked pixels continue what is known: each takes the color of the nearest known pixel, blurred the more the farther
 * that is, so that the edge goes on without a step and no streak goes on for ever. Known pixels keep their values;
 * mid-grey where nothing is known. Linear in the pixels.
 */
export function continueBorder(image: PlanarImage, masked: Uint8Array): PlanarImage {
  const { width, height, channels } = image;
  const pixels = width * height;
  const nearest = findNearest(
    masked.map((value) => (value === 0 ? 1 : 0)),
    width,
    height,
  );
  const result = createPlanar(width, height, channels);
  if (nearest.length === 0 || nearest[0]! < 0) {
    result.data.fill(0.5);
    return result;
  }
  for (let c = 0; c < channels; c++) {
    const plane = result.data.subarray(c * pixels, (c + 1) * pixels);
    const source = image.data.subarray(c * pixels, (c + 1) * pixels);
    for (let i = 0; i < pixels; i++) plane[i] = source[nearest[i]!]!;
  }
  blurByDistance(result, nearest);
  return result;
}

/** Averages of 1, 2, 4, … pixels to a side, of every second row and column of the one before. */
function buildPyramid(image: PlanarImage): PlanarImage[] {
  const levels = [image];
  for (let last = image; last.width > 1 || last.height > 1; levels.push(last)) last = halve(last);
  return levels;
}

/** Half the size, each pixel a 1 3 3 1 mean per axis, the edge going on: smoother than boxes, whose corners one sees. */
function halve(image: PlanarImage): PlanarImage {
  const { width, height, channels } = image;
  const narrow = createPlanar(Math.ceil(width / 2), height, channels);
  for (let row = 0; row < height * channels; row++) {
    for (let x = 0; x < narrow.width; x++) {
      const at = (offset: number) =>
        image.data[row * width + Math.min(width - 1, Math.max(0, 2 * x + offset))]!;
      narrow.data[row * narrow.width + x] = (at(-1) + 3 * at(0) + 3 * at(1) + at(2)) / 8;
    }
  }
  const small = createPlanar(narrow.width, Math.ceil(height / 2), channels);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < small.height; y++) {
      const rowAt = (offset: number) =>
        (c * height + Math.min(height - 1, Math.max(0, 2 * y + offset))) * narrow.width;
      const [above, upper, lower, below] = [rowAt(-1), rowAt(0), rowAt(1), rowAt(2)];
      const target = (c * small.height + y) * small.width;
      for (let x = 0; x < small.width; x++) {
        const { data } = narrow;
        small.data[target + x] =
          (data[above + x]! + 3 * data[upper + x]! + 3 * data[lower + x]! + data[below + x]!) / 8;
      }
    }
  }
  return small;
}

/** Replaces every pixel by the pyramid's level as wide as its blur, between two levels the mix of both. */
function blurByDistance(image: PlanarImage, nearest: Int32Array): void {
  const { width, channels } = image;
  const pixels = width * image.height;
  const levels = buildPyramid({ ...image, data: image.data.slice() });
  for (let i = 0; i < pixels; i++) {
    const from = nearest[i]!;
    if (from === i) continue;
    const x = i % width;
    const y = Math.floor(i / width);
    const distance = Math.hypot(x - (from % width), y - Math.floor(from / width));
    // A level of pixels s wide, read between their middles, has a deviation of about 0.7 s.
    const level = Math.min(levels.length - 1, Math.max(0, Math.log2(1 + (blurPerPx * (distance - 1)) / 0.7)));
    const low = Math.floor(level);
    const share = level - low;
    for (let c = 0; c < channels; c++) {
      const fine = sample(levels[low]!, c, x, y, low);
      const value = share === 0 ? fine : fine + share * (sample(levels[low + 1]!, c, x, y, low + 1) - fine);
      image.data[c * pixels + i] = value;
    }
  }
}

/** A level's value, between its pixels' middles, at a pixel of the finest one. */
function sample({ width, height, data }: PlanarImage, channel: number, x: number, y: number, level: number) {
  const scale = 2 ** -level;
  const fx = Math.min(width - 1, Math.max(0, (x + 0.5) * scale - 0.5));
  const fy = Math.min(height - 1, Math.max(0, (y + 0.5) * scale - 0.5));
  const left = Math.floor(fx);
  const top = Math.floor(fy);
  const right = Math.min(width - 1, left + 1);
  const upper = (channel * height + top) * width;
  const lower = (channel * height + Math.min(height - 1, top + 1)) * width;
  const dx = fx - left;
  const first = data[upper + left]! + dx * (data[upper + right]! - data[upper + left]!);
  const second = data[lower + left]! + dx * (data[lower + right]! - data[lower + left]!);
  return first + (fy - top) * (second - first);
}
