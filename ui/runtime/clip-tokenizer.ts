import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { isJsonObject, type JsonObject } from './pack-files.ts';

/** CLIP's way of cutting text into words: contractions, letters, single digits, runs of anything else. */
const wordPattern =
  "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

/** The first line of merges.txt is a comment with its version; later lines may well begin with a hash. */
function readMerges(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const first = lines[0]?.startsWith('#version') ? 1 : 0;
  return lines.slice(first).filter((line) => line !== '');
}

function readAddedTokens(config: JsonObject): JsonObject[] {
  const decoder = isJsonObject(config.added_tokens_decoder) ? config.added_tokens_decoder : {};
  return Object.entries(decoder).flatMap(([id, token]) =>
    isJsonObject(token) ? [{ id: Number(id), ...token }] : [],
  );
}

/** A token as the configs have it: its text, or an object with the text as `content`. */
export function readToken(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return isJsonObject(value) && typeof value.content === 'string' ? value.content : null;
}

/**
 * A tokenizer.json for a pack that has only vocab.json and merges.txt (CLIP's byte-level pair encoding). Throws
 * `model-broken` where its begin or end mark is in neither vocabulary nor config.
 */
export function buildClipTokenizer(vocabulary: JsonObject, merges: string, config: JsonObject): JsonObject {
  const added = readAddedTokens(config);
  function idOf(token: string): number {
    const id = vocabulary[token] ?? added.find(({ content }) => content === token)?.id;
    if (typeof id === 'number') return id;
    throw new DiffusionError('model-broken', `tokenizer/: the vocabulary has no ${token}.`);
  }
  const begin = readToken(config.bos_token) ?? '<|startoftext|>';
  const end = readToken(config.eos_token) ?? '<|endoftext|>';
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
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
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [end, idOf(end)],
      cls: [begin, idOf(begin)],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: null,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: readToken(config.unk_token) ?? end,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: vocabulary,
      merges: readMerges(merges),
    },
  };
}
