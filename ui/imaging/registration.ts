import { measureDistance } from './distance.ts';
import { type ComplexGrid, createGrid, nextPowerOfTwo, transformGrid } from './fft.ts';
import type { PlanarImage } from './image.ts';

/**
 * How far the second picture lies from the first, in pixels, and how sure that is: 1 where all that both show agrees on
 * it, about 0 where they have nothing in common, or nothing to go by.
 */
export type Shift = { x: number; y: number; confidence: number };

/** Pixels over which what counts comes in from the edge of what does not. */
const taperPx = 8;
/** Deviation of the low pass, in cycles per pixel: the finest detail is an autoencoder's own. */
const passDeviation = 0.12;
/** Deviation of what is left out, in cycles per side: the slowest waves are the window's own. */
const slowDeviation = 2;
/** Frequencies with less than this share of the strongest one's power say little, and are weighed down. */
const leastPower = 1e-4;
/** Shifts are looked for up to this share of each side. */
const farthest = 1 / 4;

/** A window that lies still while the picture moves under it draws the answer towards 0, so it is made to follow. */
const mostRounds = 3;

/**
 * The shift of `b` against `a`, two pictures of one size, by the phase correlation of their luminance (Kuglin and Hines
 * 1975) where `weight` is not 0. Right to a tenth of a pixel on anything with texture in both directions.
 */
export function measureShift(a: PlanarImage, b: PlanarImage, weight: ArrayLike<number>): Shift {
  let whole = { x: 0, y: 0 };
  let found = measureOnce(a, b, weight, whole);
  for (let round = 1; round < mostRounds; round++) {
    const next = { x: Math.round(found.x), y: Math.round(found.y) };
    if (next.x === whole.x && next.y === whole.y) break;
    whole = next;
    const closer = measureOnce(a, b, weight, whole);
    // A window that follows a chance peak finds less there, not more.
    if (closer.confidence < found.confidence) break;
    found = closer;
  }
  return found;
}

/** Compares `a` with `b` moved back by whole pixels, where both count. */
function measureOnce(
  a: PlanarImage,
  b: PlanarImage,
  weight: ArrayLike<number>,
  back: { x: number; y: number },
): Shift {
  const { width, height } = a;
  const pixels = width * height;
  const moved = { ...b, data: new Float32Array(b.data.length) };
  const shared = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const x = (i % width) + back.x;
    const y = Math.floor(i / width) + back.y;
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    const from = y * width + x;
    shared[i] = weight[i] !== 0 && weight[from] !== 0 ? 1 : 0;
    for (let c = 0; c < 3; c++) moved.data[c * pixels + i] = b.data[c * pixels + from]!;
  }
  const window = taper(shared, width, height);
  const first = transformed(a, window);
  const second = transformed(moved, window);
  const possible = correlate(first, second, 1 / Math.min(width, height));
  if (possible === 0) return { ...back, confidence: 0 };
  const spectrum = { ...first, re: first.re.slice(), im: first.im.slice() };
  transformGrid(first, true);
  const { x, y, peak } = refinePeak(spectrum, findPeak(first, width, height));
  return { x: back.x + x, y: back.y + y, confidence: Math.min(1, (peak * first.re.length) / possible) };
}

/** 0 where nothing counts and at the edges, rising smoothly to 1. */
function taper(weight: ArrayLike<number>, width: number, height: number): Float32Array {
  const excluded = new Uint8Array(width * height);
  for (let i = 0; i < excluded.length; i++) excluded[i] = weight[i] === 0 ? 1 : 0;
  const distance = measureDistance(excluded, width, height);
  const rise = (px: number) => 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, px / taperPx));
  const edge = (at: number, side: number) => rise(Math.min(at, side - 1 - at) + 0.5);
  const across = Float32Array.from({ length: width }, (_, x) => edge(x, width));
  const down = Float32Array.from({ length: height }, (_, y) => edge(y, height));
  return distance.map((px, i) => rise(px) * across[i % width]! * down[Math.floor(i / width)]!);
}

/** The spectrum of a picture's windowed luminance, freed of its mean, on sides that are powers of two. */
function transformed({ width, height, data }: PlanarImage, window: Float32Array): ComplexGrid {
  const pixels = width * height;
  const grid = createGrid(nextPowerOfTwo(width), nextPowerOfTwo(height));
  const luminance = new Float64Array(pixels);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < pixels; i++) {
    luminance[i] = 0.2126 * data[i]! + 0.7152 * data[pixels + i]! + 0.0722 * data[2 * pixels + i]!;
    sum += window[i]! * luminance[i]!;
    total += window[i]!;
  }
  const mean = total === 0 ? 0 : sum / total;
  for (let i = 0; i < pixels; i++) {
    const at = Math.floor(i / width) * grid.width + (i % width);
    grid.re[at] = window[i]! * (luminance[i]! - mean);
  }
  transformGrid(grid);
  return grid;
}

/** The cycles per pixel of a row or column of a spectrum. */
const frequencyOf = (index: number, side: number) => (index <= side / 2 ? index : index - side) / side;

/**
 * Writes the band-passed phases of conj(a) b into `a`, and gives what they would add up to if all agreed. Power below a
 * ten-thousandth of a level per pixel is the rounding of flat pictures, and counts for nothing.
 */
function correlate(a: ComplexGrid, b: ComplexGrid, perSide: number): number {
  const { width, height } = a;
  let strongest = 0;
  for (let i = 0; i < a.re.length; i++) {
    const re = a.re[i]! * b.re[i]! + a.im[i]! * b.im[i]!;
    const im = a.re[i]! * b.im[i]! - a.im[i]! * b.re[i]!;
    a.re[i] = re;
    a.im[i] = im;
    strongest = Math.max(strongest, Math.hypot(re, im));
  }
  if (strongest < 1e-8 * width * height) {
    a.re.fill(0);
    a.im.fill(0);
    return 0;
  }
  let possible = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const squared = frequencyOf(x, width) ** 2 + frequencyOf(y, height) ** 2;
      const slow = Math.exp(-squared / (2 * (slowDeviation * perSide) ** 2));
      const pass = Math.exp(-squared / (2 * passDeviation ** 2)) * (1 - slow);
      const power = Math.hypot(a.re[i]!, a.im[i]!);
      const factor = pass / (power + leastPower * strongest);
      a.re[i] = a.re[i]! * factor;
      a.im[i] = a.im[i]! * factor;
      possible += pass * (power / (power + leastPower * strongest));
    }
  }
  return possible;
}

/** The highest cell near no shift. */
function findPeak({ width, height, re }: ComplexGrid, sideX: number, sideY: number): Cell {
  const [mostX, mostY] = [Math.floor(sideX * farthest), Math.floor(sideY * farthest)];
  let best = { x: 0, y: 0 };
  let peak = Number.NEGATIVE_INFINITY;
  for (let y = -mostY; y <= mostY; y++) {
    for (let x = -mostX; x <= mostX; x++) {
      const value = re[((y + height) % height) * width + ((x + width) % width)]!;
      if (value <= peak) continue;
      peak = value;
      best = { x, y };
    }
  }
  return best;
}

type Cell = { x: number; y: number };

/** How finely a peak is looked for: first in quarters of a pixel around its cell, then in twentieths. */
const grids = [
  { step: 1 / 4, reach: 3 },
  { step: 1 / 20, reach: 2 },
];

/**
 * The peak to a twentieth of a pixel, by evaluating the spectrum's inverse transform between the cells (Guizar-Sicairos et
 * al. 2008, "Efficient subpixel image registration algorithms").
 */
function refinePeak(spectrum: ComplexGrid, cell: Cell): Cell & { peak: number } {
  let best = { ...cell, peak: 0 };
  for (const { step, reach } of grids) {
    const around = Array.from({ length: 2 * reach + 1 }, (_, i) => (i - reach) * step);
    best = findBetween(
      spectrum,
      around.map((offset) => best.x + offset),
      around.map((offset) => best.y + offset),
    );
  }
  return best;
}

/** The highest of the inverse transform's values at given columns and rows, which need not be whole. */
function findBetween({ width, height, re, im }: ComplexGrid, columns: number[], rows: number[]) {
  const turns = columns.map((x) => turnsAt(x, width));
  let best = { x: 0, y: 0, peak: Number.NEGATIVE_INFINITY };
  const lineRe = new Float64Array(width);
  const lineIm = new Float64Array(width);
  for (const y of rows) {
    lineRe.fill(0);
    lineIm.fill(0);
    const down = turnsAt(y, height);
    for (let v = 0; v < height; v++) {
      const cos = down.cos[v]!;
      const sin = down.sin[v]!;
      for (let u = 0, i = v * width; u < width; u++, i++) {
        lineRe[u] = lineRe[u]! + re[i]! * cos - im[i]! * sin;
        lineIm[u] = lineIm[u]! + re[i]! * sin + im[i]! * cos;
      }
    }
    for (const [k, { cos, sin }] of turns.entries()) {
      let sum = 0;
      for (let u = 0; u < width; u++) sum += lineRe[u]! * cos[u]! - lineIm[u]! * sin[u]!;
      const peak = sum / (width * height);
      if (peak > best.peak) best = { x: columns[k]!, y, peak };
    }
  }
  return best;
}

/** How far each frequency of a side has turned at a place on it. */
function turnsAt(place: number, side: number) {
  const angles = Float64Array.from({ length: side }, (_, u) => 2 * Math.PI * frequencyOf(u, side) * place);
  return { cos: angles.map(Math.cos), sin: angles.map(Math.sin) };
}
