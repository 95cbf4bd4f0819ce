import { finish, openDatabase, settle } from './database.ts';
import { folderOfPack, type PackName } from './pack-folder.ts';

/** What is remembered of an installed pack apart from its files, so that their loss is noticed. */
export type IndexEntry = PackName & { readonly bytes: number; readonly lastUsedAt: number };

/** The second place that knows which packs are installed. */
export type PackIndex = {
  all(): Promise<IndexEntry[]>;
  put(entry: IndexEntry): Promise<void>;
  /** Notes a use; content where the pack is not in here. */
  touch(name: PackName, usedAt: number): Promise<void>;
  remove(name: PackName): Promise<void>;
};

function createMemoryIndex(): PackIndex {
  const entries = new Map<string, IndexEntry>();
  return {
    all: async () => [...entries.values()],
    put: async (entry) => void entries.set(folderOfPack(entry), entry),
    async touch(name, lastUsedAt) {
      const entry = entries.get(folderOfPack(name));
      if (entry !== undefined) entries.set(folderOfPack(name), { ...entry, lastUsedAt });
    },
    remove: async (name) => void entries.delete(folderOfPack(name)),
  };
}

/** The index in IndexedDB, which is apart from the files; in memory where that is refused. */
export async function openPackIndex(): Promise<PackIndex> {
  let database: IDBDatabase;
  try {
    database = await openDatabase('underpaint-pack-index', { packs: null });
  } catch {
    return createMemoryIndex();
  }

  async function change(act: (packs: IDBObjectStore) => unknown): Promise<void> {
    const transaction = database.transaction('packs', 'readwrite', { durability: 'strict' });
    const kept = finish(transaction);
    act(transaction.objectStore('packs'));
    await kept;
  }

  return {
    all: () => settle(database.transaction('packs').objectStore('packs').getAll()),
    put: (entry) => change((packs) => packs.put(entry, folderOfPack(entry))),
    touch: (name, lastUsedAt) =>
      change((packs) => {
        const request: IDBRequest<IndexEntry | undefined> = packs.get(folderOfPack(name));
        request.onsuccess = () => {
          if (request.result !== undefined) packs.put({ ...request.result, lastUsedAt }, folderOfPack(name));
        };
      }),
    remove: (name) => change((packs) => packs.delete(folderOfPack(name))),
  };
}
