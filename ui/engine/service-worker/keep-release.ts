import { addressOfKeptModel, keptModelsCache, releasePrefix } from '../../../protocol/offline.ts';
import { fetchVerified } from './fetch-verified.ts';
import type { Release, ReleaseFile } from './release.ts';
import type { ReleaseStore } from './release-store.ts';

/**
 * Fetches what is missing of a release, one file after the other, so that a picture being painted meanwhile is hardly
 * slowed down. Rejects where a file does not come or the disk is full; what has come is kept for the next attempt, and
 * serves nobody until all of it is there.
 */
export function keepRelease(store: ReleaseStore, files: readonly ReleaseFile[]): Promise<void> {
  return navigator.locks.request(store.name, { mode: 'shared' }, async () => {
    for (const file of files) {
      if ((await store.read(file)) !== null) continue;
      await store.put(file, await fetchVerified(file, store.addressOf(file)));
    }
    await store.setComplete(true);
  });
}

/** Removes the other releases that no page uses, wherever their folder on this origin is, and then their models. */
export async function removeUnusedReleases(own: string, release: Release): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(releasePrefix) && name !== own);
  for (const name of others) {
    await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await caches.delete(name);
    });
  }
  const left = (await caches.keys()).filter((name) => name.startsWith(releasePrefix) && name !== own);
  // A release that is still in use keeps models that this one does not know.
  if (left.length > 0 || !(await caches.has(keptModelsCache))) return;
  const models = await caches.open(keptModelsCache);
  const known = new Set(release.files.map(({ sha256 }) => addressOfKeptModel(sha256)));
  for (const { url } of await models.keys()) if (!known.has(url)) await models.delete(url);
}
