import { openFileStore } from './open-file-store.ts';
import { openPackIndex } from './pack-index.ts';
import { createPackLock } from './pack-lock.ts';
import { assembleShelf, type ShelfStore } from './shelf-store.ts';

/** The shelf of this origin, in the best place that the browser allows. For workers of a secure page. */
export async function createShelfStore(): Promise<ShelfStore> {
  const [files, index] = await Promise.all([openFileStore(), openPackIndex()]);
  return assembleShelf({ files, index, lock: createPackLock(navigator.locks), now: () => Date.now() });
}
