import type { DiffusionPack } from '../../diffusion/ports.ts';
import { createTensor, type Tensor } from '../../diffusion/tensor.ts';
import { matchColor } from '../../imaging/color-match.ts';
import { assemblePatch } from '../../imaging/composite.ts';
import { planCrop } from '../../imaging/crop-plan.ts';
import { chooseFeatherPx, featherSelection, trimMask } from '../../imaging/feather.ts';
import type { PlanarImage, Selection } from '../../imaging/image.ts';
import { toModelRange } from '../../imaging/image-tensor.ts';
import { coverCells, dilateCells, growByOne, markOutside, poolToLatents } from '../../imaging/model-mask.ts';
import { prefillMasked } from '../../imaging/prefill.ts';
import { type PictureRect, type Size, toCanvasRect } from '../../imaging/rect.ts';
import { readCrop } from '../../imaging/resize.ts';
import { markRing } from '../../imaging/ring.ts';
import { type DecodedInputs, unitePlaced } from './fill-inputs.ts';
import { sizesOf } from './loaded-model.ts';
import type { PaintPlan } from './paint-plan.ts';
import type { ResolvedRequest } from './resolve-request.ts';

/** Model pixels by which the part that the model repaints is wider than the selection, so that no rim stays in view. */
const holeGrowthPx = 2;

/** Loops this short cannot follow a mask finer than latent pixels. */
const fewSteps = 8;

/** Plans a fill by the recipe: crop around the selection, model's size, mask in latents, color match, patch. */
export function planFill(request: ResolvedRequest, inputs: DecodedInputs, pack: DiffusionPack): PaintPlan {
  const { picture, placement, isCutOut = false } = inputs;
  const { selection } = unitePlaced(inputs, isCutOut ? picture : null);
  const featherPx = request.edge === 'blend' ? chooseFeatherPx(selection) : 0;
  const { crop, model } = planCrop({
    picture: placement.size,
    selection: selection.rect,
    reachPx: featherPx,
    context: request.context,
    sizes: sizesOf(pack),
    latentPx: pack.info.spatialFactor,
  });
  const known = readCrop(picture, crop, model);
  const cells = coverCells(selection, crop, model);
  const hole = dilateCells(cells, model, holeGrowthPx);
  markOutside(hole, model, crop, placement.size);
  const alpha = trimMask(featherSelection(selection, featherPx, placement.size));
  const ring = chooseRing(cells, hole, crop, model);

  return {
    source: describeSource(request, pack, known, hole, model),
    posterior: 'mean',
    pipeline: 'inpaint',
    featherPx,
    warnings: warn(request, pack, selection, crop, model),
    isEnlarged: crop.width > model.width || crop.height > model.height,
    correct: (painted) => matchColor(painted, known, ring),
    finish(painted, enlarged) {
      const image = assemblePatch({ picture, crop, painted, enlarged, known, alpha, isCutOut });
      return { image, patch: alpha.rect, box: toCanvasRect(alpha.rect, placement) };
    },
  };
}

/** Both masks are binary: 1 = repaint. What a 4-channel pack sees of the selection is its blurred surroundings. */
function describeSource(
  request: ResolvedRequest,
  pack: DiffusionPack,
  known: PlanarImage,
  hole: Uint8Array,
  model: Size,
): PaintPlan['source'] {
  const factor = pack.info.spatialFactor;
  const latent = { width: model.width / factor, height: model.height / factor };
  const isInpaintModel = pack.info.unetChannels > pack.info.latentChannels;
  const pooled = poolToLatents(hole, model, factor);
  // Below full strength the loop starts from what was there; at full strength it must not shine through.
  const shown = request.strength === 1 && !isInpaintModel ? prefillMasked(known, hole) : known;
  return {
    heightPx: model.height,
    widthPx: model.width,
    pixels: createTensor([1, 3, model.height, model.width], toModelRange(shown)),
    pixelMask: maskTensor(hole, model),
    // A 9-channel model was shown pooled masks in training; latent blending needs a margin for the encoder's reach.
    latentMask: maskTensor(isInpaintModel ? pooled : growByOne(pooled, latent), latent),
    strength: request.strength,
  };
}

export function maskTensor(cells: Uint8Array, size: Size): Tensor {
  return createTensor([1, 1, size.height, size.width], Float32Array.from(cells));
}

/** Known pixels around the selection, 4 to 24 picture pixels away or, where the model is coarser, 1 to 6 of its own. */
function chooseRing(cells: Uint8Array, hole: Uint8Array, crop: PictureRect, model: Size): Uint8Array {
  const picturePx = crop.width / model.width;
  return markRing(cells, model, Math.max(1, 4 / picturePx), Math.max(6, 24 / picturePx), hole);
}

function warn(
  request: ResolvedRequest,
  pack: DiffusionPack,
  selection: Selection,
  crop: PictureRect,
  model: Size,
): string[] {
  const warnings: string[] = [];
  const factor = pack.info.spatialFactor;
  const side = (Math.max(selection.rect.width, selection.rect.height) * model.width) / crop.width;
  if (side < 2 * factor) warnings.push('small-mask');
  const isBlended = pack.info.unetChannels === pack.info.latentChannels;
  if (isBlended && (request.steps ?? pack.info.defaults.steps) <= fewSteps) warnings.push('few-step-mask');
  return warnings;
}
