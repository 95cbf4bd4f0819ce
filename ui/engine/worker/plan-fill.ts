import type { DiffusionPack } from '../../diffusion/ports.ts';
import { createTensor, type Tensor } from '../../diffusion/tensor.ts';
import { toModelRange } from '../../imaging/image-tensor.ts';
import { growByOne, poolToLatents } from '../../imaging/model-mask.ts';
import { prefillMasked } from '../../imaging/prefill.ts';
import type { Size } from '../../imaging/rect.ts';
import { type FillArea, planArea } from './fill-area.ts';
import type { DecodedInputs } from './fill-inputs.ts';
import { sizesOf } from './loaded-model.ts';
import type { PaintPlan } from './paint-plan.ts';
import type { ResolvedRequest } from './resolve-request.ts';

/** As wide as the autoencoder smears a rim. */
const holeGrowthPx = 2;

/** Loops this short cannot follow a mask finer than latent pixels. */
const fewSteps = 8;

/** Plans a fill by the recipe: crop around the selection, model's size, mask in latents, color match, patch. */
export function planFill(request: ResolvedRequest, inputs: DecodedInputs, pack: DiffusionPack): PaintPlan {
  const eye = { sizes: sizesOf(pack), latentPx: pack.info.spatialFactor, holeGrowthPx };
  const area = planArea(request, inputs, eye);
  const { featherPx, isEnlarged, correct, finish } = area;
  return {
    source: describeSource(request, pack, area),
    posterior: 'mean',
    pipeline: 'inpaint',
    featherPx,
    warnings: warn(request, pack, area),
    isEnlarged,
    correct,
    finish,
  };
}

/** Both masks are binary: 1 = repaint. What a 4-channel pack sees of the selection is its blurred surroundings. */
function describeSource(
  request: ResolvedRequest,
  pack: DiffusionPack,
  { known, hole, model }: FillArea,
): PaintPlan['source'] {
  const factor = pack.info.spatialFactor;
  const latent = { width: model.width / factor, height: model.height / factor };
  const isInpaintModel = pack.info.unetChannels > pack.info.latentChannels;
  const pooled = poolToLatents(hole, model, factor);
  // Below full strength the loop starts from what was there; at full strength it must not shine through, and what is to
  // be removed never.
  const isHidden = request.task === 'remove' || (request.strength === 1 && !isInpaintModel);
  const shown = isHidden ? prefillMasked(known, hole) : known;
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

function warn(request: ResolvedRequest, pack: DiffusionPack, { selection, crop, model }: FillArea): string[] {
  const warnings: string[] = [];
  const factor = pack.info.spatialFactor;
  const side = (Math.max(selection.rect.width, selection.rect.height) * model.width) / crop.width;
  if (side < 2 * factor) warnings.push('small-mask');
  const isBlended = pack.info.unetChannels === pack.info.latentChannels;
  if (isBlended && (request.steps ?? pack.info.defaults.steps) <= fewSteps) warnings.push('few-step-mask');
  return warnings;
}
