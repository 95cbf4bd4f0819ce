import { repeatItem, stackItems } from './batch.ts';
import { createTensor, mapTensor, type Tensor } from './tensor.ts';

/** Everything about the prompts that a U-Net is fed with beside the sample; the first dimension of each is the batch. */
export type TextConditioning = {
  /** [n, tokens, width]: the text encoder's states, those of two encoders side by side. */
  readonly hiddenStates: Tensor;
  /** [n, width]: the whole prompt in one vector, where the pack's second encoder gives one (SDXL). */
  readonly pooled?: Tensor;
  /** [n, 6]: what `createTimeIds` gives (SDXL). */
  readonly timeIds?: Tensor;
  /** [n, width]: what `embedGuidance` gives (LCM). */
  readonly guidanceEmbedding?: Tensor;
};

/** The parts of a conditioning, by a function of each; parts that are not there stay away. */
export function mapConditioning(
  conditioning: TextConditioning,
  map: (part: Tensor) => Tensor,
): TextConditioning {
  const { hiddenStates, pooled, timeIds, guidanceEmbedding } = conditioning;
  return {
    hiddenStates: map(hiddenStates),
    ...(pooled && { pooled: map(pooled) }),
    ...(timeIds && { timeIds: map(timeIds) }),
    ...(guidanceEmbedding && { guidanceEmbedding: map(guidanceEmbedding) }),
  };
}

/** Joins batches of one with the same parts and shapes to a larger batch. */
export function stackConditioning(items: readonly TextConditioning[]): TextConditioning {
  const { pooled } = items[0]!;
  return {
    hiddenStates: stackItems(items.map(({ hiddenStates }) => hiddenStates)),
    ...(pooled && { pooled: stackItems(items.map((item) => item.pooled!)) }),
  };
}

/** The same shapes without anything said: SDXL's idea of an empty negative prompt (diffusers: force_zeros_for_empty_prompt). */
export function zeroConditioning(like: TextConditioning): TextConditioning {
  return mapConditioning(like, (part) => mapTensor(part, () => 0));
}

/** A picture's place in the larger one that it was cut from, in pixels. */
export type SizeConditioning = {
  readonly original: { readonly height: number; readonly width: number };
  readonly cropTop: number;
  readonly cropLeft: number;
  readonly target: { readonly height: number; readonly width: number };
};

/** [1, 6]: original height and width, crop top and left, target height and width (SDXL paper, section 2.2). */
export function createTimeIds({ original, cropTop, cropLeft, target }: SizeConditioning): Tensor {
  const values = [original.height, original.width, cropTop, cropLeft, target.height, target.width];
  return createTensor([1, 6], Float32Array.from(values));
}

/** Adds a part that is the same for every prompt: a batch of one, repeated. */
export function repeatFor(conditioning: TextConditioning, part: Tensor): Tensor {
  return repeatItem(part, 0, conditioning.hiddenStates.dims[0]!);
}
