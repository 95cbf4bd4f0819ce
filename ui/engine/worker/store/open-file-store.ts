import type { FileStore } from './file-store.ts';
import { openIndexedDbTable } from './indexeddb-table.ts';
import { createMemoryTable } from './memory-table.ts';
import { openOpfsStore } from './opfs-store.ts';
import { createPieceStore } from './piece-store.ts';

const rootName = 'underpaint-packs';

/** The best place for files that this browser allows: files, else records, else memory that ends with the page. */
export async function openFileStore(): Promise<FileStore> {
  try {
    return await openOpfsStore(rootName);
  } catch {
    // Firefox refuses it in private windows.
  }
  try {
    return createPieceStore('indexeddb', await openIndexedDbTable(rootName));
  } catch {
    return createPieceStore('memory', createMemoryTable());
  }
}
