import { createPlanar, type PlanarImage } from './image.ts';
import { fromLab, type Triple, toLab } from './lab.ts';

/** What a correction may do at most, so that a ring that differs for good reasons cannot spoil the picture. */
export const matchLimits = {
  gainLow: 0.8,
  gainHigh: 1.25,
  shift: 8,
  fewestPx: 256,
  leastDeviation: 1,
  /** Ring pixels farther apart than this (CIE76) show different things, not drifted colors. */
  sameThing: 20,
};

type Statistics = { count: number; mean: Triple; deviation: Triple };

/**
 * Brings the colors of `painted` to those of `reference` by mean and spread in CIELAB (Reinhard et al. 2001), measured
 * only where `ring` is 1 and both show the same thing, applied everywhere. Few pixels or a flat ring: the mean alone.
 * Nothing to compare changes nothing.
 */
export function matchColor(painted: PlanarImage, reference: PlanarImage, ring: Uint8Array): PlanarImage {
  const shared = findShared(painted, reference, ring);
  const own = measure(painted, shared);
  const goal = measure(reference, shared);
  if (own === null || goal === null) return painted;
  const gain: Triple = [1, 1, 1];
  const shift: Triple = [0, 0, 0];
  for (let c = 0; c < 3; c++) {
    const flat = Math.min(own.deviation[c]!, goal.deviation[c]!) < matchLimits.leastDeviation;
    if (!flat && own.count >= matchLimits.fewestPx) {
      gain[c] = clamp(goal.deviation[c]! / own.deviation[c]!, matchLimits.gainLow, matchLimits.gainHigh);
    }
    shift[c] = clamp(goal.mean[c]! - own.mean[c]!, -matchLimits.shift, matchLimits.shift);
  }
  const result = createPlanar(painted.width, painted.height, 3);
  const pixels = painted.width * painted.height;
  for (let i = 0; i < pixels; i++) {
    const lab = labAt(painted, pixels, i);
    for (let c = 0; c < 3; c++) lab[c] = (lab[c]! - own.mean[c]!) * gain[c]! + own.mean[c]! + shift[c]!;
    const rgb = fromLab(...lab);
    for (let c = 0; c < 3; c++) result.data[c * pixels + i] = rgb[c]!;
  }
  return result;
}

function labAt({ data }: PlanarImage, pixels: number, i: number): Triple {
  return toLab(data[i]!, data[pixels + i]!, data[2 * pixels + i]!);
}

/** The ring without the pixels that the model made into something else. */
function findShared(painted: PlanarImage, reference: PlanarImage, ring: Uint8Array): Uint8Array {
  const pixels = painted.width * painted.height;
  const shared = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    if (ring[i] === 0) continue;
    const a = labAt(painted, pixels, i);
    const b = labAt(reference, pixels, i);
    if (Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < matchLimits.sameThing) shared[i] = 1;
  }
  return shared;
}

function measure(image: PlanarImage, ring: Uint8Array): Statistics | null {
  const pixels = image.width * image.height;
  const sum = [0, 0, 0];
  const squares = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < pixels; i++) {
    if (ring[i] === 0) continue;
    count++;
    const lab = labAt(image, pixels, i);
    for (let c = 0; c < 3; c++) {
      sum[c] = sum[c]! + lab[c]!;
      squares[c] = squares[c]! + lab[c]! ** 2;
    }
  }
  if (count === 0) return null;
  const mean: Triple = [sum[0]! / count, sum[1]! / count, sum[2]! / count];
  const spread = (c: 0 | 1 | 2) => Math.sqrt(Math.max(0, squares[c]! / count - mean[c] ** 2));
  return { count, mean, deviation: [spread(0), spread(1), spread(2)] };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
