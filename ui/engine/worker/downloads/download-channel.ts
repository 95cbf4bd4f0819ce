import { folderOfPack, type PackName } from '../store/pack-folder.ts';
import type { DownloadProgress } from './progress.ts';

type Message = { kind: 'stop' } | { kind: 'progress'; progress: DownloadProgress };

/** What the downloads of one pack tell each other, over all pages of the profile; never to themselves. */
export type DownloadChannel = {
  tell(progress: DownloadProgress): void;
  stop(): void;
  close(): void;
};

/** Joins the downloads of a pack. */
export function createDownloadChannel(
  name: PackName,
  hooks: { onStop?(): void; onProgress?(progress: DownloadProgress): void },
): DownloadChannel {
  // Only pages of this very version talk to each other here: their message needs no parser.
  const channel = new BroadcastChannel(`underpaint-download-1:${folderOfPack(name)}`);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'stop') hooks.onStop?.();
    else hooks.onProgress?.(data.progress);
  };
  const post = (message: Message) => channel.postMessage(message);
  return {
    tell: (progress) => post({ kind: 'progress', progress }),
    stop: () => post({ kind: 'stop' }),
    close: () => channel.close(),
  };
}
