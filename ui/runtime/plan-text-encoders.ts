import type { ModelSession } from './model-session.ts';
import { type PackFiles, readJson } from './pack-files.ts';
import { openPackTokenizer, type PackTokenizer } from './pack-tokenizer.ts';

/** A text encoder before its graph is loaded. */
export type TextEncoderPlan = {
  readonly part: string;
  readonly tokenizer: PackTokenizer;
  /** From its config; null where that does not say. */
  readonly layers: number | null;
};

/** The text encoders that a pack has, the second one only of SDXL, with their tokenizers read. */
export async function planTextEncoders(files: PackFiles): Promise<TextEncoderPlan[]> {
  const folders: [part: string, tokenizer: string][] = [['text_encoder', 'tokenizer']];
  if (await files.has('text_encoder_2/model.onnx')) folders.push(['text_encoder_2', 'tokenizer_2']);
  const plans: TextEncoderPlan[] = [];
  for (const [part, folder] of folders) {
    const config = (await readJson(files, `${part}/config.json`)) ?? {};
    const { max_position_embeddings: positions, num_hidden_layers: layers } = config;
    plans.push({
      part,
      tokenizer: await openPackTokenizer(files, typeof positions === 'number' ? positions : null, folder),
      layers: typeof layers === 'number' ? layers : null,
    });
  }
  return plans;
}

/** Ids per call of CLIP, the only encoder whose models are known to make sense of several chunks. */
export const clipLength = 77;

/** True where a longer prompt can go to the U-Net in chunks: a number of tokens that is free, and CLIP's length. */
export function takesChunks(unet: ModelSession, { layout }: PackTokenizer): boolean {
  const tokens = unet.inputs.find(({ name }) => name === 'encoder_hidden_states')?.shape[1];
  return typeof tokens !== 'number' && layout.contextLength === clipLength;
}
