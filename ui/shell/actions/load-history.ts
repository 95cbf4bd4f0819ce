import { AppError } from '../../../protocol/errors.ts';
import { type HistoryEntry, mostEntries, parseHistoryEntry } from '../../../protocol/history-entry.ts';
import { utf8Length } from '../../../protocol/utf8-length.ts';
import type { PanelContext } from './panel-context.ts';

/** What this machine keeps of one document; all of a plugin's storage is 5 MB. */
const mostBytes = 900_000;

const keyOf = (document: string) => `history-${document}`;

/** Reads once what the document and this machine have kept. Never rejects: what cannot be read is not listed. */
export async function loadHistory({ state, host }: PanelContext): Promise<void> {
  if (state.history.isLoaded.value) return;
  const document = state.consent.document.value;
  const [inDocument, here] = await Promise.all([
    document === null
      ? []
      : host.call('readHistory').then(
          ({ entries }) => entries,
          () => null,
        ),
    document === null ? [] : host.call('loadKept', { key: keyOf(document) }).then(parseKept, () => null),
  ]);
  // What could not be read is not to be written over: the next time it may be there.
  if (here === null || inDocument === null) return;
  state.history.load(here, inDocument);
}

/**
 * Keeps the history on this machine too, where an undo does not reach it; the oldest entries give way. Rejects with
 * AppError('storage-full') where not even the newer half finds room, or where what is there could not be read.
 */
export async function saveHistoryHere({ state, host }: PanelContext): Promise<void> {
  const document = state.consent.document.value;
  if (document === null) return;
  if (!state.history.isLoaded.value) throw new AppError('storage-full', 'What is kept could not be read.');
  const entries = [...state.history.entries.value];
  const save = (kept: readonly HistoryEntry[]) =>
    host.call('saveKept', { key: keyOf(document), value: fitText(kept) });
  await save(entries).catch(() => save(entries.slice(0, Math.ceil(entries.length / 2))));
}

/** As many of the newest as have room, one per line. */
function fitText(newestFirst: readonly HistoryEntry[]): string | null {
  let bytes = 0;
  const lines: string[] = [];
  for (const entry of newestFirst) {
    const line = JSON.stringify(entry);
    bytes += utf8Length(line) + 1;
    if (bytes > mostBytes) break;
    lines.push(line);
  }
  return lines.length === 0 ? null : lines.join('\n');
}

function parseKept({ value }: { value: string | null }): HistoryEntry[] {
  const lines = (value ?? '').split('\n').slice(0, mostEntries);
  return lines.map(parseHistoryEntry).filter((entry) => entry !== null);
}
