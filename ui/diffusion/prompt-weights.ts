/** A part of a prompt and how much it counts; 1 is as written. */
export type WeightedText = { readonly text: string; readonly weight: number };

/** The same with the place in the prompt, in UTF-16 units, that each unit of the text was read from. */
export type LocatedText = WeightedText & { readonly at: readonly number[] };

/** What a pair of round brackets multiplies by, and a pair of square ones divides by. */
const bracketWeight = 1.1;

/** Escapes, a stated weight with the bracket that it closes, the brackets, and runs of everything else. */
const grammar = /\\[\\()[\]]|:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)|[()[\]]|[^\\()[\]:]+|[\\:]/g;

/**
 * Reads the weights of a prompt as AUTOMATIC1111's web UI writes them: `(word)` counts 1.1 times, `(word:1.3)` as often
 * as it says, `[word]` 1/1.1 times; brackets nest and multiply; `\(` is a bracket of the text and `\\` a backslash.
 * A bracket without its partner is text (there it weighs the rest of the prompt). A prompt without brackets comes back
 * letter for letter.
 */
export function parsePromptWeights(prompt: string): WeightedText[] {
  return locatePromptWeights(prompt).map(({ text, weight }) => ({ text, weight }));
}

/** As parsePromptWeights, with where everything stands. */
export function locatePromptWeights(prompt: string): LocatedText[] {
  if (!/[()[\]]/.test(prompt)) return [{ text: prompt, weight: 1, at: placesOf(prompt, 0) }];
  const parts: OpenPart[] = [];
  const open: { '(': number[]; '[': number[] } = { '(': [], '[': [] };

  /** Weighs everything since the last bracket of a kind, which was text until now; false where there is none. */
  function close(kind: '(' | '[', weight: number): boolean {
    const start = open[kind].pop();
    if (start === undefined) return false;
    parts[start] = { text: '', weight: 1, at: [] };
    for (const part of parts.slice(start)) part.weight *= weight;
    return true;
  }
  function closes(token: string, stated: string | undefined): boolean {
    if (stated !== undefined) return close('(', Number(stated));
    if (token === ')') return close('(', bracketWeight);
    return token === ']' && close('[', 1 / bracketWeight);
  }

  for (const { 0: token, 1: stated, index } of prompt.matchAll(grammar)) {
    if (closes(token, stated)) continue;
    if (token === '(' || token === '[') open[token].push(parts.length);
    const isEscape = token.length === 2 && token.startsWith('\\');
    const text = isEscape ? token.slice(1) : token;
    parts.push({ text, weight: 1, at: placesOf(text, index + token.length - text.length) });
  }
  return joinEqual(parts);
}

function placesOf(text: string, from: number): number[] {
  return Array.from({ length: text.length }, (_, i) => from + i);
}

/** A part while it is read. */
type OpenPart = { text: string; weight: number; at: number[] };

/** Neighbors of one weight as one part, because a word may lie across them; at least one part. */
function joinEqual(parts: readonly OpenPart[]): LocatedText[] {
  const joined: OpenPart[] = [];
  for (const part of parts.filter(({ text }) => text !== '')) {
    const last = joined[joined.length - 1];
    if (last?.weight !== part.weight) joined.push(part);
    else {
      last.text += part.text;
      for (const place of part.at) last.at.push(place);
    }
  }
  return joined.length > 0 ? joined : [{ text: '', weight: 1, at: [] }];
}
