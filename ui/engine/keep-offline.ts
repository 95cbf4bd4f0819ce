import type { Capabilities } from '../../protocol/engine-contract.ts';
import { nameRelease, type RuntimeBuild, readRelease } from '../../protocol/offline.ts';

/**
 * The build of onnxruntime that paints here when the device is left to us; ui/runtime chooses the same way, and a test
 * holds the two together. The others are large, and kept only once somebody asks for them.
 */
export function chooseKeptBuild({ webgpu, hasJspi }: Pick<Capabilities, 'webgpu' | 'hasJspi'>): RuntimeBuild {
  if (webgpu !== 'hardware') return 'wasm';
  return hasJspi ? 'jspi' : 'asyncify';
}

/**
 * Has the browser keep the release of the engine page at `pageUrl`, so that it opens without a network from now on.
 * A page whose address names no release may be another one tomorrow and is never kept. Never rejects: where a browser
 * refuses a framed page its storage, everything works as long as the network does.
 */
export async function keepOffline(pageUrl: string, probe: () => Promise<Capabilities>): Promise<void> {
  const release = readRelease(pageUrl);
  if (release === null) return;
  const folder = new URL('./', pageUrl);
  try {
    holdRelease(nameRelease(folder.href, release));
    const build = chooseKeptBuild(await probe());
    // What is kept follows from the address: where another build is needed, that is another service worker.
    await navigator.serviceWorker.register(new URL(`service-worker.js?build=${build}`, folder), {
      scope: folder.href,
      updateViaCache: 'none',
    });
  } catch {
    // Not kept, then.
  }
}

/** Tells later releases that this one is in use, for as long as the page lives. */
function holdRelease(name: string): void {
  navigator.locks.request(name, { mode: 'shared' }, () => new Promise(() => {})).catch(() => {});
}
