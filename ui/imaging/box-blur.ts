import type { Size } from './rect.ts';

/**
 * Three box averages one after the other, nearly a Gaussian of deviation `radiusPx` + 1/2. Nothing lies beyond the edge:
 * blur weights alongside and divide by them. Linear in the pixels, whatever the radius.
 */
export function boxBlur(plane: Float32Array, size: Size, radiusPx: number): Float32Array {
  const { width, height } = size;
  const blurred = plane.slice();
  const radius = Math.round(radiusPx);
  if (radius <= 0) return blurred;
  const line = new Float64Array(width + 1);
  const sums = new Float64Array(width);
  const source = new Float32Array(plane.length);
  for (let pass = 0; pass < 3; pass++) {
    for (let y = 0; y < height; y++) averageRow(blurred, y * width, width, radius, line);
    source.set(blurred);
    averageColumns(source, blurred, size, radius, sums);
  }
  return blurred;
}

function averageRow(
  data: Float32Array,
  row: number,
  width: number,
  radius: number,
  running: Float64Array,
): void {
  for (let x = 0; x < width; x++) running[x + 1] = running[x]! + data[row + x]!;
  for (let x = 0; x < width; x++) {
    const from = x > radius ? x - radius : 0;
    const to = x + radius + 1 < width ? x + radius + 1 : width;
    data[row + x] = (running[to]! - running[from]!) / (2 * radius + 1);
  }
}

/** All columns at once, row by row: sums that take the next row in and let the last one go. */
function averageColumns(
  from: Float32Array,
  to: Float32Array,
  { width, height }: Size,
  radius: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  for (let y = 0; y < Math.min(radius, height); y++) {
    for (let x = 0; x < width; x++) sums[x] = sums[x]! + from[y * width + x]!;
  }
  for (let y = 0; y < height; y++) {
    const entering = (y + radius) * width;
    const leaving = (y - radius - 1) * width;
    for (let x = 0; x < width; x++) {
      let sum = sums[x]!;
      if (y + radius < height) sum += from[entering + x]!;
      if (y > radius) sum -= from[leaving + x]!;
      sums[x] = sum;
      to[y * width + x] = sum / (2 * radius + 1);
    }
  }
}
