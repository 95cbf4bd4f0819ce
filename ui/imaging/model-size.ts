import type { PictureRect, Size } from './rect.ts';

/** The sizes in pixels that a model paints: its own, the step of its sides, and a fixed list where it has one. */
export type ModelSizes = { native: Size; multiplePx: number; buckets: readonly Size[] | null };

const aspectOf = (size: Size) => size.width / size.height;

/** How far two ratios are apart: the share that a crop from one to the other loses. */
function measureLoss(a: number, b: number): number {
  return 1 - Math.min(a / b, b / a);
}

/**
 * The model's size for a picture of ratio `aspect` (width / height): the nearest ratio of its list, or of all sizes
 * with about its native area; of equally near ones (within 2 %) the one nearest to the native area.
 */
export function chooseModelSize(aspect: number, sizes: ModelSizes): Size {
  const nativeArea = sizes.native.width * sizes.native.height;
  const distance = (size: Size) => Math.abs(Math.log((size.width * size.height) / nativeArea));
  let best = sizes.native;
  for (const size of sizes.buckets ?? listSizes(sizes)) {
    const gain = measureLoss(aspectOf(best), aspect) - measureLoss(aspectOf(size), aspect);
    if (gain > 0.02 || (gain > -0.02 && distance(size) < distance(best) - 1e-9)) best = size;
  }
  return best;
}

function listSizes({ native, multiplePx }: ModelSizes): Size[] {
  const area = native.width * native.height;
  const longest = Math.floor((3 * Math.sqrt(area)) / multiplePx);
  const found: Size[] = [];
  for (let columns = 1; columns <= longest; columns++) {
    for (let rows = 1; rows <= longest; rows++) {
      const size = { width: columns * multiplePx, height: rows * multiplePx };
      const share = (size.width * size.height) / area;
      if (share >= 0.75 && share <= 1.3) found.push(size);
    }
  }
  return found;
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
