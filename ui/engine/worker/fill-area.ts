import type { GenerationRequest } from '../../../protocol/generation.ts';
import { matchColor } from '../../imaging/color-match.ts';
import { assemblePatch } from '../../imaging/composite.ts';
import { continueBorder } from '../../imaging/continue-border.ts';
import { planCrop } from '../../imaging/crop-plan.ts';
import { chooseFadePx } from '../../imaging/fade-width.ts';
import { featherSelection, trimMask } from '../../imaging/feather.ts';
import type { Mask, PlanarImage, RgbaImage, Selection } from '../../imaging/image.ts';
import { blendMembrane } from '../../imaging/membrane.ts';
import { coverCells, dilateCells, markOutside } from '../../imaging/model-mask.ts';
import type { ModelSizes } from '../../imaging/model-size.ts';
import { type PictureRect, type Size, toCanvasRect, toPictureRect } from '../../imaging/rect.ts';
import { readCrop } from '../../imaging/resize.ts';
import { markRing } from '../../imaging/ring.ts';
import { type DecodedInputs, noPadding } from './fill-inputs.ts';
import { type FillMode, fillModes, type RegionTask } from './fill-modes.ts';
import type { PaintPlan } from './paint-plan.ts';
import { type Region, selectRegion } from './select-region.ts';

/** How the network that repaints looks at a picture. */
export type FillEye = {
  sizes: ModelSizes;
  /** Pixels of its picture to a side of one latent; 1 where it has none. */
  latentPx: number;
  /** Its pixels by which the part that it repaints is wider than the selection, so that no rim stays in view. */
  holeGrowthPx: number;
  /** Strengths that its loop can tell apart from place to place; 1 where a mask is all or nothing. */
  levels: number;
};

/** What of a request says where and how a region is repainted. */
export type AreaRequest = Pick<GenerationRequest, 'edge' | 'context' | 'contextBox' | 'mask' | 'membrane'> & {
  task: RegionTask;
};

/** What is repainted, as the network sees it, and how its picture is brought back into the person's. */
export type FillArea = Pick<PaintPlan, 'featherPx' | 'isEnlarged' | 'correct' | 'finish'> & {
  mode: FillMode;
  region: Region;
  selection: Selection;
  crop: PictureRect;
  model: Size;
  /** The crop at the model's size, 0..1. */
  known: PlanarImage;
  /** Per pixel of the model's picture: 1 where to repaint, also where nothing is known. */
  hole: Uint8Array;
  /** Alpha of the patch in the picture. */
  alpha: Mask;
};

/**
 * Plans what every fill has in common, whatever paints it: a crop around the selection at the network's size, the hole
 * in it, colors matched on a ring, and a patch that is opaque on the selection and ends with its fade.
 */
export function planArea(request: AreaRequest, inputs: DecodedInputs, eye: FillEye): FillArea {
  const { picture, placement, isCutOut = false, padding = noPadding } = inputs;
  const mode = fillModes[request.task];
  const region = selectRegion(request, inputs, eye.levels);
  const { selection } = region;
  const featherPx = request.edge === 'blend' ? chooseFadePx(mode.feather, selection.rect) : 0;
  const { crop, model } = planCrop({
    picture: placement.size,
    selection: selection.rect,
    reachPx: featherPx,
    context: request.context,
    box: chooseBox(request, inputs),
    sizes: eye.sizes,
    latentPx: eye.latentPx,
  });
  const cells = coverCells(selection, crop, model);
  const known = readKnown(picture, crop, model, mode, cells);
  const hole = dilateCells(cells, model, eye.holeGrowthPx);
  markOutside(hole, model, crop, placement.size);
  const alpha = trimMask(featherSelection(selection, featherPx, placement.size));
  const ring = chooseRing(cells, hole, crop, model);

  return {
    mode,
    region,
    selection,
    crop,
    model,
    known,
    hole,
    alpha,
    featherPx,
    isEnlarged: crop.width > model.width || crop.height > model.height,
    correct(painted) {
      const matched = matchColor(painted, known, ring);
      return request.membrane ? blendMembrane(matched, known, hole) : matched;
    },
    finish(painted, enlarged) {
      const image = assemblePatch({ picture, crop, painted, enlarged, known, alpha, isCutOut });
      const { rect } = alpha;
      // A patch is told in the pixels of the picture that the person has, which an expansion begins left of and above.
      const patch = { ...rect, x: rect.x - padding.left, y: rect.y - padding.top };
      return { image, patch, box: toCanvasRect(rect, placement) };
    },
  };
}

/**
 * What the network sees of the picture. Where a picture ends, a pixel of the network's holds some of it and some of
 * nothing, which is no color: there the border goes on.
 */
export function readKnown(
  picture: RgbaImage,
  crop: PictureRect,
  size: Size,
  { selects }: FillMode,
  cells: Uint8Array,
): PlanarImage {
  const known = readCrop(picture, crop, size);
  return selects === 'empty' ? continueBorder(known, cells) : known;
}

/** What a person wants the model to see: their own box, else that of a layer; null leaves it to the request's context. */
export function chooseBox(
  { contextBox }: Pick<AreaRequest, 'contextBox'>,
  inputs: DecodedInputs,
): PictureRect | null {
  const { placement, context, padding = noPadding } = inputs;
  if (contextBox !== null)
    return { ...contextBox, x: contextBox.x + padding.left, y: contextBox.y + padding.top };
  return context === undefined ? null : toPictureRect(context, placement);
}

/** Known pixels around the selection, 4 to 24 picture pixels away or, where the model is coarser, 1 to 6 of its own. */
export function chooseRing(cells: Uint8Array, hole: Uint8Array, crop: PictureRect, model: Size): Uint8Array {
  const picturePx = crop.width / model.width;
  return markRing(cells, model, Math.max(1, 4 / picturePx), Math.max(6, 24 / picturePx), hole);
}
