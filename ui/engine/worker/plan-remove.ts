import { createTensor, type Tensor } from '../../diffusion/tensor.ts';
import { assemblePatch } from '../../imaging/composite.ts';
import type { Mask } from '../../imaging/image.ts';
import type { ModelSizes } from '../../imaging/model-size.ts';
import { intersectRects, type PictureRect, toCanvasRect, wholeOf } from '../../imaging/rect.ts';
import type { Eraser } from '../../runtime/eraser-port.ts';
import { type AreaRequest, type FillArea, type FillEye, planArea } from './fill-area.ts';
import type { DecodedInputs } from './fill-inputs.ts';
import { maskTensor } from './plan-fill.ts';

/**
 * Shapes are drawn along outlines, and an eraser carries on whatever it sees beside the hole: a rim or a shadow that
 * stays in view comes back as a smear. Inpaint Anything (Yu et al. 2023) dilates for LaMa with a kernel of 15 pixels.
 */
const holeGrowthPx = 7;

/** The size in pixels that LaMa and MI-GAN look at best, and the step of sides that LaMa's graph can halve. */
const usualPx = { width: 512, height: 512 };
const multiplePx = 8;

/** What an eraser is given, and how its answer becomes a patch. */
export type ErasePlan = Pick<FillArea, 'model' | 'featherPx' | 'correct' | 'finish'> & {
  /** [1, 3, H, W] in 0..1. */
  pixels: Tensor;
  /** [1, 1, H, W], 1 where to fill. */
  hole: Tensor;
};

/** The sizes that an eraser is shown, as the planning of crops wants them. */
export function sizesOfEraser({ fixedPx }: Pick<Eraser, 'fixedPx'>): ModelSizes {
  return fixedPx === null
    ? { native: usualPx, multiplePx, buckets: null }
    : { native: fixedPx, multiplePx, buckets: [fixedPx] };
}

/**
 * How an eraser looks at a picture. It has no latents that a small thing would have to fill, so that it sees best at the
 * picture's own density, and one pass, so that its mask is all or nothing.
 */
export function eyeOfEraser(eraser: Pick<Eraser, 'fixedPx'>, isRaw: boolean): FillEye {
  return {
    sizes: sizesOfEraser(eraser),
    latentPx: 1,
    holeGrowthPx: isRaw ? 0 : holeGrowthPx,
    levels: 1,
  };
}

/**
 * Plans a removal by an eraser, with the crop, ring and patch of every fill. `raw` is its bare answer: the hole is the
 * selection, and all of the crop that lies in the picture is the patch, opaque.
 */
export function planRemove(
  request: AreaRequest,
  inputs: DecodedInputs,
  eraser: Pick<Eraser, 'fixedPx'>,
): ErasePlan {
  const isRaw = request.edge === 'raw';
  const area = planArea(request, inputs, eyeOfEraser(eraser, isRaw));
  const { model, known, hole, featherPx, correct, finish } = area;
  return {
    model,
    pixels: createTensor([1, 3, model.height, model.width], known.data),
    hole: maskTensor(hole, model),
    featherPx,
    ...(isRaw ? keepAsItIs(area, inputs) : { correct, finish }),
  };
}

function keepAsItIs({ crop, known }: FillArea, { picture, placement }: DecodedInputs) {
  const rect = intersectRects<PictureRect>(crop, wholeOf(placement.size));
  const alpha: Mask = { rect, alpha: new Uint8Array(rect.width * rect.height).fill(255) };
  return {
    correct: (painted) => painted,
    finish: (painted) => ({
      image: assemblePatch({ picture, crop, painted, known, alpha }),
      patch: rect,
      box: toCanvasRect(rect, placement),
    }),
  } satisfies Pick<FillArea, 'correct' | 'finish'>;
}
