import { type ReadonlySignal, signal } from '@preact/signals';

/** The file whose recipe was taken over last, and the job that was shown then: with the next one it is no news any more. */
export type Imported = { name: string; job: number | null };

/** What the panel shows of recipes that come from files. */
export type ProvenanceState = {
  imported: ReadonlySignal<Imported | null>;
  setImported(imported: Imported | null): void;
};

export function createProvenanceState(): ProvenanceState {
  const imported = signal<Imported | null>(null);
  return {
    imported,
    setImported(next) {
      imported.value = next;
    },
  };
}
