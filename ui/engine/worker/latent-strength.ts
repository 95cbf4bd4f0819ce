import { countSteps } from '../../diffusion/plan-steps.ts';
import { createTensor, type Tensor } from '../../diffusion/tensor.ts';
import { createPlanar, type Mask, type PlanarImage } from '../../imaging/image.ts';
import type { PictureRect, Size } from '../../imaging/rect.ts';
import { resizePlanar } from '../../imaging/resize.ts';
import type { FillArea } from './fill-area.ts';
import type { ResolvedRequest } from './resolve-request.ts';

/** Loops this short have too few levels for a mask that is finer than all or nothing. */
const fewSteps = 8;

/** How many strengths a job's loop can tell apart: one per step, or 1 where there are few. */
export function countLevels({ steps, strength }: Pick<ResolvedRequest, 'steps' | 'strength'>): number {
  const real = countSteps(steps, strength);
  return real > fewSteps ? real : 1;
}

/**
 * A region's strengths as the loop wants them: the mean over the selected pixels of each latent's cell, [1, 1, h, w] in
 * 0..1. Latents around the selection, which are repainted too, go on with the strength of their neighbors: rims that are
 * weaker than what they surround would keep an outline of what was there.
 */
export function latentStrengthOf(
  strength: Mask,
  { selection, crop, model }: Pick<FillArea, 'selection' | 'crop' | 'model'>,
  factor: number,
): Tensor {
  const size = { width: model.width / factor, height: model.height / factor };
  const inside = { rect: selection.rect, alpha: selection.inside };
  const share = resizePlanar(spread(inside, inside, crop), size, { filter: 'area' }).data;
  const sum = resizePlanar(spread(strength, inside, crop), size, { filter: 'area' }).data;
  let means: Float32Array = sum.map((value, i) => (share[i]! > 1e-6 ? value / 255 / share[i]! : 0));
  for (let ring = 0; ring < 3; ring++) means = growFrom(means, size);
  return createTensor([1, 1, size.height, size.width], means);
}

/** A mask's values on the pixels of a crop, 0 where nothing is selected. */
function spread(values: Mask, inside: Mask, crop: PictureRect): PlanarImage {
  const plane = createPlanar(crop.width, crop.height, 1);
  const { rect } = inside;
  const left = Math.max(rect.x, values.rect.x, crop.x);
  const top = Math.max(rect.y, values.rect.y, crop.y);
  const right = Math.min(rect.x + rect.width, values.rect.x + values.rect.width, crop.x + crop.width);
  const bottom = Math.min(rect.y + rect.height, values.rect.y + values.rect.height, crop.y + crop.height);
  for (let y = top; y < bottom; y++) {
    const own = (y - rect.y) * rect.width - rect.x;
    const from = (y - values.rect.y) * values.rect.width - values.rect.x;
    const to = (y - crop.y) * crop.width - crop.x;
    for (let x = left; x < right; x++) {
      if (inside.alpha[own + x] !== 0) plane.data[to + x] = values.alpha[from + x]!;
    }
  }
  return plane;
}

/** Cells without a value get the strongest of their neighbors'. */
function growFrom(values: Float32Array, { width, height }: Size): Float32Array {
  const grown = values.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (values[y * width + x] !== 0) continue;
      let strongest = 0;
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++)
          strongest = Math.max(strongest, values[v * width + u]!);
      }
      grown[y * width + x] = strongest;
    }
  }
  return grown;
}
