import { createSHA256 } from 'hash-wasm';
import type { CancelToken } from '../../../../protocol/cancellation.ts';
import { AppError } from '../../../../protocol/errors.ts';
import { hashFile } from '../store/hash-file.ts';
import { type PackName, pathsOfPack } from '../store/pack-folder.ts';
import { bytesOfFiles, type ManifestFile } from '../store/pack-manifest.ts';
import type { ShelfStore } from '../store/shelf-store.ts';
import { requireRoom } from '../store/storage-room.ts';

/** A file to be copied: hands its bytes on in order, each chunk once the one before is written. */
export type CopiedFile = {
  readonly path: string;
  readonly bytes: number;
  /** Tells one content from another of the same size, as far as that is known without reading it. */
  readonly stamp: string | null;
  pour(into: (chunk: Uint8Array<ArrayBuffer>) => Promise<void>): Promise<void>;
};

export type CopyHooks = {
  onCopied?(doneBytes: number, totalBytes: number): void;
  onVerified?(doneBytes: number, totalBytes: number): void;
  /** Looks at the files before they count as installed; what it throws ends the copy. */
  inspect?(manifest: { files: ManifestFile[] }): Promise<void>;
};

/** So much may wait in the browser's buffers until it is safe. */
const flushBytes = 32 * 1024 * 1024;

type Store = Pick<ShelfStore, 'files' | 'lock' | 'admit' | 'isInstalled' | 'room'>;

async function copyFile(
  { files }: Store,
  name: PackName,
  file: CopiedFile,
  token: CancelToken,
  onBytes: (count: number) => void,
): Promise<ManifestFile> {
  const target = await files.openForWriting(pathsOfPack(name).file(file.path));
  const hash = await createSHA256();
  let written = 0;
  let unsafe = 0;
  try {
    await target.truncate(0);
    await file.pour(async (chunk) => {
      if (token.isCancelled()) throw new AppError('cancelled');
      if (written + chunk.length > file.bytes)
        throw new AppError('archive-unsafe', `${file.path} is larger than it says`, file.path);
      await target.write(chunk, written);
      hash.update(chunk);
      written += chunk.length;
      unsafe += chunk.length;
      if (unsafe >= flushBytes) {
        await target.flush();
        unsafe = 0;
      }
      onBytes(chunk.length);
    });
    if (written !== file.bytes)
      throw new AppError('folder-unreadable', `${written} of ${file.bytes} bytes`, file.path);
    await target.flush();
  } finally {
    await target.close();
  }
  return { path: file.path, bytes: written, sha256: hash.digest(), pinned: true };
}

async function verify(
  { files }: Store,
  name: PackName,
  copied: readonly ManifestFile[],
  token: CancelToken,
  onBytes: (count: number) => void,
): Promise<void> {
  for (const { path, sha256 } of copied) {
    const stored = await files.open(pathsOfPack(name).file(path));
    if (stored === null || (await hashFile(stored, token, onBytes)) !== sha256)
      throw new AppError('storage-refused', `${path} is not what was written`, path);
  }
}

/**
 * Copies files into the store as one pack, reads back what was written, and only then declares it installed. Content
 * where the pack is installed already. Throws `no-space` before the first byte, `cancelled`, `archive-unsafe` where a
 * file is longer than it says, `folder-unreadable` where it ends early; nothing is left behind then.
 */
export async function copyPack(
  store: Store,
  name: PackName,
  files: readonly CopiedFile[],
  token: CancelToken,
  hooks: CopyHooks = {},
): Promise<void> {
  const total = bytesOfFiles(files);
  const counted = (tell?: (done: number, total: number) => void) => {
    let done = 0;
    return (count: number) => {
      done += count;
      tell?.(done, total);
    };
  };
  await store.lock.hold(name, null, async () => {
    if (await store.isInstalled(name)) return;
    const { folder } = pathsOfPack(name);
    await store.files.remove(folder);
    requireRoom(total, (await store.room()).freeBytes);
    try {
      const copied: ManifestFile[] = [];
      const onBytes = counted(hooks.onCopied);
      for (const file of files) {
        if (token.isCancelled()) throw new AppError('cancelled');
        copied.push(await copyFile(store, name, file, token, onBytes));
      }
      await verify(store, name, copied, token, counted(hooks.onVerified));
      await hooks.inspect?.({ files: copied });
      const now = Date.now();
      await store.admit({ version: 1, ...name, files: copied, installedAt: now, verifiedAt: now });
    } catch (thrown) {
      await store.files.remove(folder).catch(() => {});
      throw thrown;
    }
  });
}
