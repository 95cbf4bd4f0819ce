import { AppError } from '../../../protocol/errors.ts';
import { plainSource } from '../../diffusion/plain-source.ts';
import type { DiffusionPack } from '../../diffusion/ports.ts';
import { createTensor, type Tensor } from '../../diffusion/tensor.ts';
import { assemblePatch } from '../../imaging/composite.ts';
import { planCrop } from '../../imaging/crop-plan.ts';
import { createPlanar, type Mask } from '../../imaging/image.ts';
import { toModelRange, toRgba } from '../../imaging/image-tensor.ts';
import { toMask } from '../../imaging/mask.ts';
import { coverCells } from '../../imaging/model-mask.ts';
import { floorSize } from '../../imaging/model-size.ts';
import { intersectRects, type PictureRect, type Size, toCanvasRect, wholeOf } from '../../imaging/rect.ts';
import { readCrop, readPlanes, resizePlanar } from '../../imaging/resize.ts';
import { chooseBox } from './fill-area.ts';
import { type DecodedInputs, noPadding } from './fill-inputs.ts';
import type { RegionTask } from './fill-modes.ts';
import { sizesOf } from './loaded-model.ts';
import type { PaintPlan } from './paint-plan.ts';
import { maskTensor } from './plan-fill.ts';
import type { ResolvedRequest } from './resolve-request.ts';
import { selectRegion, unitePlain } from './select-region.ts';

/**
 * The plain pipeline of diffusers on the whole picture: resized to multiples of 8 by Lanczos, the mask cut at one half
 * and sampled by nearest, posteriors sampled, and the decoder's picture, opaque, as the patch over all of it.
 */
export function planPlainFill(
  request: ResolvedRequest,
  inputs: DecodedInputs,
  pack: DiffusionPack,
): PaintPlan {
  const { placement, padding = noPadding } = inputs;
  const { model, pixels } = readWhole(inputs, pack);
  const whole = wholeOf(placement.size);
  const mask = toPlane(choosePlainMask(request, inputs), placement.size, model);
  if (!mask.data.some((value) => value >= 0.5))
    throw new AppError('mask-empty', 'No mask pixel reaches one half.');
  const size = { heightPx: model.height, widthPx: model.width, strength: request.strength };
  return {
    source: plainSource(pack.info, { ...size, pixels, mask }),
    posterior: 'sample',
    pipeline: 'inpaint',
    featherPx: 0,
    warnings: [],
    isEnlarged: false,
    correct: (painted) => painted,
    finish: (painted) => ({
      image: toRgba(painted),
      patch: { ...whole, x: -padding.left, y: -padding.top },
      box: toCanvasRect(whole, placement),
    }),
  };
}

/** The mask layers' own alpha, as a person would hand it to diffusers; what only we can say is a selection like any other. */
function choosePlainMask(request: ResolvedRequest, inputs: DecodedInputs): Mask {
  const isPlain =
    request.mask === null && inputs.layers.every(({ role }) => role !== 'keep') && isOfMasks(request.task);
  return isPlain ? unitePlain(inputs) : toMask(selectBinary(request, inputs));
}

const isOfMasks = (task: ResolvedRequest['task']) => task !== 'expand' && task !== 'replace-background';

const selectBinary = (request: ResolvedRequest, inputs: DecodedInputs) =>
  selectRegion({ ...request, task: request.task as RegionTask }, inputs, 1).selection;

/**
 * `raw` on a crop: the same plain treatment of masks and latents, without growth, color match or fade, at the crop and
 * size that the recipe would choose; the patch is all of the crop that lies in the picture, opaque.
 */
export function planRawFill(request: ResolvedRequest, inputs: DecodedInputs, pack: DiffusionPack): PaintPlan {
  const { picture, placement, padding = noPadding } = inputs;
  const selection = selectBinary(request, inputs);
  const { crop, model } = planCrop({
    picture: placement.size,
    selection: selection.rect,
    reachPx: 0,
    context: request.context,
    box: chooseBox(request, inputs),
    sizes: sizesOf(pack),
    latentPx: pack.info.spatialFactor,
  });
  const known = readCrop(picture, crop, model);
  const rect = intersectRects<PictureRect>(crop, wholeOf(placement.size));
  const alpha: Mask = { rect, alpha: new Uint8Array(rect.width * rect.height).fill(255) };
  return {
    source: plainSource(pack.info, {
      heightPx: model.height,
      widthPx: model.width,
      strength: request.strength,
      pixels: createTensor([1, 3, model.height, model.width], toModelRange(known)),
      mask: maskTensor(coverCells(selection, crop, model), model),
    }),
    posterior: 'sample',
    pipeline: 'inpaint',
    featherPx: 0,
    warnings: [],
    isEnlarged: crop.width > model.width || crop.height > model.height,
    correct: (painted) => painted,
    finish: (painted, enlarged) => ({
      image: assemblePatch({ picture, crop, painted, enlarged, known, alpha }),
      patch: { ...rect, x: rect.x - padding.left, y: rect.y - padding.top },
      box: toCanvasRect(rect, placement),
    }),
  };
}

const plainResize = { filter: 'lanczos', likePillow: true } as const;

/** The whole picture at its size rounded down to what the model can paint, resized as Pillow does it. */
export function readWhole(
  { picture, placement }: DecodedInputs,
  pack: DiffusionPack,
): { model: Size; pixels: Tensor } {
  const model = floorSize(placement.size, pack.info.spatialFactor);
  const known = resizePlanar(readPlanes(picture), model, plainResize);
  return { model, pixels: createTensor([1, 3, model.height, model.width], toModelRange(known)) };
}

/** The mask in 0..1 on the model's pixels, resized as the picture is. */
function toPlane(mask: Mask, size: Size, model: Size): Tensor {
  const plane = createPlanar(size.width, size.height, 1);
  const { rect, alpha } = mask;
  for (let y = 0; y < rect.height; y++) {
    for (let x = 0; x < rect.width; x++) {
      plane.data[(rect.y + y) * size.width + rect.x + x] = alpha[y * rect.width + x]! / 255;
    }
  }
  const { data } = resizePlanar(plane, model, plainResize);
  return createTensor([1, 1, model.height, model.width], data);
}
