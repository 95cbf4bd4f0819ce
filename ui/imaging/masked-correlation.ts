import { createSpectrum, nextPowerOfTwo, type Spectrum, transform } from './fft.ts';
import type { Size } from './rect.ts';

/** Two planes of one size and what each of their pixels counts for, 0..1. */
export type WeighedPair = Size & { a: Float32Array; b: Float32Array; weight: Float32Array };

/** The best shift of b against a in whole pixels, its correlation (-1..1), and that of the best quite different one. */
export type Correlation = { x: number; y: number; peak: number; rival: number };

/** What a shift must leave in common of what counts, for its correlation to mean something. */
const leastOverlap = 0.2;

/**
 * Correlates two planes over all shifts up to `mostPx` by Fourier transforms, each shift normalized by what of both
 * planes counts there (Padfield, "Masked Object Registration in the Fourier Domain", 2012): a window of any shape draws
 * the result to nothing. Shifts within `nearPx` of the best one are no rivals.
 */
export function correlateMasked(pair: WeighedPair, mostPx: Size, nearPx: number): Correlation {
  const grid = {
    width: nextPowerOfTwo(pair.width + mostPx.width),
    height: nextPowerOfTwo(pair.height + mostPx.height),
  };
  const { a, b, weight } = pair;
  const spectrumOf = (value: (i: number) => number) => {
    const spectrum = createSpectrum(grid);
    for (let i = 0; i < weight.length; i++) {
      const row = Math.floor(i / pair.width);
      spectrum.real[row * grid.width + i - row * pair.width] = weight[i]! * value(i);
    }
    transform(spectrum);
    return spectrum;
  };
  const ones = spectrumOf(() => 1);
  const first = spectrumOf((i) => a[i]!);
  const second = spectrumOf((i) => b[i]!);
  const [sumsA, sumsB] = correlateBoth([first, ones], [ones, second]);
  const [squaresA, squaresB] = correlateBoth(
    [spectrumOf((i) => a[i]! ** 2), ones],
    [ones, spectrumOf((i) => b[i]! ** 2)],
  );
  const [products, overlaps] = correlateBoth([first, second], [ones, ones]);

  const total = overlaps[0]!;
  const at = (x: number, y: number) => {
    const i = (y < 0 ? y + grid.height : y) * grid.width + (x < 0 ? x + grid.width : x);
    const overlap = overlaps[i]!;
    if (overlap < leastOverlap * total || overlap < 1) return 0;
    const spread = (squaresA[i]! - sumsA[i]! ** 2 / overlap) * (squaresB[i]! - sumsB[i]! ** 2 / overlap);
    return spread > 1e-18 * overlap ** 2
      ? (products[i]! - (sumsA[i]! * sumsB[i]!) / overlap) / Math.sqrt(spread)
      : 0;
  };
  return findPeak(at, mostPx, nearPx);
}

/** The correlations of two pairs of real planes at once: one becomes the real part, one the imaginary. */
function correlateBoth(
  one: readonly [Spectrum, Spectrum],
  other: readonly [Spectrum, Spectrum],
): [Float64Array, Float64Array] {
  const both = createSpectrum(one[0]);
  const [f, g] = one;
  const [h, k] = other;
  for (let i = 0; i < both.real.length; i++) {
    // The sum over x of f(x) g(x + shift) has the spectrum conj(F) G.
    const real = f.real[i]! * g.real[i]! + f.imaginary[i]! * g.imaginary[i]!;
    const imaginary = f.real[i]! * g.imaginary[i]! - f.imaginary[i]! * g.real[i]!;
    const real2 = h.real[i]! * k.real[i]! + h.imaginary[i]! * k.imaginary[i]!;
    const imaginary2 = h.real[i]! * k.imaginary[i]! - h.imaginary[i]! * k.real[i]!;
    both.real[i] = real - imaginary2;
    both.imaginary[i] = imaginary + real2;
  }
  transform(both, true);
  return [both.real, both.imaginary];
}

function findPeak(at: (x: number, y: number) => number, mostPx: Size, nearPx: number): Correlation {
  const best: Correlation = { x: 0, y: 0, peak: 0, rival: 0 };
  const forShifts = (visit: (x: number, y: number, value: number) => void) => {
    for (let y = -mostPx.height; y <= mostPx.height; y++) {
      for (let x = -mostPx.width; x <= mostPx.width; x++) visit(x, y, at(x, y));
    }
  };
  forShifts((x, y, value) => {
    if (value > best.peak) Object.assign(best, { x, y, peak: value });
  });
  forShifts((x, y, value) => {
    if (value > best.rival && Math.hypot(x - best.x, y - best.y) > nearPx) best.rival = value;
  });
  return best;
}
