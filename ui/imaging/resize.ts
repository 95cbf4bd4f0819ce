import { createPlanar, type PlanarImage, type RgbaImage } from './image.ts';
import type { PictureRect, Size } from './rect.ts';
import { clampIndex, findInside, mixRows, resampleRow } from './resample-rows.ts';
import { type AxisWeights, chooseFilter, type Filter, planAxis } from './resample-weights.ts';

/** Quantises to n/255, as a resampler that works on bytes does between its two passes. */
const toByteLevel = (value: number) => Math.min(255, Math.max(0, Math.round(value * 255))) / 255;

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
  const inside = findInside(across, image.width);
  const [rows, weights] = [new Int32Array(down.taps), new Float32Array(down.taps)];
  for (let channel = 0; channel < image.channels; channel++) {
    const plane = channel * image.width * image.height;
    for (let y = lowest; y <= highest; y++) {
      const source = { data: image.data, offset: plane + y * image.width };
      const target = { data: narrowed, offset: (y - lowest) * window.width };
      resampleRow(source, image.width, across, inside, target);
    }
    if (likePillow) for (let i = 0; i < narrowed.length; i++) narrowed[i] = toByteLevel(narrowed[i]!);
    for (let y = 0; y < window.height; y++) {
      for (let k = 0; k < down.taps; k++) {
        rows[k] = (clampIndex(down.first[y]! + k, image.height) - lowest) * window.width;
        weights[k] = down.weights[y * down.taps + k]!;
      }
      const offset = (channel * window.height + y) * window.width;
      mixRows(narrowed, rows, weights, { data: result.data, offset }, window.width);
    }
  }
  if (likePillow) for (let i = 0; i < result.data.length; i++) result.data[i] = toByteLevel(result.data[i]!);
  return result;
}

/**
 * Reads a rectangle of an RGBA picture, flattened over white, as 3 planes of 0..1 at `size`. The rectangle may reach
 * beyond the picture: the edge pixel goes on. Costs as much as the rectangle has pixels, whatever the picture's size.
 */
export function readCrop(image: RgbaImage, crop: PictureRect, size: Size, filter?: Filter): PlanarImage {
  const across = planAxis(
    { from: crop.x, span: crop.width, outputs: size.width },
    filter ?? chooseFilter(crop.width, size.width),
  );
  const down = planAxis(
    { from: crop.y, span: crop.height, outputs: size.height },
    filter ?? chooseFilter(crop.height, size.height),
  );
  const left = clampIndex(across.first[0]!, image.width);
  const right = clampIndex(across.first[size.width - 1]! + across.taps - 1, image.width);
  const columns = { left, count: right - left + 1 };
  const shifted: AxisWeights = { ...across, first: across.first.map((low) => low - left) };
  const result = createPlanar(size.width, size.height, 3);

  // Rows first: those of the picture are bytes that lie together, and few are left to be narrowed.
  const sum = new Float32Array(columns.count * 4);
  const plane = new Float32Array(columns.count);
  const inside = findInside(shifted, columns.count);
  for (let y = 0; y < size.height; y++) {
    sum.fill(0);
    for (let k = 0; k < down.taps; k++) {
      const weight = down.weights[y * down.taps + k]!;
      if (weight !== 0)
        addFlattened(image, clampIndex(down.first[y]! + k, image.height), columns, weight, sum);
    }
    for (let channel = 0; channel < 3; channel++) {
      for (let x = 0; x < columns.count; x++) plane[x] = sum[x * 4 + channel]! / 255;
      const offset = (channel * size.height + y) * size.width;
      resampleRow({ data: plane, offset: 0 }, columns.count, shifted, inside, { data: result.data, offset });
    }
  }
  return result;
}

/** Adds a weighed row of bytes, flattened over white, to `sum`, in which every fourth value is left alone. */
function addFlattened(
  { data, width }: RgbaImage,
  y: number,
  { left, count }: { left: number; count: number },
  weight: number,
  sum: Float32Array,
): void {
  const from = (y * width + left) * 4;
  for (let x = 0; x < count * 4; x += 4) {
    const at = from + x;
    const alpha = data[at + 3]!;
    if (alpha === 255) {
      sum[x] = sum[x]! + weight * data[at]!;
      sum[x + 1] = sum[x + 1]! + weight * data[at + 1]!;
      sum[x + 2] = sum[x + 2]! + weight * data[at + 2]!;
      continue;
    }
    const share = (weight * alpha) / 255;
    const paper = weight * (255 - alpha);
    sum[x] = sum[x]! + share * data[at]! + paper;
    sum[x + 1] = sum[x + 1]! + share * data[at + 1]! + paper;
    sum[x + 2] = sum[x + 2]! + share * data[at + 2]! + paper;
  }
}

/** A whole RGBA picture, flattened over white, as 3 planes of 0..1. */
export function readPlanes({ data, width, height }: RgbaImage): PlanarImage {
  const planes = createPlanar(width, height, 3);
  const pixels = width * height;
  for (let i = 0; i < pixels; i++) {
    const alpha = data[i * 4 + 3]! / 255;
    for (let c = 0; c < 3; c++) planes.data[c * pixels + i] = (data[i * 4 + c]! / 255) * alpha + 1 - alpha;
  }
  return planes;
}
