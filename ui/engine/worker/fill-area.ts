import type { GenerationRequest } from '../../../protocol/generation.ts';
import { matchColor } from '../../imaging/color-match.ts';
import { assemblePatch } from '../../imaging/composite.ts';
import { planCrop } from '../../imaging/crop-plan.ts';
import { chooseFeatherPx, featherSelection, trimMask } from '../../imaging/feather.ts';
import type { PlanarImage, Selection } from '../../imaging/image.ts';
import { coverCells, dilateCells, markOutside } from '../../imaging/model-mask.ts';
import type { ModelSizes } from '../../imaging/model-size.ts';
import { type PictureRect, type Size, toCanvasRect } from '../../imaging/rect.ts';
import { readCrop } from '../../imaging/resize.ts';
import { markRing } from '../../imaging/ring.ts';
import { type DecodedInputs, unitePlaced } from './fill-inputs.ts';
import type { PaintPlan } from './paint-plan.ts';

/** How the network that repaints looks at a picture. */
export type FillEye = {
  sizes: ModelSizes;
  /** Pixels of its picture to a side of one latent; 1 where it has none. */
  latentPx: number;
  /** Its pixels by which the part that it repaints is wider than the selection, so that no rim stays in view. */
  holeGrowthPx: number;
};

/** What is repainted, as the network sees it, and how its picture is brought back into the person's. */
export type FillArea = Pick<PaintPlan, 'featherPx' | 'isEnlarged' | 'correct' | 'finish'> & {
  selection: Selection;
  crop: PictureRect;
  model: Size;
  /** The crop at the model's size, 0..1. */
  known: PlanarImage;
  /** Per pixel of the model's picture: 1 where to repaint, also where nothing is known. */
  hole: Uint8Array;
};

/**
 * Plans what every fill has in common, whatever paints it: a crop around the selection at the network's size, the hole
 * in it, colors matched on a ring, and a patch that is opaque on the selection and ends with its fade.
 */
export function planArea(
  { edge, context }: Pick<GenerationRequest, 'edge' | 'context'>,
  inputs: DecodedInputs,
  { sizes, latentPx, holeGrowthPx }: FillEye,
): FillArea {
  const { picture, placement, isCutOut = false } = inputs;
  const { selection } = unitePlaced(inputs, isCutOut ? picture : null);
  const featherPx = edge === 'blend' ? chooseFeatherPx(selection) : 0;
  const { crop, model } = planCrop({
    picture: placement.size,
    selection: selection.rect,
    reachPx: featherPx,
    context,
    sizes,
    latentPx,
  });
  const known = readCrop(picture, crop, model);
  const cells = coverCells(selection, crop, model);
  const hole = dilateCells(cells, model, holeGrowthPx);
  markOutside(hole, model, crop, placement.size);
  const alpha = trimMask(featherSelection(selection, featherPx, placement.size));
  const ring = chooseRing(cells, hole, crop, model);

  return {
    selection,
    crop,
    model,
    known,
    hole,
    featherPx,
    isEnlarged: crop.width > model.width || crop.height > model.height,
    correct: (painted) => matchColor(painted, known, ring),
    finish(painted, enlarged) {
      const image = assemblePatch({ picture, crop, painted, enlarged, known, alpha, isCutOut });
      return { image, patch: alpha.rect, box: toCanvasRect(alpha.rect, placement) };
    },
  };
}

/** Known pixels around the selection, 4 to 24 picture pixels away or, where the model is coarser, 1 to 6 of its own. */
function chooseRing(cells: Uint8Array, hole: Uint8Array, crop: PictureRect, model: Size): Uint8Array {
  const picturePx = crop.width / model.width;
  return markRing(cells, model, Math.max(1, 4 / picturePx), Math.max(6, 24 / picturePx), hole);
}
