/** More pictures than this are not made by one press. */
export const mostVariants = 12;

/** What a prompt is made of: words that stay, and groups of alternatives. */
type Part = { options: string[] };

/**
 * The prompts that `{red|blue} boat` stands for, each combination once, the last group changing first; the prompt alone
 * where it has no alternatives. `\{`, `\|` and `\}` are the signs themselves.
 */
export function variantsOf(prompt: string): string[] {
  const parts = readParts(prompt);
  if (parts.every(({ options }) => options.length === 1)) return [prompt];
  return parts
    .reduce<string[]>(
      (begun, { options }) =>
        begun.length * options.length > mostVariants * mostVariants
          ? begun.map((start) => start + options[0])
          : begun.flatMap((start) => options.map((option) => start + option)),
      [''],
    )
    .map((variant) => variant.replace(/\s+/g, ' ').trim());
}

/** A prompt without alternatives as the model is to read it. */
export const plainPrompt = (prompt: string): string => plain(prompt);

/** One prompt per picture, or null where all have the same; at least one picture of each prompt, as far as there is room. */
export function promptsFor(prompt: string, count: number): string[] | null {
  const variants = variantsOf(prompt);
  if (variants.length === 1) return null;
  const pictures = Math.min(mostVariants, Math.max(count, variants.length));
  return Array.from({ length: pictures }, (_, index) => variants[index % variants.length] ?? prompt);
}

/** A group that is never closed, or has no bar, is no group: its brace is a sign like any other. */
function readParts(prompt: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { 0: group, index } of prompt.matchAll(/(?<!\\)\{((?:\\.|[^{}\\])*)\}/gs)) {
    const options = group.slice(1, -1).split(/(?<!\\)\|/);
    if (options.length === 1) continue;
    parts.push({ options: [plain(prompt.slice(at, index))] }, { options: options.map(plain) });
    at = index + group.length;
  }
  return [...parts, { options: [plain(prompt.slice(at))] }];
}

const plain = (text: string) => text.replace(/\\([{|}])/g, '$1');
