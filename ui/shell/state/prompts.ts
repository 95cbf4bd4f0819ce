import * as v from 'valibot';
import { limits } from '../../../protocol/generation.ts';
import { parseList } from './style-presets.ts';

/** A prompt that was run; a pinned one stays in front, and is never pushed out. */
export type KeptPrompt = { prompt: string; isPinned: boolean };

/** As many as are kept. */
export const mostPrompts = 200;

/** What may be stored of them, in UTF-16 units, with what JSON adds; the host takes a million. */
const longestStored = 900_000;

const keptPrompt = v.object({
  prompt: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.promptLength)),
  isPinned: v.fallback(v.boolean(), false),
});

/** Reads stored prompts, the last one first; what is broken is left out. */
export function parsePrompts(stored: string | null): KeptPrompt[] {
  const entries = parseList(stored).flatMap((entry) => {
    const parsed = v.safeParse(keptPrompt, entry);
    return parsed.success ? [parsed.output] : [];
  });
  const seen = new Set<string>();
  return limit(entries.filter(({ prompt }) => !seen.has(prompt) && seen.add(prompt)));
}

/** As they are stored. */
export function writePrompts(prompts: readonly KeptPrompt[]): string {
  let kept = prompts;
  let written = JSON.stringify(kept);
  while (written.length > longestStored) {
    kept = kept.slice(0, -Math.ceil(kept.length / 10));
    written = JSON.stringify(kept);
  }
  return written;
}

/** Puts a prompt in front, from wherever it was. */
export function addPrompt(prompts: readonly KeptPrompt[], typed: string): KeptPrompt[] {
  const prompt = typed.trim();
  if (prompt === '') return [...prompts];
  const isPinned = prompts.some((one) => one.prompt === prompt && one.isPinned);
  return limit([{ prompt, isPinned }, ...prompts.filter((one) => one.prompt !== prompt)]);
}

/** The oldest that nobody pinned go first. */
function limit(prompts: readonly KeptPrompt[]): KeptPrompt[] {
  let over = prompts.length - mostPrompts;
  if (over <= 0) return [...prompts];
  const kept = [...prompts].reverse().filter(({ isPinned }) => isPinned || over-- <= 0);
  return kept.reverse().slice(0, mostPrompts);
}

export function pinPrompt(prompts: readonly KeptPrompt[], prompt: string, isPinned: boolean): KeptPrompt[] {
  return prompts.map((one) => (one.prompt === prompt ? { ...one, isPinned } : one));
}

export function removePrompt(prompts: readonly KeptPrompt[], prompt: string): KeptPrompt[] {
  return prompts.filter((one) => one.prompt !== prompt);
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether a text holds every word of a search, in whatever order, case and accents. */
export function hasWords(text: string, query: string): boolean {
  const own = plain(text);
  return plain(query)
    .split(/\s+/)
    .every((word) => own.includes(word));
}

/** The prompts that hold every word of a search; pinned ones first. */
export function searchPrompts(prompts: readonly KeptPrompt[], query: string): KeptPrompt[] {
  const found = prompts.filter(({ prompt }) => hasWords(prompt, query));
  return [...found.filter(({ isPinned }) => isPinned), ...found.filter(({ isPinned }) => !isPinned)];
}

/** A walk through the history, as in a shell: what was typed before, how far back it is, and what is shown there. */
export type PromptWalk = { draft: string; index: number; shown: string };

/**
 * One step back (1) or forth (-1) from what is in the field; back to the draft at the near end. What was typed since the
 * last step is a new draft. Null where there is nothing further.
 */
export function stepPrompts(
  prompts: readonly KeptPrompt[],
  walk: PromptWalk | null,
  current: string,
  by: 1 | -1,
): PromptWalk | null {
  const known =
    walk !== null && walk.shown === current ? walk : { draft: current, index: -1, shown: current };
  for (let index = known.index + by; index < prompts.length && index >= -1; index += by) {
    const shown = index === -1 ? known.draft : prompts[index]!.prompt;
    // What is in the field already would look as if nothing had happened.
    if (index === -1 || shown !== current.trim()) return { draft: known.draft, index, shown };
  }
  return null;
}
