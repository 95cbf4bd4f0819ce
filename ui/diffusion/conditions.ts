import { needsNegativePrompt } from './guidance.ts';
import type { DiffusionPack } from './ports.ts';
import type { Tensor } from './tensor.ts';

/** What the prompts mean to a pack; made once per job and shared by its candidates. */
export type Conditions = {
  /** [2, tokens, width], negative first; [1, tokens, width] where guidance is at most 1. */
  readonly states: Tensor;
  readonly guidance: number;
  /** True where the prompt (or the negative prompt) was longer than the model can read. */
  readonly isTruncated: boolean;
};

/** Encodes the prompts for classifier-free guidance; one prompt is enough where guidance is at most 1. */
export async function prepareConditions(
  pack: DiffusionPack,
  prompt: string,
  negativePrompt: string,
  guidance: number,
): Promise<Conditions> {
  const prompts = needsNegativePrompt(guidance) ? [negativePrompt, prompt] : [prompt];
  const { states, truncated } = await pack.encodeText(prompts);
  return { states, guidance, isTruncated: truncated.includes(true) };
}
