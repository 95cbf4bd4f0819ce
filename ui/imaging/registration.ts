import { boxBlur } from './box-blur.ts';
import type { PlanarImage } from './image.ts';
import { type Correlation, correlateMasked, type WeighedPair } from './masked-correlation.ts';
import { correlateAt, type FineShift, refineShift } from './refine-shift.ts';

/**
 * What lies at p in one picture lies at p + (x, y) in the other, in pixels. `confidence` 0..1: below a third the
 * pictures have too little in common, or too little in them, for the shift to mean anything.
 */
export type Shift = { x: number; y: number; confidence: number };

/** Copies of these lengths are coarse enough to try all shifts up to a quarter of their sides. */
const coarsePx = { from: 128, to: 256 };
/** A best place that correlates less may have lost its detail on a coarse copy: the next finer one is asked. */
const surePeak = 0.5;
/** Variations wider than about this many pixels of a copy are light, not detail, and are taken out. */
const lightPx = 6;
const fewestPx = 64;

/** One grey level: detail below it drowns in rounding. */
const noise = 1 / 255;
/** What two different textures may correlate to somewhere, where little of them overlaps. */
const chance = 0.4;
/** A correlation of the second best place, relative to the best, from where on the two can be confused. */
const rivalry = { from: 0.8, to: 0.95 };
/** Detail that varies so much less in one direction than in the other does not say where it lies along that one. */
const leastEvenness = 0.03;

/**
 * How far `b` is shifted against `a`, two pictures of one size with 3 planes of 0..1, looking only where `weight` (0..1,
 * one per pixel) is above 0, whatever the shape of that. By masked correlation of the luminance's detail on coarse
 * copies, followed up copy by copy and refined below a pixel. To a tenth of a pixel for shifts up to a quarter of each
 * side that leave a fifth of what counts in common, if a copy of at most 256 px still shows some of the detail.
 */
export function measureShift(a: PlanarImage, b: PlanarImage, weight: Float32Array | Uint8Array): Shift {
  const finest: WeighedPair = {
    width: a.width,
    height: a.height,
    a: toLuminance(a),
    b: toLuminance(b),
    weight: Float32Array.from(weight),
  };
  if (finest.weight.filter((value) => value > 0).length < fewestPx) return { x: 0, y: 0, confidence: 0 };
  const copies = [finest];
  for (let last = finest; Math.max(last.width, last.height) > coarsePx.from; copies.unshift(last))
    last = halve(last);

  const coarse = findCoarse(copies);
  if (coarse.peak <= 0) return { x: 0, y: 0, confidence: 0 };
  let whole = { x: coarse.x, y: coarse.y };
  for (const copy of copies.slice(coarse.level + 1))
    whole = climb(keepDetail(copy), { x: 2 * whole.x, y: 2 * whole.y });
  let shift = refineShift(keepSure(align(finest, whole)));
  if (Math.max(Math.abs(shift.x), Math.abs(shift.y)) > 0.5) {
    whole = { x: whole.x + Math.round(shift.x), y: whole.y + Math.round(shift.y) };
    shift = refineShift(keepSure(align(finest, whole)));
  }
  return {
    x: whole.x + shift.x,
    y: whole.y + shift.y,
    confidence: judge(shift, coarse.rival / coarse.peak),
  };
}

function findCoarse(copies: readonly WeighedPair[]): Correlation & { level: number } {
  let best: Correlation & { level: number } = { x: 0, y: 0, peak: 0, rival: 0, level: 0 };
  for (const [level, copy] of copies.entries()) {
    if (level > 0 && Math.max(copy.width, copy.height) > coarsePx.to) break;
    const most = { width: Math.ceil(copy.width / 4) + 1, height: Math.ceil(copy.height / 4) + 1 };
    const found = correlateMasked(keepDetail(copy), most, 2 * lightPx);
    if (found.peak > best.peak) best = { ...found, level };
    if (best.peak >= surePeak) break;
  }
  return best;
}

/** What both planes show with b moved back by a whole shift, so that their light is taken out over the same place. */
function align(pair: WeighedPair, { x, y }: { x: number; y: number }): WeighedPair {
  const { width, height } = pair;
  const size = { width: width - Math.abs(x), height: height - Math.abs(y) };
  const from = Math.max(0, -y) * width + Math.max(0, -x);
  const read = (plane: Float32Array, offset: number) => {
    const part = new Float32Array(size.width * size.height);
    for (let row = 0; row < size.height; row++) {
      const start = offset + row * width;
      part.set(plane.subarray(start, start + size.width), row * size.width);
    }
    return part;
  };
  const to = from + y * width + x;
  const other = read(pair.weight, to);
  const weight = read(pair.weight, from).map((value, i) => value * other[i]!);
  return { ...size, a: read(pair.a, from), b: read(pair.b, to), weight };
}

/** Rec. 709's luma of a picture. */
function toLuminance({ data, width, height }: PlanarImage): Float32Array {
  const pixels = width * height;
  return data
    .subarray(0, pixels)
    .map((red, i) => 0.2126 * red + 0.7152 * data[pixels + i]! + 0.0722 * data[2 * pixels + i]!);
}

/** Half the size: of each two by two the mean of what counts. */
function halve({ width, height, a, b, weight }: WeighedPair): WeighedPair {
  const size = { width: Math.floor(width / 2), height: Math.floor(height / 2) };
  const cells = size.width * size.height;
  const half = {
    ...size,
    a: new Float32Array(cells),
    b: new Float32Array(cells),
    weight: new Float32Array(cells),
  };
  for (let at = 0; at < cells; at++) {
    const y = Math.floor(at / size.width);
    const corner = 2 * y * width + 2 * (at - y * size.width);
    for (const from of [corner, corner + 1, corner + width, corner + width + 1]) {
      const share = weight[from]! / 4;
      half.weight[at]! += share;
      half.a[at]! += share * a[from]!;
      half.b[at]! += share * b[from]!;
    }
    if (half.weight[at] === 0) continue;
    half.a[at]! /= half.weight[at]!;
    half.b[at]! /= half.weight[at]!;
  }
  return half;
}

/** Both planes without their light: less the mean of what counts around each pixel. */
function keepDetail(pair: WeighedPair): WeighedPair & { share: Float32Array } {
  const { weight } = pair;
  const share = boxBlur(weight, pair, lightPx / 2);
  const [a, b] = [pair.a, pair.b].map((plane) => {
    const light = boxBlur(
      plane.map((value, i) => value * weight[i]!),
      pair,
      lightPx / 2,
    );
    return plane.map((value, i) => (weight[i]! > 0 ? value - light[i]! / share[i]! : 0));
  });
  return { ...pair, a: a!, b: b!, share };
}

/**
 * The detail that says where it lies below a pixel: without what is as fine as the pixels themselves, which reading
 * between them would blur as it does noise. Next to a rim, where light is the mean of one side, it counts for little.
 */
function keepSure(pair: WeighedPair): WeighedPair {
  const { share, ...detail } = keepDetail(pair);
  const [a, b] = [detail.a, detail.b].map((plane) => smooth(plane, detail));
  return { ...detail, a: a!, b: b!, weight: detail.weight.map((value, i) => value * share[i]! ** 4) };
}

/** Means of 1 2 1 in both directions. */
function smooth(plane: Float32Array, { width, height }: WeighedPair): Float32Array {
  const mean = (from: Float32Array, at: number, position: number, count: number, step: number) =>
    (from[position > 0 ? at - step : at]! + 2 * from[at]! + from[position + 1 < count ? at + step : at]!) / 4;
  const across = plane.map((_, at) => mean(plane, at, at % width, width, 1));
  return across.map((_, at) => mean(across, at, Math.floor(at / width), height, width));
}

/** The whole shift with the best correlation, uphill from one that is right to a pixel or two. */
function climb(pair: WeighedPair, start: { x: number; y: number }): { x: number; y: number } {
  let best = { ...start, value: correlateAt(pair, start.x, start.y) };
  for (let round = 0; round < 4; round++) {
    const center = best;
    for (let y = center.y - 1; y <= center.y + 1; y++) {
      for (let x = center.x - 1; x <= center.x + 1; x++) {
        if (x === center.x && y === center.y) continue;
        const value = correlateAt(pair, x, y);
        if (value > best.value) best = { x, y, value };
      }
    }
    if (best === center) break;
  }
  return best;
}

/** How far a shift can be trusted: what both have in common, less for faint, repeated and one-way detail. */
function judge({ correlation, texture, evenness }: FineShift, rival: number): number {
  const visible = texture ** 2 / (texture ** 2 + noise ** 2);
  const single = Math.min(1, Math.max(0, (rivalry.to - rival) / (rivalry.to - rivalry.from)));
  const even = Math.min(1, evenness / leastEvenness);
  const common = Math.max(0, (correlation - chance) / (1 - chance));
  return common * visible * single * even;
}
