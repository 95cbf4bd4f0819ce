import { addressOfKeptModel, keptModelsCache, nameRelease } from '../../../protocol/offline.ts';
import { isIntact } from './fetch-verified.ts';
import type { Release, ReleaseFile } from './release.ts';

/** The files of one release in the browser's Cache Storage. */
export type ReleaseStore = {
  /** The name of the release's cache and of its lock. */
  readonly name: string;
  /** The file's address on its server. */
  addressOf(file: ReleaseFile): string;
  /** True once everything was kept, and nothing of it has been found broken since. */
  isComplete(): Promise<boolean>;
  /** Says that everything is kept, or that it is not. */
  setComplete(isComplete: boolean): Promise<void>;
  /** A file with the headers that it came with, its bytes checked; null where it is not kept or no longer intact. */
  read(file: ReleaseFile): Promise<Response | null>;
  /** Keeps a file that has been checked. */
  put(file: ReleaseFile, response: Response): Promise<void>;
};

/** Opens the store of a release whose files lie in `folderUrl`. */
export function openReleaseStore(folderUrl: string, release: Release): ReleaseStore {
  const name = nameRelease(folderUrl, release.id);
  // Written last and removed first: half a release counts as none.
  const mark = new URL('complete-release', folderUrl).href;
  const addressOf = (file: ReleaseFile) => new URL(file.path, folderUrl).href;

  /** A pack's file is kept where the worker keeps it too, under its hash: one copy for both, and for every release. */
  async function placeOf(file: ReleaseFile): Promise<{ cache: Cache; address: string }> {
    const isModel = file.part === 'model';
    return {
      cache: await caches.open(isModel ? keptModelsCache : name),
      address: isModel ? addressOfKeptModel(file.sha256) : addressOf(file),
    };
  }

  return {
    name,
    addressOf,
    async isComplete() {
      return (await (await caches.open(name)).match(mark)) !== undefined;
    },
    async setComplete(isComplete) {
      const cache = await caches.open(name);
      if (isComplete) await cache.put(mark, new Response(release.id));
      else await cache.delete(mark);
    },
    async read(file) {
      const { cache, address } = await placeOf(file);
      const kept = await cache.match(address);
      if (kept === undefined) return null;
      return (await isIntact(await kept.clone().arrayBuffer(), file)) ? kept : null;
    },
    async put(file, response) {
      const { cache, address } = await placeOf(file);
      await cache.put(address, response);
    },
  };
}
