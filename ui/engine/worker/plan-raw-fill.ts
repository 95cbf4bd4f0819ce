import { AppError } from '../../../protocol/errors.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import { createTensor } from '../../diffusion/tensor.ts';
import { assemblePatch } from '../../imaging/composite.ts';
import { planCrop } from '../../imaging/crop-plan.ts';
import { createPlanar, type Mask } from '../../imaging/image.ts';
import { toModelRange, toRgba } from '../../imaging/image-tensor.ts';
import { coverCells, sampleToLatents } from '../../imaging/model-mask.ts';
import { floorSize } from '../../imaging/model-size.ts';
import { intersectRects, type PictureRect, type Size, toCanvasRect, wholeOf } from '../../imaging/rect.ts';
import { readCrop, resizePlanar } from '../../imaging/resize.ts';
import { type DecodedInputs, unitePlaced } from './fill-inputs.ts';
import { sizesOf } from './loaded-model.ts';
import type { PaintPlan } from './paint-plan.ts';
import { maskTensor } from './plan-fill.ts';

/**
 * The plain pipeline of diffusers on the whole picture: resized to multiples of 8 by Lanczos, the mask cut at one half
 * and sampled by nearest, posteriors sampled, and the decoder's picture, opaque, as the patch over all of it.
 */
export function planPlainFill(
  request: GenerationRequest,
  inputs: DecodedInputs,
  pack: DiffusionPack,
): PaintPlan {
  const { picture, placement } = inputs;
  const { mask } = unitePlaced(inputs);
  const model = floorSize(placement.size, pack.info.spatialFactor);
  const whole = wholeOf(placement.size);
  const options = { filter: 'lanczos', likePillow: true } as const;
  const cells = cutAtHalf(mask, placement.size, model);
  if (!cells.includes(1)) throw new AppError('mask-empty', 'No mask pixel reaches one half.');
  const known = readCrop(picture, whole, model, sameSize(placement.size, model) ? {} : options);
  return {
    source: {
      ...sourceOf(cells, model, pack, toModelRange(known)),
      strength: request.strength,
    },
    posterior: 'sample',
    pipeline: 'inpaint',
    featherPx: 0,
    warnings: [],
    isEnlarged: false,
    correct: (painted) => painted,
    finish: (painted) => ({ image: toRgba(painted), patch: whole, box: toCanvasRect(whole, placement) }),
  };
}

/**
 * `raw` on a crop: the same plain treatment of masks and latents, without growth, color match or fade, at the crop and
 * size that the recipe would choose; the patch is all of the crop that lies in the picture, opaque.
 */
export function planRawFill(
  request: GenerationRequest,
  inputs: DecodedInputs,
  pack: DiffusionPack,
): PaintPlan {
  const { picture, placement } = inputs;
  const { selection } = unitePlaced(inputs);
  const { crop, model } = planCrop({
    picture: placement.size,
    selection: selection.rect,
    reachPx: 0,
    context: request.context,
    sizes: sizesOf(pack),
  });
  const known = readCrop(picture, crop, model);
  const rect = intersectRects<PictureRect>(crop, wholeOf(placement.size));
  const alpha: Mask = { rect, alpha: new Uint8Array(rect.width * rect.height).fill(255) };
  return {
    source: {
      ...sourceOf(coverCells(selection, crop, model), model, pack, toModelRange(known)),
      strength: request.strength,
    },
    posterior: 'sample',
    pipeline: 'inpaint',
    featherPx: 0,
    warnings: [],
    isEnlarged: crop.width > model.width || crop.height > model.height,
    correct: (painted) => painted,
    finish: (painted, enlarged) => ({
      image: assemblePatch({ picture, crop, painted, enlarged, known, alpha }),
      patch: rect,
      box: toCanvasRect(rect, placement),
    }),
  };
}

function sourceOf(cells: Uint8Array, model: Size, pack: DiffusionPack, pixels: Float32Array) {
  const factor = pack.info.spatialFactor;
  const latent = { width: model.width / factor, height: model.height / factor };
  return {
    heightPx: model.height,
    widthPx: model.width,
    pixels: createTensor([1, 3, model.height, model.width], pixels),
    pixelMask: maskTensor(cells, model),
    latentMask: maskTensor(sampleToLatents(cells, model, factor), latent),
  };
}

const sameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height;

/** The mask on the model's pixels, resized as the picture is: 1 from one half on. */
function cutAtHalf(mask: Mask, size: Size, model: Size): Uint8Array {
  const plane = createPlanar(size.width, size.height, 1);
  const { rect, alpha } = mask;
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      plane.data[(rect.y + y) * size.width + rect.x + x] = alpha[y * rect.width + x]! / 255;
    }
  }
  const resized = sameSize(size, model)
    ? plane
    : resizePlanar(plane, model, { filter: 'lanczos', likePillow: true });
  return Uint8Array.from(resized.data, (value) => (value < 0.5 ? 0 : 1));
}
