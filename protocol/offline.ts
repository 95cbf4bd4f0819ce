/** onnxruntime-web's builds, of which a browser uses one: plain WASM, and WebGPU with and without promise integration. */
export const runtimeBuilds = ['wasm', 'jspi', 'asyncify'] as const;
export type RuntimeBuild = (typeof runtimeBuilds)[number];

/** Where the worker and the service worker both keep the files of packs that come with the page, by their bytes' hash. */
export const keptModelsCache = 'underpaint-models-1';

/** The address of a file in `keptModelsCache`: every release that has the same file finds it. SHA-256 in lowercase hex. */
export const addressOfKeptModel = (sha256: string) => `https://models.underpaint.invalid/${sha256}`;

/** What the names of all kept releases begin with. */
export const releasePrefix = 'underpaint-release ';

/**
 * The name of the cache that keeps a release of the engine page, and of the lock that each of its open pages holds, so
 * that nobody removes what is in use. `folderUrl` is the page's folder and ends in a slash.
 */
export const nameRelease = (folderUrl: string, release: string) => `${releasePrefix}${folderUrl} ${release}`;

/** The release that the address of an engine page names, as in `index-1A2B3C4D.html`; null for a page that names none. */
export function readRelease(pageUrl: string): string | null {
  return /\/index-([0-9A-Z]{8})\.html(?:[?#]|$)/.exec(pageUrl)?.[1] ?? null;
}
