import type { CancelToken } from '../../../../protocol/cancellation.ts';
import { AppError } from '../../../../protocol/errors.ts';
import type { FileStore } from './file-store.ts';
import { hashFile } from './hash-file.ts';
import { type PackName, pathsOfPack } from './pack-folder.ts';
import {
  bytesOfFiles,
  type PackManifest,
  readManifest,
  removeManifest,
  writeManifest,
} from './pack-manifest.ts';

export type VerifyHooks = { onProgress?(doneBytes: number, totalBytes: number): void };

async function isRight(
  blob: Blob | null,
  file: PackManifest['files'][number],
  token: CancelToken,
  onBytes: (count: number) => void,
): Promise<boolean> {
  if (blob === null || blob.size !== file.bytes) return false;
  try {
    return (await hashFile(blob, token, onBytes)) === file.sha256;
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    // A file that cannot be read any more is as good as gone.
    return false;
  }
}

/**
 * Hashes every file of an installed pack anew and returns the paths of those that are not what they were. A pack with
 * such files is installed no more: they are removed, the others stay for the next download. Null where the pack is not
 * installed; throws `cancelled`.
 */
export async function verifyPack(
  store: FileStore,
  name: PackName,
  now: () => number,
  token: CancelToken,
  hooks: VerifyHooks = {},
): Promise<string[] | null> {
  const manifest = await readManifest(store, name);
  if (manifest === null) return null;
  const paths = pathsOfPack(name);
  const total = bytesOfFiles(manifest.files);
  let done = 0;
  const broken: string[] = [];
  for (const file of manifest.files) {
    const before = done;
    const count = (bytes: number) => {
      done += bytes;
      hooks.onProgress?.(done, total);
    };
    if (!(await isRight(await store.open(paths.file(file.path)), file, token, count))) broken.push(file.path);
    done = before + file.bytes;
    hooks.onProgress?.(done, total);
  }
  if (broken.length === 0) {
    await writeManifest(store, { ...manifest, verifiedAt: now() });
    return broken;
  }
  await removeManifest(store, name);
  for (const path of broken) await store.remove(paths.file(path));
  return broken;
}
