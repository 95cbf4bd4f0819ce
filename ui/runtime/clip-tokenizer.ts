import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { isJsonObject, type JsonObject } from './pack-files.ts';
import type { AddedToken, SpecialTokens } from './special-tokens.ts';

/** CLIP's way of cutting text into words: contractions, letters, single digits, runs of anything else. */
const wordPattern =
  "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

/** What CLIP's byte pairs end a word with, and what tells its vocabulary from others. */
const endOfWord = '</w>';

/** CLIP's vocabulary and its merges, the most frequent first, as text or as pairs. */
export type ClipVocabulary = { readonly vocab: JsonObject; readonly merges: readonly unknown[] };

/** The first line of merges.txt is a comment with its version; later lines may well begin with a hash. */
export function readMerges(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const first = lines[0]?.startsWith('#version') ? 1 : 0;
  return lines.slice(first).filter((line) => line !== '');
}

/** CLIP's vocabulary out of a tokenizer.json; null where that is another kind of tokenizer. */
export function findClipVocabulary(tokenizer: JsonObject): ClipVocabulary | null {
  const { model } = tokenizer;
  if (!isJsonObject(model) || model.end_of_word_suffix !== endOfWord) return null;
  const { vocab, merges } = model;
  return isJsonObject(vocab) && Array.isArray(merges) ? { vocab, merges } : null;
}

/** The added tokens with the special ones among them; those that the vocabulary does not know are left out. */
export function withSpecialTokens(
  added: readonly AddedToken[],
  special: SpecialTokens,
  { vocab }: ClipVocabulary,
): AddedToken[] {
  const contents = new Set([special.begin, special.end, special.unknown, special.pad]);
  const absent = [...contents].filter((content) => added.every((token) => token.content !== content));
  const specials = absent.flatMap((content) => {
    const id = vocab[content];
    return typeof id === 'number' ? [{ id, content }] : [];
  });
  return [...added, ...specials];
}

/**
 * A tokenizer.json for CLIP's byte-level pair encoding, the same whichever files the vocabulary came in: published
 * tokenizer.json files of CLIP packs cut words in other ways or set no marks. Of the `tokens` that are added it knows
 * the two marks, which may be in capitals too. Throws `model-broken` where one of them has no id.
 */
export function buildClipTokenizer(
  { vocab, merges }: ClipVocabulary,
  special: SpecialTokens,
  tokens: readonly AddedToken[],
): JsonObject {
  const mark = (content: string): [string, number] => {
    const token = tokens.find((one) => one.content === content);
    if (token !== undefined) return [content, token.id];
    throw new DiffusionError('model-broken', `tokenizer/: the vocabulary has no ${content}.`, {
      subject: `tokenizer: ${content}`,
    });
  };
  const marks = [mark(special.begin), mark(special.end)];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: marks.map(([content, id]) => ({ id, content, special: true, normalized: true })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: wordPattern }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: mark(special.end),
      cls: mark(special.begin),
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: null,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: special.unknown,
      continuing_subword_prefix: '',
      end_of_word_suffix: endOfWord,
      fuse_unk: false,
      vocab,
      merges,
    },
  };
}
