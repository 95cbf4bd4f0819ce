import type { PictureRect, Size } from './rect.ts';

/**
 * The sizes in pixels that a model paints: its own, the step of its sides, and those that it was trained at where it
 * has a list of them.
 */
export type ModelSizes = { native: Size; multiplePx: number; buckets: readonly Size[] | null };

const aspectOf = (size: Size) => size.width / size.height;

/** How far two ratios are apart: the share that a crop from one to the other loses. */
function measureLoss(a: number, b: number): number {
  return 1 - Math.min(a / b, b / a);
}

/** A crop that nobody sees: up to this loss the area counts. */
const invisibleLoss = 0.02;

/** Areas, as shares of the native one, at which a model still paints its own things: figures neither shrink nor double. */
const betweenBuckets = { least: 5 / 6, most: 6 / 5 };
const anywhere = { least: 0.75, most: 1.3 };

/**
 * The model's size for a picture of ratio `aspect` (width / height): of all that it can paint the one that loses the
 * least to the crop, and of those that lose at most 2 % the one nearest to the native area.
 */
export function chooseModelSize(aspect: number, sizes: ModelSizes): Size {
  const nativeArea = sizes.native.width * sizes.native.height;
  const ranked = listSizes(sizes).map((size) => ({
    size,
    loss: measureLoss(aspectOf(size), aspect),
    distance: Math.abs(Math.log((size.width * size.height) / nativeArea)),
  }));
  const least = Math.min(...ranked.map(({ loss }) => loss));
  const enough = Math.max(least, invisibleLoss);
  return ranked
    .filter(({ loss }) => loss <= enough)
    .reduce((best, one) => (one.distance < best.distance - 1e-9 ? one : best)).size;
}

/**
 * The buckets, and whatever lies between them: each side between the shortest and the longest one of a bucket, so that
 * a model with a single size keeps to it. Without buckets all sizes up to three times as long as a square, at least
 * the native one to the nearest step.
 */
function listSizes({ native, multiplePx, buckets }: ModelSizes): Size[] {
  const area = native.width * native.height;
  const found: Size[] = [...(buckets ?? [])];
  const range = buckets === null ? anywhere : betweenBuckets;
  const longest = 3 * Math.sqrt(area);
  const widths = stepThrough(buckets?.map(({ width }) => width) ?? [multiplePx, longest], multiplePx);
  const heights = stepThrough(buckets?.map(({ height }) => height) ?? [multiplePx, longest], multiplePx);
  for (const width of widths) {
    for (const height of heights) {
      const share = (width * height) / area;
      if (share >= range.least && share <= range.most) found.push({ width, height });
    }
  }
  // A model that was trained on less than one step of its sides.
  const [width, height] = [native.width, native.height].map((side) =>
    Math.max(1, Math.round(side / multiplePx)),
  );
  return found.length > 0 ? found : [{ width: width! * multiplePx, height: height! * multiplePx }];
}

/** The multiples of `step` from the least to the greatest of some lengths. */
function stepThrough(lengths: readonly number[], step: number): number[] {
  const [first, last] = [Math.ceil(Math.min(...lengths) / step), Math.floor(Math.max(...lengths) / step)];
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** What a plain generation paints: the model's size, what of it is kept, and the size of the finished picture. */
export type FramePlan = { model: Size; crop: PictureRect; size: Size };

/**
 * Plans a picture for a frame: painted at the nearest size of the model, cut centrally to the frame's own ratio and
 * never larger than the frame, `mostPx` a side, or the model's pixels times `upscale`.
 */
export function planFrame(frame: Size, sizes: ModelSizes, upscale = 1, mostPx = 4096): FramePlan {
  const aspect = aspectOf(frame);
  const model = chooseModelSize(aspect, sizes);
  const width = Math.max(1, Math.min(model.width, Math.round(model.height * aspect)));
  const height = Math.max(1, Math.min(model.height, Math.round(model.width / aspect)));
  const crop: PictureRect = {
    x: Math.floor((model.width - width) / 2),
    y: Math.floor((model.height - height) / 2),
    width,
    height,
  };
  const scale = Math.min(
    frame.width / width,
    mostPx / Math.max(width, height),
    upscale,
    frame.height / height,
  );
  const isWholeFrame = scale < upscale && Math.max(frame.width, frame.height) <= mostPx;
  const size = isWholeFrame
    ? { width: atLeastOne(frame.width), height: atLeastOne(frame.height) }
    : { width: atLeastOne(width * scale), height: atLeastOne(height * scale) };
  return { model, crop, size };
}

const atLeastOne = (side: number) => Math.max(1, Math.round(side));

/** Both sides rounded down to multiples of `factor`, as the plain pipeline does; at least one `factor`. */
export function floorSize(size: Size, factor: number): Size {
  return {
    width: Math.max(factor, size.width - (size.width % factor)),
    height: Math.max(factor, size.height - (size.height % factor)),
  };
}
