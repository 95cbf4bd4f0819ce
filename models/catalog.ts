import { bundledPacks } from './catalog/bundled-packs.ts';
import type { CatalogEntry } from './catalog/catalog-entry.ts';
import { helpers } from './catalog/helpers.ts';
import { own } from './catalog/own.ts';
import { quality } from './catalog/quality.ts';
import { quick } from './catalog/quick.ts';

export type { BundledEntry } from './catalog/bundled-packs.ts';
export { bundledPacks } from './catalog/bundled-packs.ts';
export type * from './catalog/catalog-entry.ts';
export { catalogGroups } from './catalog/groups.ts';

/** The models that this edition knows, by group; in a group, those that ask for less memory come first. */
export const catalog: readonly CatalogEntry[] = [...bundledPacks, ...quick, ...quality, ...own, ...helpers];

/** Looks a model up by its id; null where this edition does not know it. */
export function findInCatalog(id: string): CatalogEntry | null {
  return catalog.find((entry) => entry.id === id) ?? null;
}
