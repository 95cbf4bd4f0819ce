import type { BundledSource, CatalogEntry, GroupId, LocalText } from './catalog/catalog-entry.ts';
import { helpers } from './catalog/helpers.ts';
import { licenses } from './catalog/licenses.ts';
import { own } from './catalog/own.ts';
import { quality } from './catalog/quality.ts';
import { quick } from './catalog/quick.ts';

export type * from './catalog/catalog-entry.ts';

/** A pack that needs no download. */
export type BundledEntry = Extract<CatalogEntry, { kind: 'diffusion' }> & { source: BundledSource };

/** The packs that come with the engine page. The first one is what people get who choose nothing. */
export const bundledPacks: readonly [BundledEntry, ...BundledEntry[]] = [
  {
    id: 'default',
    name: 'Underpaint',
    kind: 'diffusion',
    group: 'included',
    purpose: {
      en: 'Flat shapes, patterns and simple landscapes from the first minute, on any machine.',
      de: 'Flächige Formen, Muster und einfache Landschaften ab der ersten Minute, auf jedem Rechner.',
    },
    tasks: ['generate', 'fill', 'vary'],
    source: { from: 'engine', folder: 'models/default/' },
    downloadBytes: null,
    weights: 'fp16',
    nativePx: { width: 128, height: 128 },
    gpuMemory: null,
    needs: [],
    awaits: [],
    defaults: { steps: 8, guidance: 3, scheduler: 'ddim' },
    license: licenses.mit,
    unverified: false,
    notes:
      'Trained in this repository; models/default/MODEL_CARD.md says what it knows. Computes in 32 bits.',
  },
];

/** The catalog's groups in the order that a designer would look through them. */
export const catalogGroups: readonly { id: GroupId; title: LocalText }[] = [
  { id: 'included', title: { en: 'Included', de: 'Enthalten' } },
  { id: 'quick', title: { en: 'Quick', de: 'Schnell' } },
  { id: 'quality', title: { en: 'Finished pictures', de: 'Fertige Bilder' } },
  { id: 'own', title: { en: 'Your own', de: 'Eigene' } },
  { id: 'helpers', title: { en: 'Helpers', de: 'Helfer' } },
];

/** The models that this edition knows, by group; in a group, the one that asks for least comes first. */
export const catalog: readonly CatalogEntry[] = [...bundledPacks, ...quick, ...quality, ...own, ...helpers];

/** Looks a model up by its id; null where this edition does not know it. */
export function findInCatalog(id: string): CatalogEntry | null {
  return catalog.find((entry) => entry.id === id) ?? null;
}
