import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { type HistoryEntry, mostEntries } from '../../../protocol/history-entry.ts';
import type { Recipe } from '../../../protocol/host-contract.ts';
import { hasWords } from './prompts.ts';

/** What has been applied in this document, newest first. */
export type HistoryState = {
  entries: ReadonlySignal<readonly HistoryEntry[]>;
  /** False until what the document and this machine have kept is read. */
  isLoaded: ReadonlySignal<boolean>;
  isOpen: ReadonlySignal<boolean>;
  query: ReadonlySignal<string>;
  /** The entries whose prompt has every word of the query. */
  found: ReadonlySignal<readonly HistoryEntry[]>;
  /** The ids of what this panel has placed since it opened, newest last. */
  placed: ReadonlySignal<readonly string[]>;
  /** Takes over what was kept; a later telling of the same entry counts. */
  load(...kept: readonly HistoryEntry[][]): void;
  put(entry: HistoryEntry): void;
  drop(id: string): void;
  setOpen(isOpen: boolean): void;
  search(query: string): void;
};

export function createHistoryState(): HistoryState {
  const entries = signal<readonly HistoryEntry[]>([]);
  const isLoaded = signal(false);
  const isOpen = signal(false);
  const query = signal('');
  const placed = signal<readonly string[]>([]);
  const take = (more: readonly HistoryEntry[]) => {
    entries.value = newestFirst([...entries.value, ...more]);
  };
  return {
    entries,
    isLoaded,
    isOpen,
    query,
    placed,
    found: computed(() => {
      return entries.value.filter(({ recipe }) => hasWords(promptOf(recipe), query.value));
    }),
    load(...kept) {
      batch(() => {
        isLoaded.value = true;
        take(kept.flat());
      });
    },
    put(entry) {
      batch(() => {
        placed.value = [...placed.value, entry.id];
        take([entry]);
      });
    },
    drop(id) {
      batch(() => {
        entries.value = entries.value.filter((entry) => entry.id !== id);
        placed.value = placed.value.filter((other) => other !== id);
      });
    },
    setOpen(next) {
      isOpen.value = next;
    },
    search(next) {
      query.value = next;
    },
  };
}

/** What was asked for; empty where nobody knows it here, or nothing was said. */
export function promptOf(recipe: Recipe | null): string {
  const request = recipe?.request;
  return typeof request === 'object' && request !== null && 'prompt' in request ? String(request.prompt) : '';
}

/** One of each, newest first and as many as are kept; one that knows its recipe goes before one that does not. */
function newestFirst(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const byId = new Map<string, HistoryEntry>();
  for (const entry of entries) {
    const known = byId.get(entry.id);
    byId.set(entry.id, { ...entry, recipe: entry.recipe ?? known?.recipe ?? null });
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, mostEntries);
}
