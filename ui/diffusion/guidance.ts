import type { DiffusionPack } from './ports.ts';
import { createTensor, type Tensor } from './tensor.ts';
import type { TextConditioning } from './text-conditioning.ts';

/** True where a second, negative prompt is worth its model call: at 1 the formula gives the positive answer alone. */
export function needsNegativePrompt(guidance: number): boolean {
  return guidance > 1;
}

/**
 * Classifier-free guidance (Ho and Salimans 2022, equation 6): negative + guidance * (positive - negative).
 * `outputs` is [2, C, h, w], negative first; gives [1, C, h, w].
 */
export function guide(outputs: Tensor, guidance: number): Tensor {
  const half = outputs.data.length / 2;
  const guided = createTensor([1, ...outputs.dims.slice(1)]);
  for (let i = 0; i < half; i++) {
    const negative = outputs.data[i]!;
    guided.data[i] = negative + guidance * (outputs.data[half + i]! - negative);
  }
  return guided;
}

/** The model's answer for one sample [1, C, h, w], guided where `text` holds two prompts. */
export async function predictGuided(
  pack: DiffusionPack,
  sample: Tensor,
  timestep: number,
  text: TextConditioning,
  guidance: number,
): Promise<Tensor> {
  if (text.hiddenStates.dims[0] === 1) return pack.predict(sample, timestep, text);
  const twice = createTensor([2, ...sample.dims.slice(1)]);
  twice.data.set(sample.data);
  twice.data.set(sample.data, sample.data.length);
  return guide(await pack.predict(twice, timestep, text), guidance);
}
