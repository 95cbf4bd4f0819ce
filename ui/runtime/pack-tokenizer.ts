import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { Tokenizer } from '../diffusion/ports.ts';
import type { TokenLayout } from '../diffusion/prompt-tokens.ts';
import {
  buildClipTokenizer,
  type ClipVocabulary,
  findClipVocabulary,
  readMerges,
  withSpecialTokens,
} from './clip-tokenizer.ts';
import { fixText } from './fix-text.ts';
import { type JsonObject, type PackFiles, readJson, readText } from './pack-files.ts';
import { readAddedTokens, readSpecialTokens, type TokenizerConfigs } from './special-tokens.ts';
import { createTokenSplitter } from './split-added-tokens.ts';

export type PackTokenizer = { readonly tokenizer: Tokenizer; readonly layout: TokenLayout };

/**
 * Reads `tokenizer/`, or another folder: tokenizer.json, or vocab.json and merges.txt, which is all that CLIP packs of
 * the last years carry. CLIP's text is cleaned up as Python's tokenizer does it. `longest` is the text encoder's number
 * of positions.
 */
export async function openPackTokenizer(
  files: PackFiles,
  longest: number | null,
  folder = 'tokenizer',
): Promise<PackTokenizer> {
  const configs: TokenizerConfigs = {
    config: (await readJson(files, `${folder}/tokenizer_config.json`)) ?? {},
    specialTokens: (await readJson(files, `${folder}/special_tokens_map.json`)) ?? {},
    addedTokens: (await readJson(files, `${folder}/added_tokens.json`)) ?? {},
    tokenizer: await readJson(files, `${folder}/tokenizer.json`),
  };
  const json = configs.tokenizer;
  const clip = (await readVocabulary(files, folder)) ?? (json && findClipVocabulary(json));
  if (json === null && clip === null) {
    throw new DiffusionError('model-file-missing', `${folder}/ holds no vocabulary.`, {
      subject: `${folder}/vocab.json`,
    });
  }
  const contextLength = readLength(configs.config, longest);
  try {
    return clip === null ? openOther(json!, configs, contextLength) : openClip(clip, configs, contextLength);
  } catch (cause) {
    if (cause instanceof DiffusionError) throw cause;
    throw new DiffusionError('model-broken', `${folder}/: ${String(cause)}`, { cause, subject: folder });
  }
}

async function readVocabulary(files: PackFiles, folder: string): Promise<ClipVocabulary | null> {
  const vocab = await readJson(files, `${folder}/vocab.json`);
  const merges = vocab && (await readText(files, `${folder}/merges.txt`));
  return vocab === null || merges === null ? null : { vocab, merges: readMerges(merges) };
}

function openClip(
  vocabulary: ClipVocabulary,
  configs: TokenizerConfigs,
  contextLength: number,
): PackTokenizer {
  const special = readSpecialTokens(configs);
  const tokens = withSpecialTokens(readAddedTokens(configs), special, vocabulary);
  const inner = new HuggingFaceTokenizer(buildClipTokenizer(vocabulary, special, tokens), configs.config);
  const split = createTokenSplitter(tokens);
  const read = (text: string) => inner.encode(fixText(text), { add_special_tokens: false }).ids;
  const endId = inner.token_to_id(special.end)!;
  return {
    // Added tokens are found in a prompt as it was typed: where `!` is the padding, a `!` is padding there too.
    tokenizer: {
      encode: (text) => split(text).flatMap((part) => (typeof part === 'number' ? part : read(part))),
    },
    layout: {
      contextLength,
      beginId: inner.token_to_id(special.begin)!,
      endId,
      padId: inner.token_to_id(special.pad) ?? endId,
    },
  };
}

/** A tokenizer of another kind, as its tokenizer.json has it; what it encodes nothing as are its marks. */
function openOther(json: JsonObject, configs: TokenizerConfigs, contextLength: number): PackTokenizer {
  const inner = new HuggingFaceTokenizer(json, configs.config);
  const marks = inner.encode('').ids;
  const endId = marks[marks.length - 1];
  if (endId === undefined) throw new RangeError('The tokenizer sets no end mark.');
  return {
    tokenizer: { encode: (text) => inner.encode(text, { add_special_tokens: false }).ids },
    layout: {
      contextLength,
      beginId: marks.length > 1 ? marks[0]! : null,
      endId,
      padId: inner.token_to_id(readSpecialTokens(configs).pad) ?? endId,
    },
  };
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
