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

function look(table: Float32Array, value: number): number {
  const at = value <= 0 ? 0 : value >= 1 ? entries : value * entries;
  const low = at | 0;
  const from = table[low]!;
  return from + (at - low) * (table[low + 1]! - from);
}

/** A picture of sRGB-encoded 0..1 as planes of L*, a* and b*. */
export function toLabPlanes(image: PlanarImage): PlanarImage {
  const { data } = image;
  const pixels = image.width * image.height;
  const lab = createPlanar(image.width, image.height, 3);
  const [xr, xg, xb, yr, yg, yb, zr, zg, zb] = labMatrices.toXyz;
  for (let i = 0; i < pixels; i++) {
    const r = look(linearOf, data[i]!);
    const g = look(linearOf, data[pixels + i]!);
    const b = look(linearOf, data[2 * pixels + i]!);
    const fx = look(curveOf, xr * r + xg * g + xb * b);
    const fy = look(curveOf, yr * r + yg * g + yb * b);
    const fz = look(curveOf, zr * r + zg * g + zb * b);
    lab.data[i] = 116 * fy - 16;
    lab.data[pixels + i] = 500 * (fx - fy);
    lab.data[2 * pixels + i] = 200 * (fy - fz);
  }
  return lab;
}

/** Planes of L*, a* and b* as a picture of sRGB-encoded 0..1, clamped. */
export function fromLabPlanes(lab: PlanarImage): PlanarImage {
  const { data } = lab;
  const pixels = lab.width * lab.height;
  const image = createPlanar(lab.width, lab.height, 3);
  const [rx, ry, rz, gx, gy, gz, bx, by, bz] = labMatrices.fromXyz;
  for (let i = 0; i < pixels; i++) {
    const fy = (data[i]! + 16) / 116;
    const x = labUncurve(fy + data[pixels + i]! / 500);
    const y = labUncurve(fy);
    const z = labUncurve(fy - data[2 * pixels + i]! / 200);
    image.data[i] = look(encodedOf, rx * x + ry * y + rz * z);
    image.data[pixels + i] = look(encodedOf, gx * x + gy * y + gz * z);
    image.data[2 * pixels + i] = look(encodedOf, bx * x + by * y + bz * z);
  }
  return image;
}
