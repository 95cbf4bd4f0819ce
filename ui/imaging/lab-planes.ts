import { createPlanar, type PlanarImage } from './image.ts';
import { fromLinear, labCurve, labMatrices, labUncurve, toLinear } from './lab.ts';

/** A curve over 0..1 as a table: interpolated, three thousandths of a grey level off at most, and ten times as fast. */
const entries = 8192;

function tabulate(curve: (value: number) => number): Float32Array {
  return Float32Array.from({ length: entries + 2 }, (_, i) => curve(i / entries));
}

const linearOf = tabulate(toLinear);
const encodedOf = tabulate(fromLinear);
const curveOf = tabulate(labCurve);

/** Puts `count` values from `from` on through a table, from one list into another. A loop of its own boxes no number. */
function look(
  table: Float32Array,
  source: Float32Array,
  target: Float32Array,
  from: number,
  count: number,
): void {
  for (let i = from; i < from + count; i++) {
    const at = Math.min(1, Math.max(0, source[i]!)) * entries;
    const low = at | 0;
    const first = table[low]!;
    target[i] = first + (at - low) * (table[low + 1]! - first);
  }
}

/** Multiplies every pixel's three values by a matrix (rows first), in place. */
function multiply(data: Float32Array, pixels: number, matrix: readonly number[]): void {
  const [a, b, c, d, e, f, g, h, k] = Float64Array.from(matrix) as unknown as Nine;
  for (let i = 0; i < pixels; i++) {
    const x = data[i]!;
    const y = data[pixels + i]!;
    const z = data[2 * pixels + i]!;
    data[i] = a * x + b * y + c * z;
    data[pixels + i] = d * x + e * y + f * z;
    data[2 * pixels + i] = g * x + h * y + k * z;
  }
}

type Nine = readonly [number, number, number, number, number, number, number, number, number];

/** A picture of sRGB-encoded 0..1 as planes of L*, a* and b*. */
export function toLabPlanes(image: PlanarImage): PlanarImage {
  const pixels = image.width * image.height;
  const lab = createPlanar(image.width, image.height, 3);
  const { data } = lab;
  look(linearOf, image.data, data, 0, 3 * pixels);
  multiply(data, pixels, labMatrices.toXyz);
  look(curveOf, data, data, 0, 3 * pixels);
  for (let i = 0; i < pixels; i++) {
    const fx = data[i]!;
    const fy = data[pixels + i]!;
    const fz = data[2 * pixels + i]!;
    data[i] = 116 * fy - 16;
    data[pixels + i] = 500 * (fx - fy);
    data[2 * pixels + i] = 200 * (fy - fz);
  }
  return lab;
}

/** Planes of L*, a* and b* as a picture of sRGB-encoded 0..1, clamped. */
export function fromLabPlanes(lab: PlanarImage): PlanarImage {
  const pixels = lab.width * lab.height;
  const image = createPlanar(lab.width, lab.height, 3);
  const { data } = image;
  for (let i = 0; i < pixels; i++) {
    const fy = (lab.data[i]! + 16) / 116;
    data[i] = fy + lab.data[pixels + i]! / 500;
    data[pixels + i] = fy;
    data[2 * pixels + i] = fy - lab.data[2 * pixels + i]! / 200;
  }
  for (let i = 0; i < data.length; i++) data[i] = labUncurve(data[i]!);
  multiply(data, pixels, labMatrices.fromXyz);
  look(encodedOf, data, data, 0, 3 * pixels);
  return image;
}
