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

/** A picture of this side is large enough to see such a shift in, and its Fourier transforms cost next to nothing. */
const enoughPx = 256;

/**
 * True where a model has moved what it was to leave in place: its picture of the surroundings lies elsewhere than they
 * do. `hole` is 1 where it repaints.
 */
export function isShifted(painted: PlanarImage, known: PlanarImage, hole: Uint8Array): boolean {
  const { width, height } = painted;
  const scale = Math.max(1, Math.max(width, height) / enoughPx);
  const size = { width: Math.round(width / scale), height: Math.round(height / scale) };
  const seen = createPlanar(width, height, 1);
  for (let i = 0; i < hole.length; i++) seen.data[i] = hole[i] === 0 ? 1 : 0;
  // A pixel that has some of the hole in it shows what was painted there.
  const weight = shrink(seen, size).data.map((share) => (share > 0.999 ? 1 : 0));
  const { x, y, confidence } = measureShift(shrink(known, size), shrink(painted, size), weight);
  return confidence >= leastConfidence && Math.hypot(x, y) * scale > visibleShiftPx;
}

const shrink = (image: PlanarImage, size: Size) =>
  size.width === image.width && size.height === image.height
    ? image
    : resizePlanar(image, size, { filter: 'area' });
