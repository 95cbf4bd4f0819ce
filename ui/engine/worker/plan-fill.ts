import type { DiffusionPack } from '../../diffusion/ports.ts';
import { createTensor, type Tensor } from '../../diffusion/tensor.ts';
import { continueBorder } from '../../imaging/continue-border.ts';
import { createPlanar, type PlanarImage } from '../../imaging/image.ts';
import { toModelRange } from '../../imaging/image-tensor.ts';
import { growByOne, poolToLatents } from '../../imaging/model-mask.ts';
import { prefillMasked } from '../../imaging/prefill.ts';
import type { Size } from '../../imaging/rect.ts';
import { type AreaRequest, type FillArea, type FillEye, planArea } from './fill-area.ts';
import type { DecodedInputs } from './fill-inputs.ts';
import type { FillMode } from './fill-modes.ts';
import { countLevels, latentStrengthOf } from './latent-strength.ts';
import { sizesOf } from './loaded-model.ts';
import type { PaintPlan } from './paint-plan.ts';
import type { ResolvedRequest } from './resolve-request.ts';
import { warnOfFill } from './warn-of-fill.ts';

/** As wide as the autoencoder smears a rim. */
const holeGrowthPx = 2;

/** How a pack that paints from prompts looks at a picture. */
export function eyeOfPack(request: ResolvedRequest, pack: DiffusionPack): FillEye {
  return {
    sizes: sizesOf(pack),
    latentPx: pack.info.spatialFactor,
    holeGrowthPx,
    levels: countLevels(request),
  };
}

/** Plans a fill by the recipe: crop around the selection, model's size, mask in latents, color match, patch. */
export function planFill(request: ResolvedRequest, inputs: DecodedInputs, pack: DiffusionPack): PaintPlan {
  const area = planArea(request as ResolvedRequest & AreaRequest, inputs, eyeOfPack(request, pack));
  const { featherPx, isEnlarged, correct, finish, known, hole, crop } = area;
  return {
    source: describeSource(request, pack, area),
    posterior: 'mean',
    pipeline: 'inpaint',
    featherPx,
    warnings: warnOfFill(request, pack, inputs, area),
    isEnlarged,
    correct,
    finish,
    surroundings: { known, hole },
    refine: {
      crop,
      picture: inputs.picture,
      size: inputs.placement.size,
      selection: area.selection,
      mode: area.mode,
      membrane: request.membrane,
    },
  };
}

/**
 * Both masks are binary: 1 = repaint; strengths that differ come beside them. What a 4-channel pack sees of the selection
 * is the mode's pre-fill, or what is there where some of it is to stay.
 */
function describeSource(request: ResolvedRequest, pack: DiffusionPack, area: FillArea): PaintPlan['source'] {
  const { known, hole, model, mode, region } = area;
  const factor = pack.info.spatialFactor;
  const latent = { width: model.width / factor, height: model.height / factor };
  const isInpaintModel = pack.info.unetChannels > pack.info.latentChannels;
  const pooled = poolToLatents(hole, model, factor);
  const strength = request.strength * region.share;
  // Below full strength the loop starts from what was there; at full strength it must not shine through.
  const isForgotten = strength === 1 && region.strength === null && !isInpaintModel;
  const isHidden = mode.hides === 'always' || (mode.hides === 'at-full' && isForgotten);
  const shown = isHidden ? prefill(mode, known, hole) : known;
  return {
    heightPx: model.height,
    widthPx: model.width,
    pixels: createTensor([1, 3, model.height, model.width], toModelRange(shown)),
    pixelMask: maskTensor(hole, model),
    // A 9-channel model was shown pooled masks in training; latent blending needs a margin for the encoder's reach.
    latentMask: maskTensor(isInpaintModel ? pooled : growByOne(pooled, latent), latent),
    latentStrength: region.strength && latentStrengthOf(region.strength, area, factor),
    strength,
  };
}

function prefill({ prefill: kind }: FillMode, known: PlanarImage, hole: Uint8Array): PlanarImage {
  switch (kind) {
    case 'none':
      return known;
    case 'surroundings':
      return prefillMasked(known, hole);
    case 'border':
      return continueBorder(known, hole);
    case 'neutral': {
      const gray = createPlanar(known.width, known.height, known.channels);
      const pixels = known.width * known.height;
      for (let i = 0; i < gray.data.length; i++) gray.data[i] = hole[i % pixels] === 0 ? known.data[i]! : 0.5;
      return gray;
    }
  }
}

export function maskTensor(cells: Uint8Array, size: Size): Tensor {
  return createTensor([1, 1, size.height, size.width], Float32Array.from(cells));
}
