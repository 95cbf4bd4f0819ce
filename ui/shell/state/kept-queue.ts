import * as v from 'valibot';
import { generationRequestSchema } from '../../../protocol/generation.ts';
import type { JobDraft, JobStart } from './job-start.ts';
import { type Kept, keptBytes, keptText } from './kept-bytes.ts';

/** The key that the host keeps the queue under. */
export const queueKey = 'queue';

/** As much as the host takes under one key. */
const longestText = 1_000_000;

const rect = v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() });
const size = v.object({ width: v.number(), height: v.number() });
const target = v.looseObject({
  node: v.string(),
  name: v.string(),
  type: v.string(),
  size,
  box: rect,
  density: v.number(),
  isExpandable: v.boolean(),
});
const mask = v.looseObject({
  node: v.string(),
  name: v.string(),
  type: v.string(),
  box: rect,
  role: v.string(),
});
const replaces = v.nullable(v.string());
const destination = v.variant('kind', [
  v.object({ kind: v.literal('new-frame'), size }),
  v.object({ kind: v.literal('fill-of-target'), target }),
  v.object({ kind: v.literal('layer-over-target'), target, replaces }),
  v.object({ kind: v.literal('patch'), target, masks: v.array(mask), replaces }),
]);
const draft = v.looseObject({
  request: generationRequestSchema,
  destination,
  prompts: v.optional(v.array(v.string())),
  around: v.optional(rect),
  isSafetyChecked: v.optional(v.boolean()),
  isApplied: v.optional(v.boolean()),
});

/** Writes down what waits, the next one first, as far as there is room; null where nothing does. */
export function writeQueue(entries: readonly JobStart[]): string | null {
  const texts: string[] = [];
  let length = 2;
  for (const { id: _, ...entry } of entries) {
    const text = JSON.stringify(keptText(entry));
    if (length + text.length + 1 > longestText) continue;
    length += text.length + 1;
    texts.push(text);
  }
  return texts.length === 0 ? null : `[${texts.join(',')}]`;
}

/** Reads what was written down, also by another version: what is not understood is left out. */
export function readQueue(text: string | null): JobDraft[] {
  if (text === null) return [];
  try {
    const stored: unknown = JSON.parse(text);
    if (!Array.isArray(stored)) return [];
    return stored.flatMap((entry: Kept) => {
      const read = v.safeParse(draft, keptBytes(entry));
      // What a layer is besides is the host's own word, and the sandbox looks at the layer again before it does anything.
      return read.success ? [read.output as unknown as JobDraft] : [];
    });
  } catch {
    return [];
  }
}
