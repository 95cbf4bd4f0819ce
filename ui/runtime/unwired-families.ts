import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { PackFacts } from '../diffusion/pack-facts.ts';

/** Refuses what is recognized and cannot paint by itself, with `model-unsupported` and its name. */
export function refuseUnwired({ family }: PackFacts): void {
  if (family !== 'stable-diffusion-xl-refiner') return;
  const name = 'Stable Diffusion XL Refiner';
  throw new DiffusionError('model-unsupported', `${name} only finishes what XL has painted.`, {
    subject: name,
  });
}
