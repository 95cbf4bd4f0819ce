import type { Tokenizer } from './ports.ts';
import type { LocatedText, WeightedText } from './prompt-weights.ts';

/** How a pack's text encoder wants its ids: all from its config files and the vocabulary. */
export type TokenLayout = {
  /** Ids per call of the encoder, begin and end marks included. */
  readonly contextLength: number;
  /** Null where the encoder wants no begin mark. */
  readonly beginId: number | null;
  readonly endId: number;
  readonly padId: number;
};

/** Ids and, in the same places, how much each of them counts. */
export type WeightedTokens = { readonly ids: readonly number[]; readonly weights: readonly number[] };

/** A prompt's ids without marks and of any length; each part's words are read on their own. */
export function tokenizePrompt(tokenizer: Tokenizer, parts: readonly WeightedText[]): WeightedTokens {
  const tokens = parts.map(({ text, weight }) => ({ ids: tokenizer.encode(text), weight }));
  return {
    ids: tokens.flatMap(({ ids }) => ids),
    weights: tokens.flatMap(({ ids, weight }) => ids.map(() => weight)),
  };
}

/** Ids of the prompt itself that one chunk holds: 75 of CLIP's 77. */
export function roomOf({ contextLength, beginId }: TokenLayout): number {
  return contextLength - (beginId === null ? 1 : 2);
}

/** Chunks that a prompt fills, at least one. */
export function countChunks({ ids }: WeightedTokens, layout: TokenLayout): number {
  return Math.max(1, Math.ceil(ids.length / roomOf(layout)));
}

/**
 * Cuts a prompt into `count` chunks of `contextLength` ids: begin mark, as many ids as fit, end mark, padding. Chunks
 * beyond the prompt's end are empty; ids beyond the last chunk are left out. Marks and padding weigh 1.
 */
export function cutIntoChunks(tokens: WeightedTokens, layout: TokenLayout, count: number): WeightedTokens[] {
  const { contextLength, beginId, endId, padId } = layout;
  const room = roomOf(layout);
  const begin = beginId === null ? [] : [beginId];
  return Array.from({ length: count }, (_, i) => {
    const ids = [...begin, ...tokens.ids.slice(i * room, (i + 1) * room), endId];
    const weights = [...begin.map(() => 1), ...tokens.weights.slice(i * room, (i + 1) * room), 1];
    const padding = contextLength - ids.length;
    return {
      ids: [...ids, ...new Array<number>(padding).fill(padId)],
      weights: [...weights, ...new Array<number>(padding).fill(1)],
    };
  });
}

/** For a prompt of more than `length` ids: its words, as they were typed, from the first that does not fit whole. */
export function findCutOff(tokenizer: Tokenizer, parts: readonly WeightedText[], length: number): string {
  const words = parts.flatMap(({ text }) => text.split(/\s+/)).filter((word) => word !== '');
  return words.slice(findFirstCut(tokenizer, words, length)).join(' ');
}

/** For a prompt of more than `length` ids: where in it the first word that does not fit whole begins, in UTF-16 units. */
export function locateCutOff(tokenizer: Tokenizer, parts: readonly LocatedText[], length: number): number {
  const words = parts.flatMap(({ text, at }) =>
    [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ word, from: at[index]! })),
  );
  const cut = findFirstCut(
    tokenizer,
    words.map(({ word }) => word),
    length,
  );
  return words.at(cut)?.from ?? 0;
}

/** The first word that does not fit whole; where they fit one by one and not together, it is the last one (-1). */
function findFirstCut(tokenizer: Tokenizer, words: readonly string[], length: number): number {
  let end = 0;
  return words.findIndex((word) => {
    end += tokenizer.encode(word).length;
    return end > length;
  });
}
