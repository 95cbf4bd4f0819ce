import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { PackFacts } from '../diffusion/pack-facts.ts';

const names = {
  'stable-diffusion-xl': 'Stable Diffusion XL',
  'stable-diffusion-xl-refiner': 'Stable Diffusion XL Refiner',
} as const;

/**
 * Refuses what is recognized and does not paint yet, with `model-unsupported` and its name. This is the only place that
 * does: a family runs once its line here is gone.
 */
export function refuseUnwired({ family, guidanceWidth }: PackFacts): void {
  const name = family !== 'stable-diffusion' ? names[family] : guidanceWidth !== null ? 'LCM' : null;
  if (name !== null)
    throw new DiffusionError('model-unsupported', `${name} does not paint yet.`, { subject: name });
}
