import { plainSource } from '../../diffusion/plain-source.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import { createTensor } from '../../diffusion/tensor.ts';
import { assemblePatch } from '../../imaging/composite.ts';
import { planCrop } from '../../imaging/crop-plan.ts';
import type { Mask } from '../../imaging/image.ts';
import { toModelRange, toRgba } from '../../imaging/image-tensor.ts';
import { toCanvasRect, wholeOf } from '../../imaging/rect.ts';
import { readCrop } from '../../imaging/resize.ts';
import type { DecodedInputs } from './fill-inputs.ts';
import { sizesOf } from './loaded-model.ts';
import type { PaintPlan } from './paint-plan.ts';
import { readWhole } from './plan-raw-fill.ts';
import type { ResolvedRequest } from './resolve-request.ts';

/** The image-to-image pipeline of diffusers: the whole picture at multiples of 8, and the decoder's answer as it is. */
export function planPlainVary(
  request: ResolvedRequest,
  inputs: DecodedInputs,
  pack: DiffusionPack,
): PaintPlan {
  const { placement } = inputs;
  const { model, pixels } = readWhole(inputs, pack);
  const whole = wholeOf(placement.size);
  return {
    source: plainSource(pack.info, {
      heightPx: model.height,
      widthPx: model.width,
      strength: request.strength,
      pixels,
      mask: null,
    }),
    posterior: 'sample',
    pipeline: 'image-to-image',
    featherPx: 0,
    warnings: [],
    isEnlarged: false,
    correct: (painted) => painted,
    finish: (painted) => ({ image: toRgba(painted), patch: whole, box: toCanvasRect(whole, placement) }),
  };
}

/**
 * Another picture of what the frame shows: all of it at the model's size, noised by the request's strength and painted
 * again, and brought back to the picture's own pixels and outline.
 */
export function planVary(request: ResolvedRequest, inputs: DecodedInputs, pack: DiffusionPack): PaintPlan {
  const { picture, placement, isCutOut = false } = inputs;
  const whole = wholeOf(placement.size);
  const { crop, model } = planCrop({
    picture: placement.size,
    selection: whole,
    reachPx: 0,
    context: 'whole',
    sizes: sizesOf(pack),
    latentPx: pack.info.spatialFactor,
  });
  const known = readCrop(picture, crop, model);
  const alpha: Mask = { rect: whole, alpha: new Uint8Array(whole.width * whole.height).fill(255) };
  return {
    source: {
      heightPx: model.height,
      widthPx: model.width,
      pixels: createTensor([1, 3, model.height, model.width], toModelRange(known)),
      pixelMask: null,
      latentMask: null,
      strength: request.strength,
    },
    posterior: 'mean',
    pipeline: 'image-to-image',
    featherPx: 0,
    warnings: [],
    isEnlarged: crop.width > model.width || crop.height > model.height,
    correct: (painted) => painted,
    finish: (painted, enlarged) => ({
      image: assemblePatch({ picture, crop, painted, enlarged, known, alpha, isCutOut }),
      patch: whole,
      box: toCanvasRect(whole, placement),
    }),
  };
}
