import type { ModelInfo, ModelSizing } from '../../../protocol/engine-contract.ts';
import { type GenerationRequest, limits } from '../../../protocol/generation.ts';
import type { PictureRect, Size } from '../../../protocol/geometry.ts';
import { planCrop } from '../../imaging/crop-plan.ts';
import { chooseFadePx, narrowFade, wideFade } from '../../imaging/fade-width.ts';
import { floorSize, type ModelSizes, planFrame } from '../../imaging/model-size.ts';
import { isEmptyRect, toPictureRect, wholeOf } from '../../imaging/rect.ts';
import { isEraser } from './choose-model.ts';
import { grownSize, pictureSize } from './expansion.ts';
import { boundRegion } from './foresee-region.ts';
import { contextOf, isRegional } from './mask-roles.ts';
import type { Destination } from './plan.ts';

/**
 * The sizes of a run, in pixels. `painted`: a picture of `size` is made, and the model paints it at `model`. `seen`: the
 * model sees `size` of the picture that is there, brought to `model`.
 */
export type Foreseen = { kind: 'painted' | 'seen'; size: Size; model: Size };

/** What of a request its sizes depend on. */
export type SizedRequest = Pick<
  GenerationRequest,
  'task' | 'size' | 'context' | 'contextBox' | 'mask' | 'paddingPx' | 'edge'
>;

type Model = Pick<ModelInfo, 'tasks' | 'sizing'>;
type Patch = Extract<Destination, { kind: 'patch' }>;

/**
 * The sizes that the engine would plan for a request, by the same planners. Null where they depend on what only the
 * pixels tell: which part of a frame is empty, or which window of a very large layer is read.
 */
export function foresee(request: SizedRequest, destination: Destination, model: Model): Foreseen | null {
  const { sizing } = model;
  if (sizing === undefined) return null;
  if (destination.kind !== 'patch') return foreseeFrame(request, sizing);
  return foreseePatch(request, destination, sizing, isEraser(model));
}

function foreseeFrame({ size, context, edge }: SizedRequest, sizing: ModelSizing): Foreseen | null {
  if (context === 'whole' && edge === 'raw') {
    const plain = floorSize(rounded(size), sizing.latentPx);
    return { kind: 'painted', size: plain, model: plain };
  }
  const { model, size: made } = planFrame(size, sizesOf(sizing), sizing.upscale ?? 1);
  // How far an upscaler reaches that nobody has tried is not known; no picture is larger than its frame.
  const isReached = size.width <= model.width && size.height <= model.height;
  return sizing.upscale === null && !isReached ? null : { kind: 'painted', size: made, model };
}

function foreseePatch(
  request: SizedRequest,
  { target, masks }: Patch,
  sizing: ModelSizing,
  erases: boolean,
): Foreseen | null {
  const { task, edge, context, contextBox } = request;
  const before = pictureSize(target);
  const isEmptyPartly = task === 'expand' && target.isExpandable;
  if (Math.max(before.width, before.height) > limits.sidePx.max || isEmptyPartly) return null;
  const padding = (task === 'expand' ? request.paddingPx : null) ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const picture = grownSize(before, padding);
  if (edge === 'raw' && context === 'whole' && !erases)
    return { kind: 'seen', size: picture, model: floorSize(picture, sizing.latentPx) };

  const placement = { size: before, box: target.box };
  const isVaried = task === 'vary';
  const selection = isVaried ? wholeOf(picture) : boundRegion(request, placement, masks, padding);
  if (selection === null || isEmptyRect(selection)) return null;
  const fade = task === 'replace-background' ? narrowFade : wideFade;
  const layer = contextOf(masks);
  const own = contextBox ?? (layer === undefined ? null : toPictureRect(layer, placement));
  const { crop, model } = planCrop({
    picture,
    selection,
    reachPx: edge === 'blend' && !isVaried ? chooseFadePx(fade, selection) : 0,
    context: isVaried ? 'whole' : context,
    box: own === null || !isRegional(task) ? null : moved(own, padding),
    sizes: sizesOf(sizing),
    latentPx: sizing.latentPx,
  });
  return { kind: 'seen', size: { width: crop.width, height: crop.height }, model };
}

const moved = (box: PictureRect, { left, top }: { left: number; top: number }): PictureRect => ({
  ...box,
  x: box.x + left,
  y: box.y + top,
});

const rounded = ({ width, height }: Size): Size => ({
  width: Math.round(width),
  height: Math.round(height),
});

const sizesOf = ({ native, multiplePx, bucketsPx }: ModelSizing): ModelSizes => ({
  native,
  multiplePx,
  buckets: bucketsPx,
});
