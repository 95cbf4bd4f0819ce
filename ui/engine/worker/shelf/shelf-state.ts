import type { CatalogEntry } from '../../../../models/catalog.ts';
import type { Shelf, ShelfItem } from '../../../../protocol/shelf.ts';
import type { Downloader } from '../downloads/create-downloader.ts';
import type { Fetch } from '../downloads/fetch-answer.ts';
import type { ShelfStore, StoredPack } from '../store/shelf-store.ts';
import type { StorageRoom } from '../store/storage-room.ts';
import { assembleItems } from './assemble-items.ts';
import type { MachineFacts } from './probe-machine.ts';
import { type BaseOffer, readBase } from './read-base.ts';
import { createShelfJobs, type ShelfJobs } from './shelf-jobs.ts';
import { openShelfNotes, type ShelfNotes } from './shelf-notes.ts';
import { createThrottle } from './throttle.ts';

export type ShelfStateOptions = {
  store: ShelfStore;
  downloader: Downloader;
  fetch: Fetch;
  catalog: readonly CatalogEntry[];
  probeMachine(): Promise<MachineFacts>;
  /** Items that only this page knows. */
  listHeld(): ShelfItem[];
  onChanged(shelf: Shelf): void;
};

/** What everything on the shelf works on: the store, the notes, what goes on, and the shelf as it is shown. */
export type ShelfState = Omit<ShelfStateOptions, 'onChanged' | 'listHeld'> & {
  notes: ShelfNotes;
  jobs: ShelfJobs;
  /** The shelf as it is now, what is stored looked at anew. */
  read(): Promise<Shelf>;
  /** The catalog's row of a model, or that of a server; null where neither has one. */
  findRow(id: string): CatalogEntry | null;
  findItem(id: string): Promise<ShelfItem | null>;
  stored(id: string): Promise<StoredPack[]>;
  /** Looks through the servers that are noted and not known yet; one that cannot be read is passed over. */
  meetBases(): Promise<void>;
  keepBase(base: string, offer: BaseOffer | null): void;
  /** What is stored may be another: looks, and tells the panel. */
  change(): void;
};

/** At most four changes a second reach the panel. */
const leastPauseMs = 250;

/** Puts the shelf's parts together. */
export function createShelfState(options: ShelfStateOptions): ShelfState {
  const { store, fetch, catalog, probeMachine } = options;
  const notes = openShelfNotes(store);
  const offers = new Map<string, BaseOffer>();
  let isStale = true;
  let known: { stored: StoredPack[]; room: StorageRoom } | null = null;

  const throttle = createThrottle(leastPauseMs, async () => options.onChanged(await assemble()));
  const jobs = createShelfJobs((isTurn) => {
    isStale ||= isTurn;
    throttle.ask();
  });

  async function look() {
    if (known !== null && !isStale) return known;
    isStale = false;
    const [stored, room] = await Promise.all([store.list(), store.room()]);
    known = { stored, room };
    return known;
  }

  async function assemble(): Promise<Shelf> {
    const [{ stored, room }, kept, machine] = await Promise.all([look(), notes.read(), probeMachine()]);
    const bases = kept.bases.flatMap((base) => offers.get(base) ?? []);
    const held = options.listHeld();
    return {
      items: await assembleItems({ catalog, bases, notes: kept, stored, held, machine, jobs }),
      storage: {
        kind: store.kind,
        usedBytes: stored.reduce((sum, { bytes }) => sum + bytes, 0),
        freeBytes: room.freeBytes,
        isPersisted: room.isPersistent ?? false,
      },
      bases: kept.bases,
    };
  }

  function read(): Promise<Shelf> {
    isStale = true;
    return assemble();
  }

  function change(): void {
    isStale = true;
    throttle.ask();
  }

  return {
    ...options,
    notes,
    jobs,
    read,
    change,
    findRow(id) {
      const rows = [...offers.values()].flatMap((offer) => offer.rows);
      return [...catalog, ...rows].find((entry) => entry.id === id) ?? null;
    },
    findItem: async (id) => (await read()).items.find((item) => item.id === id) ?? null,
    stored: async (id) => (await store.list()).filter((pack) => pack.id === id),
    async meetBases() {
      const { bases } = await notes.read();
      await Promise.all(
        bases.map(async (base) => {
          if (offers.has(base)) return;
          const offer = await readBase(fetch, base, catalog).catch(() => null);
          if (offer === null) return;
          offers.set(base, offer);
          throttle.ask();
        }),
      );
    },
    keepBase(base, offer) {
      if (offer === null) offers.delete(base);
      else offers.set(base, offer);
      throttle.ask();
    },
  };
}
