import type { GenerationInputs, MaskPreview } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import { createPlanar, type Mask } from '../../imaging/image.ts';
import type { PictureRect, Size } from '../../imaging/rect.ts';
import { resizePlanar } from '../../imaging/resize.ts';
import { quantizeStrength } from '../../imaging/soft-mask.ts';
import { type AreaRequest, type FillArea, type FillEye, planArea } from './fill-area.ts';
import { decodeInputs, noPadding } from './fill-inputs.ts';
import type { LoadedModel } from './loaded-model.ts';
import { eyeOfPack } from './plan-fill.ts';
import { eyeOfEraser } from './plan-remove.ts';
import { resolveRequest } from './resolve-request.ts';

/** As much as a panel can show of it. */
const longestSidePx = 640;

/**
 * What a job would repaint, planned by the very functions that it runs, and drawn small. Throws `request-invalid` for a
 * task without a region, and whatever would keep the job from running.
 */
export async function previewMask(
  request: GenerationRequest,
  inputs: GenerationInputs,
  model: LoadedModel,
): Promise<MaskPreview> {
  const { task } = request;
  if (task === 'generate' || task === 'vary')
    throw new AppError('request-invalid', `${task} repaints no region.`);
  const decoded = await decodeInputs(inputs, { ...request, task });
  const eye = chooseEye(request, model);
  const area = planArea({ ...request, task } satisfies AreaRequest, decoded, eye);
  const { padding = noPadding, placement } = decoded;
  const size = fitInto(placement.size);
  const isDifferent = area.region.strength !== null;
  const back = (rect: PictureRect) => ({ ...rect, x: rect.x - padding.left, y: rect.y - padding.top });
  return {
    size,
    area: back({ x: 0, y: 0, ...placement.size }),
    strength: drawStrength(area, placement.size, size, eye.levels),
    hole: drawHole(area, placement.size, size),
    alpha: drawMask(area.alpha, placement.size, size),
    context: back(area.crop),
    model: area.model,
    featherPx: area.featherPx,
    levels: isDifferent ? eye.levels : 1,
  };
}

function chooseEye(request: GenerationRequest, model: LoadedModel): FillEye {
  if (model.kind === 'eraser') return eyeOfEraser(model.eraser, request.edge === 'raw');
  return eyeOfPack(resolveRequest(request, model.pack.info), model.pack);
}

function fitInto({ width, height }: Size): Size {
  const scale = Math.min(1, longestSidePx / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The share of the strength that each pixel has, in the steps that the loop can tell apart. */
function drawStrength(
  { region, selection }: FillArea,
  picture: Size,
  size: Size,
  levels: number,
): Uint8Array {
  const { strength, share } = region;
  const inside = drawMask({ rect: selection.rect, alpha: selection.inside }, picture, size, 255);
  if (strength === null) return inside.map((value) => Math.round(value * share));
  const drawn = drawMask(strength, picture, size);
  return drawn.map((value, i) => {
    return inside[i]! >= 128 ? Math.round(255 * quantizeStrength(value / 255, levels)) : 0;
  });
}

/** A mask of the picture at the preview's size, by area; `unit` is what its values count. */
function drawMask({ rect, alpha }: Mask, picture: Size, size: Size, unit = 1): Uint8Array {
  const plane = createPlanar(picture.width, picture.height, 1);
  for (let y = 0; y < rect.height; y++) {
    const to = (rect.y + y) * picture.width + rect.x;
    for (let x = 0; x < rect.width; x++) plane.data[to + x] = alpha[y * rect.width + x]! * unit;
  }
  const { data } = resizePlanar(plane, size, { filter: 'area' });
  return Uint8Array.from(data, (value) => Math.min(255, Math.max(0, Math.round(value))));
}

/** The model's own pixels that it repaints, laid back over the picture. */
function drawHole({ hole, crop, model }: FillArea, picture: Size, size: Size): Uint8Array {
  const drawn = new Uint8Array(size.width * size.height);
  for (let y = 0; y < size.height; y++) {
    const inPicture = ((y + 0.5) * picture.height) / size.height;
    const row = Math.floor(((inPicture - crop.y) * model.height) / crop.height);
    if (row < 0 || row >= model.height) continue;
    for (let x = 0; x < size.width; x++) {
      const across = ((x + 0.5) * picture.width) / size.width;
      const column = Math.floor(((across - crop.x) * model.width) / crop.width);
      if (column < 0 || column >= model.width) continue;
      drawn[y * size.width + x] = hole[row * model.width + column]! * 255;
    }
  }
  return drawn;
}
