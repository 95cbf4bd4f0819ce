import { AppError } from '../../../protocol/errors.ts';
import { isConstantTensor, isFiniteTensor, type Tensor } from '../../diffusion/tensor.ts';
import { createPlanar, type PlanarImage } from '../../imaging/image.ts';
import type { Size } from '../../imaging/rect.ts';
import { measureShift } from '../../imaging/registration.ts';
import { resizePlanar } from '../../imaging/resize.ts';

/** Of -1..1: what a decoder gives that has overflowed in half precision, and hardly any prompt. */
const black = -0.99;

/**
 * Throws `bad-numbers` for what is no picture: values that are no numbers, or one value everywhere. A black picture may
 * have been asked for, so that it counts only where the numbers are not to be trusted (`isPrecise` false).
 */
export function refuseBroken(pixels: Tensor, isPrecise: boolean): void {
  if (!isFiniteTensor(pixels) || isConstantTensor(pixels))
    throw new AppError('bad-numbers', 'The decoder gave no picture.');
  if (!isPrecise && pixels.data.every((value) => value < black))
    throw new AppError('bad-numbers', 'The decoder gave a black picture.');
}

/** A shift of the model's pixels that the eye sees at a picture's edges; what is measured is right to a tenth of one. */
const visibleShiftPx = 1;
/** Below this the surroundings have too little in them to say where they lie. */
const leastConfidence = 0.35;

/** Surroundings that differ by less than this in the mean, of 1, lie where they should. */
const leastError = 3 / 255;
/** What has been moved fits this much better where it was moved to; what has been painted anew fits nowhere. */
const betterBy = 0.6;

/** A picture of this side is large enough to see such a shift in, and its Fourier transforms are bearable. */
const enoughPx = 256;

/**
 * True where a model has moved what it was to leave in place: its picture of the surroundings fits them much better
 * elsewhere than where they are. `hole` is 1 where it repaints.
 */
export function isShifted(painted: PlanarImage, known: PlanarImage, hole: Uint8Array): boolean {
  const { width, height } = painted;
  const scale = Math.max(1, Math.max(width, height) / enoughPx);
  const size = { width: Math.round(width / scale), height: Math.round(height / scale) };
  const seen = createPlanar(width, height, 1);
  for (let i = 0; i < hole.length; i++) seen.data[i] = hole[i] === 0 ? 1 : 0;
  // A pixel that has some of the hole in it shows what was painted there.
  const weight = markAbove(shrink(seen, size).data, 0.999);
  const [before, after] = [shrink(known, size), shrink(painted, size)];
  if (liesInPlace(before, after, weight)) return false;
  const { x, y, confidence } = measureShift(before, after, weight);
  if (confidence < leastConfidence || Math.hypot(x, y) * scale <= visibleShiftPx) return false;
  const inPlace = compare(before, after, weight, 0, 0);
  return (
    inPlace > leastError && compare(before, after, weight, Math.round(x), Math.round(y)) < betterBy * inPlace
  );
}

function markAbove(shares: Float32Array, line: number): Float32Array {
  const marks = new Float32Array(shares.length);
  for (let i = 0; i < shares.length; i++) marks[i] = shares[i]! > line ? 1 : 0;
  return marks;
}

/**
 * True where the surroundings fit best where they are, seen closely and from afar: most do, and need no closer look. What
 * was moved by little fits better one pixel on, what was moved by much does so at a quarter of the size.
 */
function liesInPlace(a: PlanarImage, b: PlanarImage, weight: readonly number[] | Float32Array): boolean {
  const { width, height } = a;
  const size = { width: Math.max(1, Math.round(width / 4)), height: Math.max(1, Math.round(height / 4)) };
  const plane: PlanarImage = { width, height, channels: 1, data: Float32Array.from(weight) };
  const far = markAbove(shrink(plane, size).data, 0.5);
  return fitsBestAsItIs(a, b, weight, 0.92) && fitsBestAsItIs(shrink(a, size), shrink(b, size), far, 0.98);
}

/**
 * `clearly` is the share of the difference that must be left one pixel on to count: close up, an autoencoder's blur fits a
 * little better anywhere.
 */
function fitsBestAsItIs(a: PlanarImage, b: PlanarImage, weight: ArrayLike<number>, clearly: number): boolean {
  const inPlace = compare(a, b, weight, 0, 0);
  if (inPlace <= leastError) return true;
  for (const [x, y] of aside) if (compare(a, b, weight, x, y) < clearly * inPlace) return false;
  return true;
}

/** One pixel on, in all directions. */
const aside = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, -1],
  [1, -1],
  [-1, 1],
] as const;

const manyRows = 64;

/** The mean difference of two pictures, the second taken from `x`, `y` pixels on, where both count. */
function compare(a: PlanarImage, b: PlanarImage, weight: ArrayLike<number>, x: number, y: number): number {
  const { width, height, channels } = a;
  const pixels = width * height;
  let sum = 0;
  let count = 0;
  // Of many rows every other one says as much.
  const step = height > manyRows ? 2 : 1;
  for (let v = Math.max(0, -y); v < Math.min(height, height - y); v += step) {
    for (let u = Math.max(0, -x); u < Math.min(width, width - x); u++) {
      const at = v * width + u;
      const from = (v + y) * width + u + x;
      if (weight[at] === 0 || weight[from] === 0) continue;
      count++;
      for (let c = 0; c < channels; c++)
        sum += Math.abs(a.data[c * pixels + at]! - b.data[c * pixels + from]!);
    }
  }
  // A handful of pixels agrees with anything somewhere.
  return count * step < pixels / 50 ? Number.POSITIVE_INFINITY : sum / (count * channels);
}

const shrink = (image: PlanarImage, size: Size) =>
  size.width === image.width && size.height === image.height
    ? image
    : resizePlanar(image, size, { filter: 'area' });
