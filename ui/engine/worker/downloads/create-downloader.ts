import * as v from 'valibot';
import type { CancelToken } from '../../../../protocol/cancellation.ts';
import { AppError } from '../../../../protocol/errors.ts';
import type { PackName } from '../store/pack-folder.ts';
import type { ShelfStore } from '../store/shelf-store.ts';
import { type Clock, realClock } from './clock.ts';
import { createDownloadChannel } from './download-channel.ts';
import { downloadPack } from './download-pack.ts';
import type { Fetch } from './fetch-answer.ts';
import { type PackOrder, packOrderSchema } from './pack-order.ts';
import { defaultPieceBytes } from './pieces.ts';
import type { DownloadProgress } from './progress.ts';

export type InstallHooks = { onProgress?(progress: DownloadProgress): void };

export type Downloader = {
  /**
   * Fetches a pack, or follows the page of this profile that does and takes over when that dies. Goes on where an
   * earlier attempt stopped. `paused` once somebody has paused it in any page. A cancelled token stops it with
   * `cancelled` and keeps what has come, because a page that goes away cancels too; `remove` does away with that.
   */
  install(order: PackOrder, hooks: InstallHooks, token: CancelToken): Promise<'installed' | 'paused'>;
  /** Stops a pack's download in every page; everything that has come stays. */
  pause(name: PackName): void;
  /** Stops a pack's download in every page and removes all there is of it, parts or installed. */
  remove(name: PackName): Promise<void>;
};

export type DownloaderOptions = {
  shelf: ShelfStore;
  fetch?: Fetch;
  clock?: Clock;
  random?: () => number;
  pieceBytes?: number;
  lanes?: number;
};

/** The downloads of this page. */
export function createDownloader(options: DownloaderOptions): Downloader {
  const { shelf } = options;
  const settings = {
    shelf,
    fetch: options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init)),
    clock: options.clock ?? realClock,
    random: options.random ?? Math.random,
    pieceBytes: options.pieceBytes ?? defaultPieceBytes,
    lanes: options.lanes ?? 3,
  };

  async function fetchHolding(
    order: PackOrder,
    signal: AbortSignal,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<boolean> {
    // Another page may have brought it to an end while this one waited.
    if (await shelf.isInstalled(order)) return true;
    return downloadPack(order, settings, onProgress, signal);
  }

  function pause(name: PackName): void {
    const channel = createDownloadChannel(name, {});
    channel.stop();
    channel.close();
  }

  return {
    async install(wanted, hooks, token) {
      const parsed = v.safeParse(packOrderSchema, wanted);
      if (!parsed.success)
        throw new AppError('request-invalid', `a pack's order: ${v.flatten(parsed.issues).root}`);
      const order = parsed.output;
      const stop = new AbortController();
      const channel = createDownloadChannel(order, {
        onStop: () => stop.abort('paused'),
        onProgress: (progress) => hooks.onProgress?.(progress),
      });
      const unsubscribe = token.onCancel(() => stop.abort('cancelled'));
      try {
        const isWhole = await shelf.lock.hold(order, stop.signal, () =>
          fetchHolding(order, stop.signal, (progress) => {
            hooks.onProgress?.(progress);
            channel.tell(progress);
          }),
        );
        if (isWhole) return 'installed';
      } catch (thrown) {
        if (!stop.signal.aborted) throw thrown;
      } finally {
        unsubscribe();
        channel.close();
      }
      // Whoever aborts first has said why.
      if (stop.signal.reason === 'cancelled') throw new AppError('cancelled');
      return 'paused';
    },
    pause,
    remove(name) {
      pause(name);
      return shelf.remove(name);
    },
  };
}
