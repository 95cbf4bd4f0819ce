import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { isJsonObject, type PackFiles, readJson } from './pack-files.ts';

/** Encoders with fewer words than this are test models, whose vocabularies are cut as it suits. */
const realVocabulary = 10_000;

/** The largest id of a vocabulary: an object of ids by token, or a list of tokens; null where there is none. */
function findLargestId(vocabulary: unknown): number | null {
  if (Array.isArray(vocabulary)) return vocabulary.length - 1;
  if (!isJsonObject(vocabulary)) return null;
  let largest = -1;
  for (const id of Object.values(vocabulary)) if (typeof id === 'number' && id > largest) largest = id;
  return largest;
}

async function readLargestId(files: PackFiles, folder: string): Promise<number | null> {
  const own = findLargestId(await readJson(files, `${folder}/vocab.json`));
  if (own !== null) return own;
  const { model } = (await readJson(files, `${folder}/tokenizer.json`)) ?? {};
  return isJsonObject(model) ? findLargestId(model.vocab) : null;
}

/**
 * Refuses a tokenizer of another model, whose ids would mean other words or lie beyond the encoder's table:
 * `tokenizer-mismatch`. Configs that say too little pass.
 */
export async function requireFittingTokenizer(files: PackFiles, part: string, folder: string): Promise<void> {
  const encoder = (await readJson(files, `${part}/config.json`)) ?? {};
  const { tokenizer_class: tokenizerClass } =
    (await readJson(files, `${folder}/tokenizer_config.json`)) ?? {};
  const refuse = (why: string): never => {
    throw new DiffusionError('tokenizer-mismatch', `${folder}: ${why}`, { subject: `${folder}: ${why}` });
  };
  const isClip = String(encoder.model_type).startsWith('clip');
  const isForeign = /T5|Bert|Roberta|Llama|Qwen|Gemma|GPT2/i.test(String(tokenizerClass));
  if (isClip && isForeign) refuse(String(tokenizerClass));
  const words = encoder.vocab_size;
  const largest = await readLargestId(files, folder);
  if (typeof words !== 'number' || largest === null) return;
  if (largest >= words) refuse(`${largest + 1} > ${words}`);
  // Words that were taught later (textual inversion) may be listed elsewhere.
  if (words >= realVocabulary && largest + 1 < 0.95 * words) refuse(`${largest + 1} < ${words}`);
}
