import type { Size } from './rect.ts';

/** Complex numbers on a grid, row by row; both sides are powers of two. */
export type Spectrum = Size & { real: Float64Array; imaginary: Float64Array };

export function createSpectrum({ width, height }: Size): Spectrum {
  const cells = width * height;
  return { width, height, real: new Float64Array(cells), imaginary: new Float64Array(cells) };
}

/**
 * The discrete Fourier transform in both directions of a grid, in place: sum over x of f(x) exp(-2 pi i k x / n), or
 * with `isInverse` the way back, divided by the number of cells. Radix 2 (Cooley & Tukey 1965).
 */
export function transform(grid: Spectrum, isInverse = false): void {
  const { width, height, real, imaginary } = grid;
  const across = planLine(width, isInverse);
  for (let y = 0; y < height; y++) transformLine(real, imaginary, y * width, 1, across);
  const down = planLine(height, isInverse);
  for (let x = 0; x < width; x++) transformLine(real, imaginary, x, width, down);
  if (!isInverse) return;
  const share = 1 / (width * height);
  for (let i = 0; i < real.length; i++) {
    real[i] = real[i]! * share;
    imaginary[i] = imaginary[i]! * share;
  }
}

/** The smallest power of two that is at least `length`. */
export function nextPowerOfTwo(length: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, length)));
}

/** What a line of `length` numbers needs: the order that halving leaves them in, the roots of unity, room to work in. */
type LinePlan = {
  length: number;
  order: Uint32Array;
  cosine: Float64Array;
  sine: Float64Array;
  real: Float64Array;
  imaginary: Float64Array;
};

function planLine(length: number, isInverse: boolean): LinePlan {
  if (nextPowerOfTwo(length) !== length) throw new RangeError(`${length} is no power of two`);
  const order = new Uint32Array(length);
  for (let i = 1; i < length; i++) order[i] = (order[i >> 1]! >> 1) | ((i & 1) === 1 ? length >> 1 : 0);
  const turn = ((isInverse ? 2 : -2) * Math.PI) / length;
  const cosine = Float64Array.from({ length: length / 2 }, (_, i) => Math.cos(turn * i));
  const sine = Float64Array.from({ length: length / 2 }, (_, i) => Math.sin(turn * i));
  return {
    length,
    order,
    cosine,
    sine,
    real: new Float64Array(length),
    imaginary: new Float64Array(length),
  };
}

function transformLine(
  gridReal: Float64Array,
  gridImaginary: Float64Array,
  start: number,
  stride: number,
  { length, order, cosine, sine, real, imaginary }: LinePlan,
): void {
  for (let i = 0; i < length; i++) {
    real[i] = gridReal[start + order[i]! * stride]!;
    imaginary[i] = gridImaginary[start + order[i]! * stride]!;
  }
  for (let half = 1; half < length; half *= 2) {
    const step = length / (2 * half);
    for (let block = 0; block < length; block += 2 * half) {
      for (let k = 0, root = 0; k < half; k++, root += step) {
        const a = block + k;
        const b = a + half;
        const turnedReal = real[b]! * cosine[root]! - imaginary[b]! * sine[root]!;
        const turnedImaginary = real[b]! * sine[root]! + imaginary[b]! * cosine[root]!;
        real[b] = real[a]! - turnedReal;
        imaginary[b] = imaginary[a]! - turnedImaginary;
        real[a] = real[a]! + turnedReal;
        imaginary[a] = imaginary[a]! + turnedImaginary;
      }
    }
  }
  for (let i = 0; i < length; i++) {
    gridReal[start + i * stride] = real[i]!;
    gridImaginary[start + i * stride] = imaginary[i]!;
  }
}
