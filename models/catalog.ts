/** What is known of a pack before any of its files is here. */
export type CatalogEntry = {
  id: string;
  name: string;
  /** SPDX identifier of the weights' licence. */
  license: string;
  /** Folder of the pack, relative to the engine page, with `files.json` (path, bytes, sha256 of every file) in it. */
  folder: string;
  nativePx: { width: number; height: number };
  defaults: { steps: number; guidance: number; scheduler: 'ddim' | 'euler' };
  tasks: readonly ('generate' | 'fill' | 'vary')[];
};

/** The packs that this edition knows. The first one comes with the engine page and needs no download. */
export const catalog: readonly CatalogEntry[] = [
  {
    id: 'default',
    name: 'Underpaint',
    license: 'MIT',
    folder: 'models/default/',
    nativePx: { width: 128, height: 128 },
    defaults: { steps: 8, guidance: 3, scheduler: 'ddim' },
    tasks: ['generate', 'fill', 'vary'],
  },
];

/** Looks a pack up by its id; null where this edition does not know it. */
export function findInCatalog(id: string): CatalogEntry | null {
  return catalog.find((entry) => entry.id === id) ?? null;
}
