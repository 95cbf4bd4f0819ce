import type { ModelInfo, PromptReading } from '../../../protocol/engine-contract.ts';
import type { Unused } from '../text/prompt-text.ts';

/** What the engine said of the prompts, and which ones these were. */
export type ReadPrompts = {
  prompt: string;
  negative: string;
  readings: { prompt: PromptReading; negative: PromptReading };
};

/**
 * Where in a text, that may have gone on since it was read, the model stops reading; null where it reads all, or where
 * what it read has changed.
 */
export function cutIn(read: string, { cutFrom }: PromptReading, text: string): number | null {
  if (cutFrom === null || cutFrom >= text.length) return null;
  return read.slice(0, cutFrom) === text.slice(0, cutFrom) ? cutFrom : null;
}

const longestName = 24;

/** The beginning of what is not read, as a sentence names it: a word or two. */
export function nameCut(text: string, from: number): string {
  const words = text
    .slice(from)
    .replace(/^[([\\]+/, '')
    .trim()
    .split(/\s+/);
  const [first = '', second] = words;
  const name =
    second === undefined || first.length + second.length >= longestName ? first : `${first} ${second}`;
  const letters = [...name];
  return letters.length > longestName ? `${letters.slice(0, longestName).join('')}…` : name;
}

/** Which of the two fields count with a model at a guidance; null where it does. */
export function unusedFields(
  model: Pick<ModelInfo, 'guidanceUse' | 'defaultGuidance'> | null,
  chosen: number | null,
): { negative: Unused | null; guidance: Unused | null } {
  if (model === null) return { negative: null, guidance: null };
  const guidance = chosen ?? model.defaultGuidance;
  const use = model.guidanceUse ?? (model.defaultGuidance > 1 ? 'negative' : 'none');
  if (use === 'input') return { negative: 'no-negative', guidance: null };
  if (guidance > 1) return { negative: null, guidance: null };
  // A person who set it for another model must be able to take it back.
  if (use === 'none') return { negative: 'distilled', guidance: chosen === null ? 'distilled' : null };
  return { negative: 'guidance-one', guidance: null };
}
