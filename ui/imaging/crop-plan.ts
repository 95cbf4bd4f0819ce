import { chooseModelSize, type ModelSizes } from './model-size.ts';
import {
  boundRects,
  growRect,
  intersectRects,
  isEmptyRect,
  type PictureRect,
  type Size,
  wholeOf,
} from './rect.ts';

/**
 * How much of the picture the model sees: `auto` the selection with surroundings, `mask` the selection and its fade
 * alone, `whole` everything.
 */
export type ContextChoice = 'auto' | 'whole' | 'mask';

export type CropRequest = {
  picture: Size;
  /** Bounds of the selection, inside the picture. */
  selection: PictureRect;
  /** Pixels around the selection that the patch may touch. */
  reachPx: number;
  context: ContextChoice;
  /** What a person wants the model to see, in picture pixels; it is widened to what the selection needs. */
  box?: PictureRect | null;
  sizes: ModelSizes;
  /** Pixels of the model's picture to a side of one latent. */
  latentPx: number;
};

/**
 * The part of the picture that the model sees, and the size it sees it at. The crop covers the selection with its
 * reach as far as the picture goes, and has the model size's ratio to the nearest pixel; where the picture has too
 * little on one axis for that ratio, the crop reaches beyond it there, evenly on both sides.
 */
export type CropPlan = { crop: PictureRect; model: Size };

/** Chooses the surroundings that the request asks for, the model's size nearest to their ratio, and the crop of that ratio. */
export function planCrop(request: CropRequest): CropPlan {
  const { picture, sizes } = request;
  const needed = boundsOf(request.selection, request.reachPx, picture);
  const own = request.box == null ? null : boundToBox(request.box, needed, picture);
  const wanted = own ?? chooseContext(request, needed);
  const middle = own ?? needed;
  const model = chooseModelSize(wanted.width / wanted.height, sizes);
  const aspect = model.width / model.height;
  const width = Math.max(wanted.width, Math.round(wanted.height * aspect));
  const height = Math.max(wanted.height, Math.round(wanted.width / aspect));
  return {
    crop: {
      ...placeAxis('x', middle.x + middle.width / 2, width, picture.width),
      ...placeAxis('y', middle.y + middle.height / 2, height, picture.height),
    },
    model,
  };
}

/** Without a little of its surroundings a model cannot continue anything. */
const leastMarginPx = 16;

/** A thing that fewer latents have to hold has no outline that one could recognize. */
const leastLatentsAcross = 8;

/** Beyond this, enlarging shows the model nothing but blur around the selection. */
const mostEnlargement = 4;

function boundsOf(selection: PictureRect, marginPx: number, picture: Size): PictureRect {
  return intersectRects<PictureRect>(growRect<PictureRect>(selection, marginPx), wholeOf(picture));
}

/** As much of a person's box as lies in the picture, with all of the selection in it. */
function boundToBox(box: PictureRect, needed: PictureRect, picture: Size): PictureRect {
  const left = Math.floor(box.x);
  const top = Math.floor(box.y);
  const whole: PictureRect = {
    x: left,
    y: top,
    width: Math.ceil(box.x + box.width) - left,
    height: Math.ceil(box.y + box.height) - top,
  };
  const inside = intersectRects<PictureRect>(whole, wholeOf(picture));
  return isEmptyRect(inside) ? needed : boundRects<PictureRect>(inside, needed);
}

function chooseContext(request: CropRequest, needed: Size): Size {
  const { picture, selection, reachPx, context, sizes, latentPx } = request;
  if (context === 'whole') return picture;
  if (context === 'mask') return boundsOf(selection, Math.max(reachPx, leastMarginPx), picture);
  // Surroundings cost sharpness once the crop outgrows the model: take what fits into its native size for nothing,
  // beyond that a quarter of the selection's mean side on each side. Independent of the picture's size, so cost is too.
  // A selection that is small even for the model is enlarged until it has latents enough for a drawing.
  const nativeSide = Math.sqrt(sizes.native.width * sizes.native.height);
  const longest = Math.max(selection.width, selection.height);
  const margin = Math.max(reachPx, (selection.width + selection.height) / 8);
  const roomy = Math.max(
    nativeSide / mostEnlargement,
    (longest * nativeSide) / (latentPx * leastLatentsAcross),
  );
  const side = Math.ceil(Math.max(Math.min(nativeSide, roomy), longest + 2 * margin));
  const width = Math.min(side, picture.width);
  const height = Math.min(side, picture.height);
  // A square that lies in the picture is better than a wider context with unknown pixels above and below.
  return {
    width: Math.max(needed.width, Math.min(width, Math.max(height, needed.height))),
    height: Math.max(needed.height, Math.min(height, Math.max(width, needed.width))),
  };
}

/** Centers a span on `center` and shifts it into the picture; a span longer than the picture lies evenly around it. */
function placeAxis<A extends 'x' | 'y'>(axis: A, center: number, span: number, available: number) {
  const start =
    span >= available
      ? Math.floor((available - span) / 2)
      : Math.min(Math.max(0, Math.round(center - span / 2)), available - span);
  return (axis === 'x' ? { x: start, width: span } : { y: start, height: span }) as A extends 'x'
    ? { x: number; width: number }
    : { y: number; height: number };
}
