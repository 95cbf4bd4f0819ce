import { isJsonObject, type JsonObject } from './pack-files.ts';

/** A token that is found in a text before anything else is done to it. */
export type AddedToken = JsonObject & { readonly id: number; readonly content: string };

/** A tokenizer's special tokens by their text. */
export type SpecialTokens = {
  readonly begin: string;
  readonly end: string;
  readonly unknown: string;
  readonly pad: string;
};

/** What a tokenizer's folder says beside its vocabulary; empty objects where a file is not there. */
export type TokenizerConfigs = {
  /** tokenizer_config.json */
  readonly config: JsonObject;
  /** special_tokens_map.json */
  readonly specialTokens: JsonObject;
  /** added_tokens.json: ids by text, in packs of 2022 */
  readonly addedTokens: JsonObject;
  /** tokenizer.json; null where it is not there */
  readonly tokenizer: JsonObject | null;
};

/** A token as the configs have it: its text, or an object with the text as `content`. */
function readToken(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return isJsonObject(value) && typeof value.content === 'string' ? value.content : null;
}

/**
 * The special tokens, CLIP's own where none are named. Where tokenizer_config.json lists its added tokens it has the
 * last word; else it is older, and special_tokens_map.json has (transformers: from_pretrained). Stable Diffusion 2
 * says in the one that it pads with the end mark, in the other that it pads with `!`, and was trained with the latter.
 */
export function readSpecialTokens({ config, specialTokens }: TokenizerConfigs): SpecialTokens {
  const isNew = isJsonObject(config.added_tokens_decoder);
  const sources = isNew ? [config, specialTokens] : [specialTokens, config];
  const read = (key: string) => readToken(sources[0]?.[key]) ?? readToken(sources[1]?.[key]);
  const end = read('eos_token') ?? '<|endoftext|>';
  return {
    begin: read('bos_token') ?? '<|startoftext|>',
    end,
    unknown: read('unk_token') ?? end,
    pad: read('pad_token') ?? end,
  };
}

function isAddedToken(value: unknown): value is AddedToken {
  return isJsonObject(value) && typeof value.id === 'number' && typeof value.content === 'string';
}

/** The added tokens of whichever file lists them: tokenizer_config.json, else tokenizer.json and added_tokens.json. */
export function readAddedTokens({ config, addedTokens, tokenizer }: TokenizerConfigs): AddedToken[] {
  if (isJsonObject(config.added_tokens_decoder)) {
    const entries = Object.entries(config.added_tokens_decoder);
    return entries.map(([id, token]) => ({ ...Object(token), id: Number(id) })).filter(isAddedToken);
  }
  const own: unknown[] = Array.isArray(tokenizer?.added_tokens) ? tokenizer.added_tokens : [];
  const oldest = Object.entries(addedTokens).map(([content, id]) => ({ id, content, special: false }));
  return [...own, ...oldest].filter(isAddedToken);
}
