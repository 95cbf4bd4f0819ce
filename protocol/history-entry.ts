import * as v from 'valibot';
import { isFigmaValue } from './figma-value.ts';
import type { NodeId, Recipe } from './host-contract.ts';
import { notNegative } from './wire-schemas.ts';

/** As many entries as a document's history holds; the oldest go first. */
export const mostEntries = 60;

/** One result of a document's history. Ids of later entries sort after those of earlier ones. */
export type HistoryEntry = {
  /** Opaque; the result's layer bears it too. */
  id: string;
  /** Milliseconds since 1970. */
  time: number;
  recipe: Recipe | null;
  /** A small picture as a data URL; empty where there is none. */
  thumbnail: string;
  node: NodeId;
  /** The name of the page that it was placed on. */
  page: string;
};

export const resultId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/));

/** What a person may repeat: an object of JSON values. Its length is limited where it is written. */
export const recipeSchema = v.custom<Recipe>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && isFigmaValue(value),
  'not a recipe',
);

export const historyEntrySchema: v.GenericSchema<unknown, HistoryEntry> = v.object({
  id: resultId,
  time: notNegative,
  recipe: v.nullable(recipeSchema),
  thumbnail: v.pipe(v.string(), v.maxLength(60_000), v.regex(/^(data:image\/|$)/)),
  node: v.pipe(v.string(), v.maxLength(1000)),
  page: v.pipe(v.string(), v.maxLength(1000)),
});

/** Reads an entry as it was written down; null where it is none. */
export function parseHistoryEntry(text: string): HistoryEntry | null {
  try {
    const read = v.safeParse(historyEntrySchema, JSON.parse(text));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
