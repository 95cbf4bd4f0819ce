import { boxBlur } from './box-blur.ts';
import { matchLimits } from './color-fit.ts';
import { createPlanar, type PlanarImage } from './image.ts';
import { toLabPlanes } from './lab-planes.ts';
import { solveMembrane } from './solve-membrane.ts';

/** A mean over less than this share of its surroundings says nothing; from twice as much on it counts fully. */
const leastShare = 0.1;

/**
 * Gradient-domain blending (Pérez, Gangnet & Blake 2003): what `known` and `painted` differ by around `hole` (1 where it
 * was repainted) is spread over the hole as a membrane and added, so that colors meet at its edge and no gradient
 * inside is bent. Both are 3 planes of 0..1. The difference is a mean over some `bandPx` of known pixels, so that their
 * texture draws no streaks into the hole, over those only that still show the same thing; an edge without any is left
 * free. Around the hole the same mean is added, so that nothing jumps there.
 */
export function blendMembrane(
  painted: PlanarImage,
  known: PlanarImage,
  hole: Uint8Array,
  bandPx = 4,
): PlanarImage {
  const size = { width: painted.width, height: painted.height };
  const pixels = size.width * size.height;
  const shared = markShared(painted, known, hole);
  const room = boxBlur(new Float32Array(pixels).fill(1), size, bandPx);
  const sum = boxBlur(shared, size, bandPx);
  const share = sum.map((value, i) => value / room[i]!);
  const difference = createPlanar(size.width, size.height, 3);
  for (let c = 0; c < 3; c++) {
    const plane = difference.data.subarray(c * pixels, (c + 1) * pixels);
    for (let i = 0; i < pixels; i++)
      plane[i] = shared[i]! * (known.data[c * pixels + i]! - painted.data[c * pixels + i]!);
    const mean = boxBlur(plane, size, bandPx);
    for (let i = 0; i < pixels; i++) plane[i] = share[i]! > leastShare / 10 ? mean[i]! / sum[i]! : 0;
  }
  const rim = markRim(hole, share, size.width);
  if (!rim.includes(1)) return painted;
  const { image: membrane } = solveMembrane(difference, rim, hole, size);
  const result = createPlanar(size.width, size.height, 3);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < pixels; i++) {
      const at = c * pixels + i;
      const added = hole[i] === 0 ? trustIn(share[i]!) * difference.data[at]! : membrane.data[at]!;
      result.data[at] = Math.min(1, Math.max(0, painted.data[at]! + added));
    }
  }
  return result;
}

function trustIn(share: number): number {
  return Math.min(1, Math.max(0, share / leastShare - 1));
}

/** The known pixels that both show the same thing at: they are compared. */
function markShared(painted: PlanarImage, known: PlanarImage, hole: Uint8Array): Float32Array {
  const { data: a } = toLabPlanes(painted);
  const { data: b } = toLabPlanes(known);
  const pixels = hole.length;
  const shared = new Float32Array(pixels);
  for (let i = 0; i < pixels; i++) {
    if (hole[i] !== 0) continue;
    const l = a[i]! - b[i]!;
    const u = a[pixels + i]! - b[pixels + i]!;
    const v = a[2 * pixels + i]! - b[2 * pixels + i]!;
    if (Math.sqrt(l * l + u * u + v * v) < matchLimits.sameThing) shared[i] = 1;
  }
  return shared;
}

/** The known pixels beside the hole that have a mean to hold it at. */
function markRim(hole: Uint8Array, share: Float32Array, width: number): Uint8Array {
  const rim = new Uint8Array(hole.length);
  for (let i = 0; i < hole.length; i++) {
    if (hole[i] !== 0 || share[i]! < 2 * leastShare) continue;
    const x = i % width;
    const touches =
      (x > 0 && hole[i - 1] === 1) ||
      (x + 1 < width && hole[i + 1] === 1) ||
      hole[i - width] === 1 ||
      hole[i + width] === 1;
    if (touches) rim[i] = 1;
  }
  return rim;
}
