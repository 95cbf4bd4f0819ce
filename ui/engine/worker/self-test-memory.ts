import { engineVersion } from '../../../protocol/engine-contract.ts';
import type { SelfTestMemory } from '../../runtime/webgpu-self-test.ts';

const cacheName = 'underpaint-self-tests-1';

/** A verdict counts for one version of the engine: its way of building graphs may change with it. */
const addressOf = (key: string) =>
  `https://self-tests.underpaint.invalid/${engineVersion}/${encodeURIComponent(key)}`;

/**
 * Keeps what the WebGPU self-test found, per engine version and adapter, over restarts. Where the browser refuses
 * storage nothing is kept, and the test runs once per start.
 */
export const selfTestMemory: SelfTestMemory = {
  async recall(key) {
    try {
      const answer = await (await caches.open(cacheName)).match(addressOf(key));
      const text = await answer?.text();
      return text === 'wrong' ? true : text === 'right' ? false : null;
    } catch {
      return null;
    }
  },
  async remember(key, isMiscomputing) {
    try {
      const cache = await caches.open(cacheName);
      await cache.put(addressOf(key), new Response(isMiscomputing ? 'wrong' : 'right'));
    } catch {
      // Only a shortcut is lost.
    }
  },
};
