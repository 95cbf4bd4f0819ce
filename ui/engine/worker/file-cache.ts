import { addressOfKeptModel, keptModelsCache } from '../../../protocol/offline.ts';
import type { FileCache } from './model-files.ts';

/** The page's Cache Storage as a store of model files; null where the browser refuses storage to a framed page. */
export async function openFileCache(): Promise<FileCache | null> {
  try {
    const cache = await caches.open(keptModelsCache);
    return {
      async get(sha256) {
        const response = await cache.match(addressOfKeptModel(sha256));
        return response === undefined ? null : new Uint8Array(await response.arrayBuffer());
      },
      put: (sha256, bytes) => cache.put(addressOfKeptModel(sha256), new Response(bytes)),
    };
  } catch {
    return null;
  }
}

/** True where this page may keep files over restarts. */
export async function probeStorage(): Promise<boolean> {
  return (await openFileCache()) !== null;
}
