// AUTOMATIC1111's overlay and its color correction, which is off by default, written from their description alone.
import { createPlanar, type PlanarImage } from '../../../ui/imaging/image.ts';
import { fromLab, toLab } from '../../../ui/imaging/lab.ts';
import { convolve, gaussianKernel, type Plane } from './filter-plane.ts';

/** The mask blurred by a bell that reaches as far as `featherPx`: 2.5 sigma, where its kernel ends. */
export function overlayAlpha(selection: Plane, featherPx: number): Plane {
  const sigma = featherPx / 2.5;
  return convolve(selection, gaussianKernel(2 * Math.floor(2.5 * sigma + 0.5) + 1, sigma));
}

/**
 * Its color correction: each channel of CIELAB gets the histogram that the whole crop had before, then the luminosity
 * of what was painted is put back (W3C Compositing and Blending Level 1, `luminosity`).
 */
export function histogramMatch(painted: PlanarImage, known: PlanarImage): PlanarImage {
  const pixels = painted.width * painted.height;
  const [own, goal] = [toLabPlanes(painted), toLabPlanes(known)];
  const matched = own.map((channel, c) => matchHistogram(channel, goal[c]!));
  const result = createPlanar(painted.width, painted.height, 3);
  for (let i = 0; i < pixels; i++) {
    const backdrop = fromLab(matched[0]![i]!, matched[1]![i]!, matched[2]![i]!);
    const source = [painted.data[i]!, painted.data[pixels + i]!, painted.data[2 * pixels + i]!];
    const rgb = withLuminosity(backdrop, luminosity(source));
    for (let c = 0; c < 3; c++) result.data[c * pixels + i] = rgb[c]!;
  }
  return result;
}

function toLabPlanes({ width, height, data }: PlanarImage): Float32Array[] {
  const pixels = width * height;
  const planes = [0, 1, 2].map(() => new Float32Array(pixels));
  for (let i = 0; i < pixels; i++) {
    const lab = toLab(data[i]!, data[pixels + i]!, data[2 * pixels + i]!);
    for (let c = 0; c < 3; c++) planes[c]![i] = lab[c]!;
  }
  return planes;
}

/** Each value becomes the one of the same rank in `goal`. */
export function matchHistogram(values: Float32Array, goal: Float32Array): Float32Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const sorted = goal.slice().sort();
  const result = new Float32Array(values.length);
  for (const [rank, i] of order.entries())
    result[i] = sorted[Math.floor((rank * goal.length) / values.length)]!;
  return result;
}

const luminosity = ([r, g, b]: readonly number[]) => 0.3 * r! + 0.59 * g! + 0.11 * b!;

/** A color with another luminosity, brought back into 0..1 without changing it. */
function withLuminosity(color: readonly number[], wanted: number): number[] {
  const moved = color.map((value) => value + wanted - luminosity(color));
  const [low, high] = [Math.min(...moved), Math.max(...moved)];
  return moved.map((value) => {
    let kept = value;
    if (low < 0) kept = wanted + ((kept - wanted) * wanted) / (wanted - low);
    if (high > 1) kept = wanted + ((kept - wanted) * (1 - wanted)) / (high - wanted);
    return kept;
  });
}
