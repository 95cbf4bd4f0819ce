import { type CatalogEntry, catalog } from '../../models/catalog.ts';
import type { Shelf, ShelfItem } from '../../protocol/shelf.ts';

/** A row of the catalog as the engine tells it before anything is installed. */
function itemFrom({ source, ...entry }: CatalogEntry, index: number): ShelfItem {
  return {
    id: entry.id,
    name: entry.name,
    purpose: entry.purpose,
    kind: entry.kind,
    tasks: [...entry.tasks],
    group: entry.group,
    bytes: entry.downloadBytes,
    installedBytes: source.from === 'engine' ? 30e6 : 0,
    license: { ...entry.license, textHash: index.toString(16).padStart(64, '0'), acceptedOn: null },
    unverified: entry.unverified,
    isPinned: source.from === 'hub' && source.files.some(({ sha256 }) => sha256 === null),
    origin: source.from === 'engine' ? 'page' : 'catalog',
    isDownloadable: source.from === 'hub',
    pages: source.from === 'person' ? [...source.pages] : [],
    state: source.from === 'engine' ? 'installed' : 'offered',
    progress: null,
    failure: null,
    fit:
      entry.awaits.length > 0
        ? { verdict: 'unfit', reason: 'not-yet', subject: null }
        : { verdict: 'fits', reason: null, subject: null },
    lastUsed: null,
  };
}

const accepted = '2026-11-20T09:00:00.000Z';

/** The whole catalog, as on a good machine on the first day. */
export function makeShelf(changes: Record<string, Partial<ShelfItem>> = {}, storage = {}): Shelf {
  return {
    items: catalog.map(itemFrom).map((item) => ({ ...item, ...changes[item.id] })),
    storage: { kind: 'opfs', usedBytes: 0, freeBytes: 118.4e9, isPersisted: true, ...storage },
    bases: [],
  };
}

const totalBytes = 2_135_781_486;
const moving = (share: number, bytesPerSecond: number) => ({
  doneBytes: Math.round(totalBytes * share),
  totalBytes,
  bytesPerSecond,
  secondsLeft: (totalBytes * (1 - share)) / bytesPerSecond,
});
const resting = (share: number) => ({ installedBytes: Math.round(totalBytes * share) });
const sd15 = (change: Partial<ShelfItem>) => makeShelf({ 'sd-1.5': change }, { usedBytes: 0.9e9 });
const lackingHalves = { verdict: 'unfit', reason: 'no-half-floats', subject: null } as const;

/** A person's own model, in no group of the catalog. */
export const ownFox: ShelfItem = {
  ...itemFrom(catalog[0]!, 0),
  id: 'folder:fox',
  name: 'Fox watercolors',
  purpose: null,
  group: null,
  license: null,
  origin: 'folder',
  bytes: null,
  state: 'installed',
  installedBytes: 1.72e9,
  lastUsed: '2026-11-21T16:20:00.000Z',
};

/** Moments of the shelf that are looked at and tested. */
export const shelfScenes = {
  start: () => makeShelf(),
  downloading: () => sd15({ state: 'downloading', progress: moving(0.43, 12.3e6) }),
  paused: () => sd15({ state: 'paused', ...resting(0.43) }),
  resumed: () => sd15({ state: 'downloading', progress: moving(0.44, 8.1e6) }),
  waiting: () => sd15({ state: 'waiting', ...resting(0.43) }),
  verifying: () => sd15({ state: 'verifying', progress: { ...moving(0.82, 310e6), secondsLeft: null } }),
  failed: () =>
    sd15({ state: 'failed', ...resting(0.43), failure: { code: 'network-lost', subject: 'huggingface.co' } }),
  'no-space': () =>
    makeShelf(
      {
        'sd-1.5': { state: 'failed', failure: { code: 'no-space', subject: '2.1 GB > 0.8 GB' } },
      },
      { freeBytes: 0.8e9, usedBytes: 4.4e9, isPersisted: false },
    ),
  unsupported: () =>
    makeShelf({
      'lcm-tiny-sd': { fit: lackingHalves },
      'sd-turbo': { fit: lackingHalves },
      'sd-1.5': { fit: { verdict: 'slow', reason: 'software-gpu', subject: 'SwiftShader' } },
      'segmind-vega': { fit: { verdict: 'unfit', reason: 'buffer-too-small', subject: '1.9 GB > 1 GB' } },
    }),
  installed: () => ({
    ...makeShelf(
      {
        default: { lastUsed: '2026-11-22T08:00:00.000Z' },
        'sd-1.5': {
          state: 'installed',
          installedBytes: totalBytes,
          lastUsed: '2026-11-21T16:20:00.000Z',
          license: {
            ...itemFrom(catalog.find(({ id }) => id === 'sd-1.5')!, 4).license!,
            acceptedOn: accepted,
          },
        },
        'segmind-vega': { state: 'evicted', installedBytes: 1.2e9 },
      },
      { usedBytes: 5.1e9 },
    ),
    bases: ['https://models.example.com/underpaint/', 'http://localhost:8090/'],
  }),
  own: () => {
    const shelf = makeShelf({}, { usedBytes: 1.7e9, freeBytes: null, isPersisted: false, kind: 'indexeddb' });
    return { ...shelf, items: [...shelf.items, ownFox] };
  },
  memory: () => makeShelf({}, { kind: 'memory', freeBytes: null, isPersisted: false }),
} satisfies Record<string, () => Shelf>;

export type ShelfScene = keyof typeof shelfScenes;
