import { bundledPacks } from './catalog/bundled-packs.ts';
import type { CatalogEntry, GroupId, LocalText } from './catalog/catalog-entry.ts';
import { helpers } from './catalog/helpers.ts';
import { own } from './catalog/own.ts';
import { quality } from './catalog/quality.ts';
import { quick } from './catalog/quick.ts';

export type { BundledEntry } from './catalog/bundled-packs.ts';
export { bundledPacks } from './catalog/bundled-packs.ts';
export type * from './catalog/catalog-entry.ts';

/** The catalog's groups in the order that a designer would look through them. */
export const catalogGroups: readonly { id: GroupId; title: LocalText }[] = [
  { id: 'included', title: { en: 'Included', de: 'Enthalten' } },
  { id: 'quick', title: { en: 'Quick', de: 'Schnell' } },
  { id: 'quality', title: { en: 'Finished pictures', de: 'Fertige Bilder' } },
  { id: 'own', title: { en: 'Your own', de: 'Eigene' } },
  { id: 'helpers', title: { en: 'Helpers', de: 'Helfer' } },
];

/** The models that this edition knows, by group; in a group, those that ask for less memory come first. */
export const catalog: readonly CatalogEntry[] = [...bundledPacks, ...quick, ...quality, ...own, ...helpers];

/** Looks a model up by its id; null where this edition does not know it. */
export function findInCatalog(id: string): CatalogEntry | null {
  return catalog.find((entry) => entry.id === id) ?? null;
}
