import { createPlanar, type PlanarImage, type RgbaImage } from './image.ts';
import type { PictureRect, Size } from './rect.ts';
import { type AxisWeights, chooseFilter, type Filter, planAxis } from './resample-weights.ts';

/** Quantises to n/255, as a resampler that works on bytes does between its two passes. */
const toByteLevel = (value: number) => Math.min(255, Math.max(0, Math.round(value * 255))) / 255;

function clampIndex(index: number, length: number): number {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}

function resampleRow(
  source: Float32Array,
  sourceOffset: number,
  length: number,
  axis: AxisWeights,
  target: Float32Array,
  targetOffset: number,
): void {
  const { first, taps, weights } = axis;
  for (let i = 0; i < first.length; i++) {
    const low = first[i]!;
    let sum = 0;
    if (low >= 0 && low + taps <= length) {
      for (let k = 0; k < taps; k++) sum += weights[i * taps + k]! * source[sourceOffset + low + k]!;
    } else {
      for (let k = 0; k < taps; k++) {
        sum += weights[i * taps + k]! * source[sourceOffset + clampIndex(low + k, length)]!;
      }
    }
    target[targetOffset + i] = sum;
  }
}

/** Most kernels have this many rows or fewer, which are then read and written once. */
const rowsAtOnce = 4;

type Four = readonly [number, number, number, number];

/** Adds four weighed rows of `source`, which begin at `rows`, to `sum`. */
function addRows(sum: Float64Array, source: Float32Array, rows: Four, weights: Four): void {
  const [a, b, c, d] = rows;
  const [u, v, w, z] = weights;
  for (let x = 0; x < sum.length; x++) {
    sum[x] = sum[x]! + u * source[a + x]! + v * source[b + x]! + w * source[c + x]! + z * source[d + x]!;
  }
}

/** Options of a resize: a filter other than the fitting one, or all as Pillow does it (edges, bytes after each pass). */
export type ResizeOptions = { filter?: Filter; likePillow?: boolean };

/**
 * Resizes every plane to `size`: area average down, 3-lobed Lanczos up, per axis. With a `window` only that part of
 * the result is computed and returned. Lanczos may overshoot; the caller clamps.
 */
export function resizePlanar(
  image: PlanarImage,
  size: Size,
  options: ResizeOptions & { window?: PictureRect } = {},
): PlanarImage {
  const { likePillow = false } = options;
  const window = options.window ?? { x: 0, y: 0, width: size.width, height: size.height };
  if (size.width === image.width && size.height === image.height && options.window === undefined) {
    return { ...image, data: image.data.slice() };
  }
  const across = planAxis(
    {
      from: 0,
      span: image.width,
      outputs: size.width,
      start: window.x,
      count: window.width,
      length: likePillow ? image.width : undefined,
    },
    options.filter ?? chooseFilter(image.width, size.width),
  );
  const down = planAxis(
    {
      from: 0,
      span: image.height,
      outputs: size.height,
      start: window.y,
      count: window.height,
      length: likePillow ? image.height : undefined,
    },
    options.filter ?? chooseFilter(image.height, size.height),
  );
  const result = createPlanar(window.width, window.height, image.channels);
  const lowest = clampIndex(down.first[0]!, image.height);
  const highest = clampIndex(down.first[window.height - 1]! + down.taps - 1, image.height);
  const narrowed = new Float32Array(window.width * (highest - lowest + 1));
  const sum = new Float64Array(window.width);
  for (let channel = 0; channel < image.channels; channel++) {
    const plane = channel * image.width * image.height;
    for (let y = lowest; y <= highest; y++) {
      const target = (y - lowest) * window.width;
      resampleRow(image.data, plane + y * image.width, image.width, across, narrowed, target);
    }
    if (likePillow) for (let i = 0; i < narrowed.length; i++) narrowed[i] = toByteLevel(narrowed[i]!);
    for (let y = 0; y < window.height; y++) {
      sum.fill(0);
      for (let k = 0; k < down.taps; k += rowsAtOnce) {
        const rowOf = (tap: number) =>
          (clampIndex(down.first[y]! + Math.min(tap, down.taps - 1), image.height) - lowest) * window.width;
        const weightOf = (tap: number) => (tap < down.taps ? down.weights[y * down.taps + tap]! : 0);
        addRows(
          sum,
          narrowed,
          [rowOf(k), rowOf(k + 1), rowOf(k + 2), rowOf(k + 3)],
          [weightOf(k), weightOf(k + 1), weightOf(k + 2), weightOf(k + 3)],
        );
      }
      const target = (channel * window.height + y) * window.width;
      if (likePillow) for (let x = 0; x < window.width; x++) sum[x] = toByteLevel(sum[x]!);
      result.data.set(sum, target);
    }
  }
  return result;
}

/**
 * Reads a rectangle of an RGBA picture, flattened over white, as 3 planes of 0..1 at `size`. The rectangle may reach
 * beyond the picture: the edge pixel goes on. Costs as much as the rectangle has pixels, whatever the picture's size.
 */
export function readCrop(
  image: RgbaImage,
  crop: PictureRect,
  size: Size,
  options: ResizeOptions = {},
): PlanarImage {
  const { likePillow = false } = options;
  const across = planAxis(
    { from: crop.x, span: crop.width, outputs: size.width, length: likePillow ? image.width : undefined },
    options.filter ?? chooseFilter(crop.width, size.width),
  );
  const down = planAxis(
    { from: crop.y, span: crop.height, outputs: size.height, length: likePillow ? image.height : undefined },
    options.filter ?? chooseFilter(crop.height, size.height),
  );
  const lowestColumn = clampIndex(across.first[0]!, image.width);
  const highestColumn = clampIndex(across.first[size.width - 1]! + across.taps - 1, image.width);
  const span = highestColumn - lowestColumn + 1;
  const shifted: AxisWeights = { ...across, first: across.first.map((low) => low - lowestColumn) };
  const flat = [new Float32Array(span), new Float32Array(span), new Float32Array(span)] as const;
  const result = createPlanar(size.width, size.height, 3);
  const planePx = size.width * size.height;

  // Each narrowed row is made once, added to the (few) outputs that it touches, and forgotten.
  const lowestRow = down.first[0]!;
  const highestRow = down.first[size.height - 1]! + down.taps - 1;
  const row = new Float32Array(size.width * 3);
  const sums = new Float64Array(planePx * 3);
  let firstOutput = 0;
  let madeFor = -1;
  for (let y = lowestRow; y <= highestRow; y++) {
    while (firstOutput < size.height && down.first[firstOutput]! + down.taps <= y) firstOutput++;
    const sourceY = clampIndex(y, image.height);
    if (sourceY !== madeFor) {
      flattenRow(image, sourceY, lowestColumn, span, flat);
      for (let channel = 0; channel < 3; channel++) {
        resampleRow(flat[channel]!, 0, span, shifted, row, channel * size.width);
      }
      if (likePillow) for (let i = 0; i < row.length; i++) row[i] = toByteLevel(row[i]!);
      madeFor = sourceY;
    }
    for (let out = firstOutput; out < size.height && down.first[out]! <= y; out++) {
      const weight = down.weights[out * down.taps + (y - down.first[out]!)]!;
      if (weight === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        const target = channel * planePx + out * size.width;
        const source = channel * size.width;
        for (let x = 0; x < size.width; x++) {
          sums[target + x] = sums[target + x]! + weight * row[source + x]!;
        }
      }
    }
  }
  for (let i = 0; i < sums.length; i++) result.data[i] = likePillow ? toByteLevel(sums[i]!) : sums[i]!;
  return result;
}

function flattenRow(
  image: RgbaImage,
  y: number,
  fromX: number,
  count: number,
  flat: readonly [Float32Array, Float32Array, Float32Array],
): void {
  const { data } = image;
  let at = (y * image.width + fromX) * 4;
  for (let x = 0; x < count; x++, at += 4) {
    const alpha = data[at + 3]! / 255;
    const paper = 1 - alpha;
    flat[0][x] = (data[at]! / 255) * alpha + paper;
    flat[1][x] = (data[at + 1]! / 255) * alpha + paper;
    flat[2][x] = (data[at + 2]! / 255) * alpha + paper;
  }
}
