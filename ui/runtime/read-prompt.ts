import { locateCutOff, roomOf, tokenizePrompt } from '../diffusion/prompt-tokens.ts';
import { locatePromptWeights } from '../diffusion/prompt-weights.ts';
import type { PackSource } from './pack-files.ts';
import type { PackTokenizer } from './pack-tokenizer.ts';
import { readPartGraph } from './part-graph.ts';
import { withStandardNames } from './part-names.ts';
import { clipLength, planTextEncoders } from './plan-text-encoders.ts';
import { mostChunks } from './text-port.ts';

/**
 * How much of a prompt a pack reads, in ids of its tokenizer. `cutFrom`: where in the prompt, in UTF-16 units, begins
 * what it no longer reads; null where it reads all.
 */
export type PromptReading = { tokens: number; room: number; cutFrom: number | null };

export type PromptReader = (prompt: string) => PromptReading;

/**
 * Opens what of a pack reads prompts, as a run with it does: its tokenizers and none of its weights. Throws what
 * planTextEncoders throws.
 */
export async function openPromptReader(files: PackSource): Promise<PromptReader> {
  const source = await withStandardNames(files);
  const tokenizers = (await planTextEncoders(source)).map(({ tokenizer }) => tokenizer);
  const chunks = (await readsChunks(source, tokenizers[0]!)) ? mostChunks : 1;
  return (prompt) => {
    const parts = locatePromptWeights(prompt);
    const readings = tokenizers.map(({ tokenizer, layout }) => {
      const tokens = tokenizePrompt(tokenizer, parts).ids.length;
      const room = chunks * roomOf(layout);
      const cutFrom =
        tokens <= room ? null : beforeBrackets(prompt, locateCutOff(tokenizer, parts, room), parts);
      return { tokens, room, cutFrom };
    });
    // What any of its encoders leaves out is not read as it was meant.
    return readings.reduce((least, one) => (one.tokens / one.room > least.tokens / least.room ? one : least));
  };
}

/** As takesChunks, from the graph; only CLIP's length makes it worth a look, and a remote graph is not fetched for it. */
async function readsChunks(source: PackSource, { layout }: PackTokenizer): Promise<boolean> {
  if (layout.contextLength !== clipLength) return false;
  if (source.isRemote) return true;
  const { graph } = await readPartGraph(source, 'unet', false);
  const states = graph.inputs.find(({ name }) => name === 'encoder_hidden_states');
  return typeof states?.dims[1] !== 'number';
}

/** Brackets that weigh what follows, and the backslash of an escape, go with it where they are no text themselves. */
function beforeBrackets(prompt: string, from: number, parts: ReturnType<typeof locatePromptWeights>): number {
  const isText = (place: number) => parts.some(({ at }) => at.includes(place));
  let start = from;
  while (/[([\\]/.test(prompt[start - 1] ?? '') && !isText(start - 1)) start--;
  return start;
}
