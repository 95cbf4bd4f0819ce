import type { Tokenizer } from './ports.ts';

/** How a pack's text encoder wants its ids: all from tokenizer_config.json and the vocabulary. */
export type TokenLayout = {
  readonly contextLength: number;
  readonly endId: number;
  readonly padId: number;
};

export type PromptTokens = {
  /** Exactly `contextLength` ids. */
  readonly ids: readonly number[];
  /** True where the prompt was longer than that. */
  readonly isTruncated: boolean;
};

/** Brings a prompt to the encoder's length: cut behind the last token that fits before the end mark, or padded. */
export function tokenizePrompt(tokenizer: Tokenizer, layout: TokenLayout, prompt: string): PromptTokens {
  const { contextLength, endId, padId } = layout;
  const ids = tokenizer.encode(prompt);
  if (ids.length > contextLength) {
    return { ids: [...ids.slice(0, contextLength - 1), endId], isTruncated: true };
  }
  const padding = new Array<number>(contextLength - ids.length).fill(padId);
  return { ids: [...ids, ...padding], isTruncated: false };
}
