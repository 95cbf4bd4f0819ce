import { createCancellation } from '../../protocol/cancellation.ts';
import type { InstallProgress, Shelf, ShelfItem } from '../../protocol/shelf.ts';
import { createDownloader } from '../../ui/engine/worker/downloads/create-downloader.ts';
import { createImportedModels, type ImportedModels } from '../../ui/engine/worker/imported-models.ts';
import { createEngineShelf, type EngineShelf } from '../../ui/engine/worker/shelf/create-shelf.ts';
import { createMemoryTable } from '../../ui/engine/worker/store/memory-table.ts';
import { openPackIndex } from '../../ui/engine/worker/store/pack-index.ts';
import type { PackLock } from '../../ui/engine/worker/store/pack-lock.ts';
import { createPieceStore } from '../../ui/engine/worker/store/piece-store.ts';
import { assembleShelf, type ShelfStore } from '../../ui/engine/worker/store/shelf-store.ts';

/** One holder at a time per pack, as Web Locks give it to pages; Node has none. */
function createNodeLock(): PackLock {
  const tails = new Map<string, Promise<unknown>>();
  return {
    hold({ id, revision }, _signal, act) {
      const key = `${id}@${revision}`;
      const turn = (tails.get(key) ?? Promise.resolve()).then(act);
      tails.set(
        key,
        turn.catch(() => {}),
      );
      return turn;
    },
  };
}

/** The engine's store on a disk that is kept in memory; `freeBytes` is what the browser would say. */
export async function openRigStore(freeBytes = 1e9): Promise<ShelfStore> {
  const store = assembleShelf({
    files: { ...createPieceStore('memory', createMemoryTable()), kind: 'opfs' },
    index: await openPackIndex(),
    lock: createNodeLock(),
    now: () => Date.now(),
  });
  return { ...store, room: async () => ({ usedBytes: 0, freeBytes, isPersistent: true }) };
}

export type ShelfRig = {
  shelf: EngineShelf;
  imported: ImportedModels;
  /** Every shelf that was announced. */
  told: Shelf[];
  dropped: string[];
  item(id: string): Promise<ShelfItem>;
  /** Installs with the license accepted that the item shows. */
  install(id: string): Promise<ShelfItem>;
};

/** A caller that waits as long as it takes. */
export const patient = () => ({
  cancelled: createCancellation().token,
  progress: (_: InstallProgress) => {},
});

/** The real shelf with the real downloader, over a store; another rig over the same store is the next start. */
export function createShelfRig(store: ShelfStore): ShelfRig {
  const told: Shelf[] = [];
  const dropped: string[] = [];
  const imported = createImportedModels();
  const shelf = createEngineShelf({
    openStore: async () => store,
    createDownloader: (kept) => createDownloader({ shelf: kept, pieceBytes: 64 * 1024, lanes: 2 }),
    imported,
    drop: async (id) => void dropped.push(id),
    freeMemory: async () => {},
    onChanged: (next) => told.push(next),
  });
  const { handlers } = shelf;
  const read = async () => (await handlers.readShelf(undefined, patient() as never)) as Shelf;
  async function item(id: string): Promise<ShelfItem> {
    const found = (await read()).items.find((one) => one.id === id);
    if (found === undefined) throw new Error(`${id} is not on the shelf`);
    return found;
  }
  return {
    shelf,
    imported,
    told,
    dropped,
    item,
    async install(id) {
      const acceptedLicense = (await item(id)).license?.textHash ?? null;
      return (await handlers.install({ id, acceptedLicense }, patient())) as ShelfItem;
    },
  };
}
