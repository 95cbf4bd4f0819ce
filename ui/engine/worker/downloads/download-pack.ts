import { tokenOf } from '../../../../protocol/cancellation.ts';
import { hashFile } from '../store/hash-file.ts';
import { pathsOfPack } from '../store/pack-folder.ts';
import type { PackManifest } from '../store/pack-manifest.ts';
import type { ShelfStore } from '../store/shelf-store.ts';
import { requireRoom } from '../store/storage-room.ts';
import type { Transfer } from './fetch-answer.ts';
import { createFileDownload, type FileDownload } from './file-download.ts';
import { type Journal, openJournal } from './journal.ts';
import type { FileOrder, PackOrder } from './pack-order.ts';
import { openPartFile } from './part-file.ts';
import { createProgress, type DownloadProgress } from './progress.ts';
import { runLanes } from './run-lanes.ts';

export type DownloadPackOptions = Transfer & {
  shelf: ShelfStore;
  random: () => number;
  pieceBytes: number;
  /** How many requests may run at once, over all files. */
  lanes: number;
};

type Verified = { path: string; bytes: number; sha256: string };

/** The file as an earlier download left it in its place; null where it has to be fetched. */
async function findVerified(
  { files }: ShelfStore,
  order: PackOrder,
  journal: Journal,
  file: FileOrder,
  signal: AbortSignal,
): Promise<Verified | null> {
  const stored = await files.open(pathsOfPack(order).file(file.path));
  if (stored === null || (file.bytes !== null && stored.size !== file.bytes)) return null;
  const noted = journal.read(file.path)?.verified ?? null;
  if (noted !== null && noted.bytes === stored.size && (file.sha256 ?? noted.sha256) === noted.sha256)
    return { path: file.path, ...noted };
  if (file.sha256 === null) return null;
  const sha256 = await hashFile(stored, tokenOf(signal), () => {});
  return sha256 === file.sha256 ? { path: file.path, bytes: stored.size, sha256 } : null;
}

/** A hash that nobody told but that an earlier download pinned holds for the next one too. */
function withPinned(file: FileOrder, journal: Journal): FileOrder {
  const pinned = journal.read(file.path)?.verified ?? null;
  if (file.sha256 !== null || pinned === null) return file;
  return { ...file, bytes: file.bytes ?? pinned.bytes, sha256: pinned.sha256 };
}

/**
 * Fetches what is missing of a pack and admits it to the shelf; false where `signal` stopped it, with everything
 * written down. The caller holds the pack's lock. Throws the codes of downloads and of storage.
 */
export async function downloadPack(
  order: PackOrder,
  options: DownloadPackOptions,
  onProgress: (progress: DownloadProgress) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const { shelf, clock } = options;
  const journal = await openJournal(shelf.files, order);
  const abort = new AbortController();
  signal.addEventListener('abort', () => abort.abort());
  if (signal.aborted) abort.abort();
  const ready: Verified[] = [];
  const downloads: FileDownload[] = [];
  const progress = createProgress(clock, onProgress, () => ({
    doneBytes: sum(downloads.map((file) => file.doneBytes())) + sum(ready.map(({ bytes }) => bytes)),
    totalBytes: totalOf(downloads, ready),
  }));

  async function checkRoom(): Promise<void> {
    const missing = downloads.map((file) => Math.max(0, (file.totalBytes() ?? 0) - file.doneBytes()));
    requireRoom(sum(missing), (await shelf.room()).freeBytes);
  }

  for (const file of order.files) {
    const found = await findVerified(shelf, order, journal, file, signal);
    if (found !== null) {
      ready.push(found);
      continue;
    }
    const wanted = withPinned(file, journal);
    const part = await openPartFile({
      files: shelf.files,
      pack: order,
      path: file.path,
      journal,
      pieceBytes: options.pieceBytes,
      totalBytes: wanted.bytes,
    });
    downloads.push(
      createFileDownload({
        ...options,
        order: wanted,
        bases: order.bases,
        part,
        signal: abort.signal,
        onBytes: (count) => progress.add(count),
        onSize: checkRoom,
      }),
    );
  }
  await checkRoom();
  progress.tell();
  try {
    await runLanes(downloads, options.lanes, abort);
  } finally {
    // On a full disk this fails as well; what was written down before holds.
    await Promise.allSettled(downloads.filter((file) => !file.isDone()).map((file) => file.rest()));
  }
  if (!downloads.every((file) => file.isDone())) return false;
  const fetched = downloads.map((file) => ({
    path: file.path,
    bytes: file.totalBytes() ?? 0,
    sha256: file.sha256()!,
  }));
  await shelf.admit(describe(order, [...ready, ...fetched]));
  await shelf.files.remove(pathsOfPack(order).parts);
  progress.tell();
  return true;
}

function describe(order: PackOrder, files: readonly Verified[]): PackManifest {
  const now = Date.now();
  return {
    version: 1,
    id: order.id,
    revision: order.revision,
    files: order.files.map(({ path, sha256 }) => ({
      ...files.find((file) => file.path === path)!,
      pinned: sha256 === null,
    })),
    installedAt: now,
    verifiedAt: now,
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function totalOf(downloads: readonly FileDownload[], ready: readonly Verified[]): number | null {
  const totals = downloads.map((file) => file.totalBytes());
  if (totals.some((total) => total === null)) return null;
  return sum(totals as number[]) + sum(ready.map(({ bytes }) => bytes));
}
