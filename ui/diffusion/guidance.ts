import type { DiffusionPack } from './ports.ts';
import { createTensor, mapTensor, type Tensor } from './tensor.ts';
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

/** The standard deviation of values, unbiased, as torch reckons it. */
function deviationOf(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Brings a guided answer [1, C, h, w] towards the deviation of the positive one, by a share of `rescale` in 0..1 (Lin et
 * al. 2023, "Common diffusion noise schedules and sample steps are flawed", section 3.4): strong guidance overexposes.
 */
export function rescaleGuidance(guided: Tensor, positive: Float32Array, rescale: number): Tensor {
  if (rescale === 0) return guided;
  const ratio = deviationOf(positive) / deviationOf(guided.data);
  const factor = rescale * ratio + 1 - rescale;
  return mapTensor(guided, (value) => value * factor);
}

export type GuidanceOptions = { readonly guidance: number; readonly guidanceRescale: number };

/** The model's answer for one sample [1, C, h, w], guided where `text` holds two prompts. */
export async function predictGuided(
  pack: DiffusionPack,
  sample: Tensor,
  timestep: number,
  text: TextConditioning,
  { guidance, guidanceRescale }: GuidanceOptions,
): Promise<Tensor> {
  if (text.hiddenStates.dims[0] === 1) return pack.predict(sample, timestep, text);
  const twice = createTensor([2, ...sample.dims.slice(1)]);
  twice.data.set(sample.data);
  twice.data.set(sample.data, sample.data.length);
  const outputs = await pack.predict(twice, timestep, text);
  const positive = outputs.data.subarray(outputs.data.length / 2);
  return rescaleGuidance(guide(outputs, guidance), positive, guidanceRescale);
}
