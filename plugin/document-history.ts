import { type HistoryEntry, mostEntries, parseHistoryEntry } from '../protocol/history-entry.ts';
import type { RecipesChoice } from '../protocol/host-contract.ts';
import { utf8Length } from '../protocol/utf8-length.ts';
import { writeDocumentNotes, writeRoot } from './document-notes.ts';
import { canStore, mark } from './marks.ts';

const prefix = 'history/';
/** Figma keeps at most 100 kB per entry: the plugin's id, the key and the value, as UTF-8. */
const mostBytes = 99_000;

/** The history that stands in the document, oldest first. */
export function readHistory(): { entries: HistoryEntry[] } {
  const texts = keys().map((key) => figma.root.getPluginData(key));
  return { entries: texts.map(parseHistoryEntry).filter((entry) => entry !== null) };
}

/** Writes entries in the step that is going on and drops the oldest of too many. */
export function keepEntries(entries: readonly HistoryEntry[]): void {
  for (const entry of entries) {
    const text = fit(entry);
    if (text !== null) writeRoot(prefix + entry.id, text);
  }
  // The ids begin with the time, so they sort by age.
  for (const key of keys().slice(0, -mostEntries)) writeRoot(key, '');
}

type Choice = { document: string; recipes: RecipesChoice; entries: HistoryEntry[] };

/**
 * Writes what the person has chosen for the document, a step of its own: with `allowed` the entries too; with `refused` all
 * entries go, and with them the recipes of their layers.
 */
export async function writeHistory({ document, recipes, entries }: Choice): Promise<null> {
  if (recipes === 'refused') await figma.loadAllPagesAsync();
  // Copies carry a recipe as well, and layers that no entry names any more.
  const layers =
    recipes === 'refused' ? figma.root.findAllWithCriteria({ pluginData: { keys: ['recipe'] } }) : [];
  writeDocumentNotes(document, recipes);
  if (recipes === 'allowed') keepEntries(entries);
  if (recipes === 'refused') {
    for (const key of keys()) writeRoot(key, '');
    for (const layer of layers) if (!layer.removed) mark(layer, 'recipe', '');
  }
  figma.commitUndo();
  return null;
}

/** Takes entries out of the document, a step of its own. */
export function dropHistory({ ids }: { ids: string[] }): null {
  for (const id of ids) writeRoot(prefix + id, '');
  figma.commitUndo();
  return null;
}

function keys(): string[] {
  if (!canStore()) return [];
  return figma.root
    .getPluginDataKeys()
    .filter((key) => key.startsWith(prefix))
    .sort();
}

/** An entry as it is written; without its picture where it is too large with it, null where it is too large anyway. */
function fit(entry: HistoryEntry): string | null {
  const texts = [entry, { ...entry, thumbnail: '' }].map((one) => JSON.stringify(one));
  const around = utf8Length((figma.pluginId ?? '') + prefix + entry.id);
  return texts.find((text) => utf8Length(text) + around <= mostBytes) ?? null;
}
