import { joinTokens, joinWidths } from '../diffusion/join-states.ts';
import type { EncodedText } from '../diffusion/ports.ts';
import {
  countChunks,
  cutIntoChunks,
  findCutOff,
  roomOf,
  tokenizePrompt,
  type WeightedTokens,
} from '../diffusion/prompt-tokens.ts';
import { parsePromptWeights, type WeightedText } from '../diffusion/prompt-weights.ts';
import type { Tensor } from '../diffusion/tensor.ts';
import { stackConditioning, type TextConditioning } from '../diffusion/text-conditioning.ts';
import { weighStates } from '../diffusion/weigh-states.ts';
import type { PackTextEncoder } from './text-encoder.ts';

/**
 * Chunks of one prompt at most, 1200 of CLIP's tokens: attention to them costs less than a third of what a picture of
 * 512 x 512 costs for attention to itself.
 */
export const mostChunks = 16;

/** A prompt's parts, and its tokens as each encoder of the pack reads them. */
type ReadPrompt = { readonly parts: readonly WeightedText[]; readonly tokens: readonly WeightedTokens[] };

/**
 * Encodes prompts with weights. A prompt that is too long for one call is cut into chunks that are encoded one by one
 * where `isChunked`, all prompts into equally many; else its end is left out and named. Of several chunks the first one
 * says what the pooled prompt is.
 */
export function createTextPort(
  encoders: readonly PackTextEncoder[],
  isChunked: boolean,
): (prompts: readonly string[]) => Promise<EncodedText> {
  function read(prompt: string): ReadPrompt {
    const parts = parsePromptWeights(prompt);
    return { parts, tokens: encoders.map(({ tokenizer }) => tokenizePrompt(tokenizer.tokenizer, parts)) };
  }

  function countAll(prompts: readonly ReadPrompt[]): number {
    if (!isChunked) return 1;
    const counts = prompts.flatMap(({ tokens }) =>
      encoders.map(({ tokenizer }, i) => countChunks(tokens[i]!, tokenizer.layout)),
    );
    return Math.min(mostChunks, Math.max(...counts));
  }

  async function encodeOne({ tokens }: ReadPrompt, count: number): Promise<TextConditioning> {
    const hidden: Tensor[] = [];
    let pooled: Tensor | null = null;
    for (const [i, { tokenizer, encode }] of encoders.entries()) {
      const states: Tensor[] = [];
      for (const [c, { ids, weights }] of cutIntoChunks(tokens[i]!, tokenizer.layout, count).entries()) {
        const chunk = await encode(ids);
        states.push(weighStates(chunk.hidden, weights));
        if (c === 0) pooled = chunk.pooled ?? pooled;
      }
      hidden.push(joinTokens(states));
    }
    return { hiddenStates: joinWidths(hidden), ...(pooled && { pooled }) };
  }

  /** What the encoder that reads least leaves out. */
  function nameCutOff({ parts, tokens }: ReadPrompt, count: number): string {
    const cuts = encoders.map(({ tokenizer: { tokenizer, layout } }, i) => {
      const length = count * roomOf(layout);
      return tokens[i]!.ids.length <= length ? '' : findCutOff(tokenizer, parts, length);
    });
    return cuts.reduce((longest, cut) => (cut.length > longest.length ? cut : longest));
  }

  return async (prompts) => {
    const all = prompts.map(read);
    const count = countAll(all);
    const items: TextConditioning[] = [];
    for (const one of all) items.push(await encodeOne(one, count));
    return {
      conditioning: stackConditioning(items),
      cutOff: all.map((one) => nameCutOff(one, count)),
    };
  };
}
