import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { Tokenizer } from '../diffusion/ports.ts';
import type { TokenLayout } from '../diffusion/prompt-tokens.ts';
import { buildClipTokenizer, readToken } from './clip-tokenizer.ts';
import { type JsonObject, type PackFiles, readJson, readText } from './pack-files.ts';

export type PackTokenizer = { readonly tokenizer: Tokenizer; readonly layout: TokenLayout };

/**
 * Reads `tokenizer/`: tokenizer.json as it is, or one put together from vocab.json and merges.txt, which is all that
 * CLIP packs of the last years carry. `longest` is the text encoder's number of positions.
 */
export async function openPackTokenizer(files: PackFiles, longest: number | null): Promise<PackTokenizer> {
  const config = (await readJson(files, 'tokenizer/tokenizer_config.json')) ?? {};
  const json = (await readJson(files, 'tokenizer/tokenizer.json')) ?? (await synthesize(files, config));
  if (json === null) throw new DiffusionError('model-missing', 'tokenizer/ holds no vocabulary.');
  try {
    const inner = new HuggingFaceTokenizer(json, config);
    const encode = (text: string) => inner.encode(text).ids;
    const marks = encode('');
    const endId = marks[marks.length - 1];
    if (endId === undefined) throw new RangeError('The tokenizer sets no end mark.');
    const padToken = readToken(config.pad_token);
    const padId = padToken === null ? endId : (inner.token_to_id(padToken) ?? endId);
    return { tokenizer: { encode }, layout: { contextLength: readLength(config, longest), endId, padId } };
  } catch (cause) {
    throw new DiffusionError('model-broken', `tokenizer/: ${String(cause)}`, { cause });
  }
}

async function synthesize(files: PackFiles, config: JsonObject): Promise<JsonObject | null> {
  const vocabulary = await readJson(files, 'tokenizer/vocab.json');
  const merges = await readText(files, 'tokenizer/merges.txt');
  if (vocabulary === null || merges === null) return null;
  return buildClipTokenizer(vocabulary, merges, config);
}

const clipLength = 77;
/** Configs without a limit say 1e30. */
const longestSensible = 4096;

function readLength(config: JsonObject, longest: number | null): number {
  const stated = config.model_max_length;
  const isSensible = typeof stated === 'number' && stated >= 2 && stated <= longestSensible;
  const length = isSensible ? stated : (longest ?? clipLength);
  return longest === null ? length : Math.min(length, longest);
}
