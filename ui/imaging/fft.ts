/** A grid of complex numbers, row by row; both sides are powers of two. */
export type ComplexGrid = { width: number; height: number; re: Float64Array; im: Float64Array };

/** The next power of two that is not below `length`. */
export function nextPowerOfTwo(length: number): number {
  let power = 1;
  while (power < length) power *= 2;
  return power;
}

/** A grid of zeros. */
export function createGrid(width: number, height: number): ComplexGrid {
  return { width, height, re: new Float64Array(width * height), im: new Float64Array(width * height) };
}

/** Fourier-transforms a grid in place (Cooley and Tukey 1965, radix 2); the inverse is divided by the number of cells. */
export function transformGrid({ width, height, re, im }: ComplexGrid, isInverse = false): void {
  const row = createLine(width, isInverse);
  for (let y = 0; y < height; y++) row(re, im, y * width, 1);
  const column = createLine(height, isInverse);
  for (let x = 0; x < width; x++) column(re, im, x, width);
  if (!isInverse) return;
  const scale = 1 / (width * height);
  for (let i = 0; i < re.length; i++) {
    re[i] = re[i]! * scale;
    im[i] = im[i]! * scale;
  }
}

type Line = (re: Float64Array, im: Float64Array, from: number, step: number) => void;

/** Transforms `length` numbers that lie `step` apart, from `from` on. */
function createLine(length: number, isInverse: boolean): Line {
  const bits = Math.log2(length);
  const order = Uint32Array.from({ length }, (_, i) => {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) reversed |= ((i >> bit) & 1) << (bits - 1 - bit);
    return reversed;
  });
  const turn = ((isInverse ? 2 : -2) * Math.PI) / length;
  const cos = Float64Array.from({ length: length / 2 }, (_, i) => Math.cos(turn * i));
  const sin = Float64Array.from({ length: length / 2 }, (_, i) => Math.sin(turn * i));
  const a = new Float64Array(length);
  const b = new Float64Array(length);
  return (re, im, from, step) => {
    for (let i = 0; i < length; i++) {
      a[i] = re[from + order[i]! * step]!;
      b[i] = im[from + order[i]! * step]!;
    }
    for (let half = 1; half < length; half *= 2) {
      const stride = length / (2 * half);
      for (let start = 0; start < length; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const low = start + k;
          const high = low + half;
          const c = cos[k * stride]!;
          const s = sin[k * stride]!;
          const re1 = a[high]! * c - b[high]! * s;
          const im1 = a[high]! * s + b[high]! * c;
          a[high] = a[low]! - re1;
          b[high] = b[low]! - im1;
          a[low] = a[low]! + re1;
          b[low] = b[low]! + im1;
        }
      }
    }
    for (let i = 0; i < length; i++) {
      re[from + i * step] = a[i]!;
      im[from + i * step] = b[i]!;
    }
  };
}
