import { hashBytes } from '../integrity.ts';
import type { FileStore } from './file-store.ts';

/** A small value that is kept in two files in turn, so that there is always one whole. */
export type SlotFile = {
  /** What was last saved whole; null where nothing was. */
  readonly value: unknown;
  /** Keeps a value; the former one stays readable until this one is safe. One call at a time. */
  save(value: unknown): Promise<void>;
};

type Slot = { sequence: number; value: unknown };

const slotPath = (path: string, sequence: number) => `${path}.${sequence % 2}`;

async function readSlot(store: FileStore, path: string): Promise<Slot | null> {
  try {
    const text = await (await store.open(path))?.text();
    if (text === undefined) return null;
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== (await hashBytes(new TextEncoder().encode(body)))) return null;
    return JSON.parse(body) as Slot;
  } catch {
    // Half written, or being written by another page at this moment: the other slot is whole.
    return null;
  }
}

async function readLatest(store: FileStore, path: string): Promise<Slot | null> {
  const slots = await Promise.all([0, 1].map((slot) => readSlot(store, slotPath(path, slot))));
  return slots.reduce((best, slot) => ((slot?.sequence ?? -1) > (best?.sequence ?? -1) ? slot : best), null);
}

/** The value that was last saved whole under a path; null where there is none. */
export async function readSlots(store: FileStore, path: string): Promise<unknown> {
  return (await readLatest(store, path))?.value ?? null;
}

/** Opens a value for saving it over and over. */
export async function openSlotFile(store: FileStore, path: string): Promise<SlotFile> {
  const latest = await readLatest(store, path);
  let sequence = latest?.sequence ?? 0;
  return {
    value: latest?.value ?? null,
    async save(value) {
      // Counted on only once it is safe: after a failure the next try must not overwrite the slot that is still whole.
      const next = sequence + 1;
      const body = JSON.stringify({ sequence: next, value } satisfies Slot);
      const hash = await hashBytes(new TextEncoder().encode(body));
      const file = await store.openForWriting(slotPath(path, next));
      try {
        await file.truncate(0);
        await file.write(new TextEncoder().encode(`${hash}\n${body}`), 0);
        await file.flush();
      } finally {
        await file.close();
      }
      sequence = next;
    },
  };
}

/** Removes a value, the newer slot last, so that an older value never comes back to life. */
export async function removeSlots(store: FileStore, path: string): Promise<void> {
  const sequence = (await readLatest(store, path))?.sequence ?? 0;
  await store.remove(slotPath(path, sequence + 1));
  await store.remove(slotPath(path, sequence));
}
