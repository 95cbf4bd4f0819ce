import { AppError } from '../../../../protocol/errors.ts';
import {
  type FileStore,
  isAbsent,
  isLocked,
  type StoredFile,
  storing,
  type WritableFile,
} from './file-store.ts';

/** Chromium, Firefox and Safari have it; TypeScript's list of the web does not. */
type MovableFile = FileSystemFileHandle & {
  move(folder: FileSystemDirectoryHandle, name: string): Promise<void>;
};

/** A page that ends gives its files back a moment after its locks. */
const lockedTries = 40;
const lockedWaitMs = 100;

async function whenUnlocked<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (thrown) {
      if (!isLocked(thrown) || tries === lockedTries) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, lockedWaitMs));
    }
  }
}

async function orNull<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (thrown) {
    if (isAbsent(thrown)) return null;
    throw thrown;
  }
}

function splitPath(path: string): { folders: string[]; name: string } {
  const folders = path.split('/');
  return { name: folders.pop()!, folders };
}

function wrapHandle(handle: FileSystemSyncAccessHandle, path: string): WritableFile {
  return {
    size: () => handle.getSize(),
    write: (bytes, at) =>
      storing(path, async () => {
        const written = handle.write(bytes, { at });
        if (written < bytes.length)
          throw new AppError('no-space', `${path}: ${written} of ${bytes.length} bytes`, path);
      }),
    read: (into, at) => storing(path, async () => handle.read(into, { at })),
    truncate: (bytes) => storing(path, async () => handle.truncate(bytes)),
    flush: () => storing(path, async () => handle.flush()),
    close: async () => handle.close(),
  };
}

async function listBelow(
  folder: FileSystemDirectoryHandle,
  prefix: string,
  into: StoredFile[],
): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    const path = `${prefix}${name}`;
    if (handle instanceof FileSystemDirectoryHandle) {
      await orNull(() => listBelow(handle, `${path}/`, into));
      continue;
    }
    // Another page may remove it between the listing and the look.
    const file = await orNull(() => (handle as FileSystemFileHandle).getFile());
    if (file !== null) into.push({ path, bytes: file.size });
  }
}

/** The origin's private file system below one folder. Throws where the browser has none or refuses it. */
export async function openOpfsStore(rootName: string): Promise<FileStore> {
  if (!('move' in FileSystemFileHandle.prototype)) throw new Error('files cannot be renamed here');
  const top = await navigator.storage.getDirectory();
  const root = await top.getDirectoryHandle(rootName, { create: true });

  async function folderOf(folders: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    let folder = root;
    for (const name of folders) folder = await folder.getDirectoryHandle(name, { create });
    return folder;
  }

  const store: FileStore = {
    kind: 'opfs',
    openForWriting: (path) =>
      storing(path, async () => {
        const { folders, name } = splitPath(path);
        const handle = await (await folderOf(folders, true)).getFileHandle(name, { create: true });
        return wrapHandle(await whenUnlocked(() => handle.createSyncAccessHandle()), path);
      }),
    open: (path) =>
      storing(path, () =>
        orNull(async () => {
          const { folders, name } = splitPath(path);
          return (await (await folderOf(folders, false)).getFileHandle(name)).getFile();
        }),
      ),
    move: (from, to) =>
      storing(from, async () => {
        const source = splitPath(from);
        const target = splitPath(to);
        const handle = await (await folderOf(source.folders, false)).getFileHandle(source.name);
        const folder = await folderOf(target.folders, true);
        await whenUnlocked(() => (handle as MovableFile).move(folder, target.name));
      }),
    remove: (path) =>
      storing(path, async () => {
        const { folders, name } = splitPath(path);
        await orNull(async () => {
          const folder = await folderOf(folders, false);
          await whenUnlocked(() => folder.removeEntry(name, { recursive: true }));
        });
      }),
    list: (path) =>
      storing(path, async () => {
        const files: StoredFile[] = [];
        await orNull(async () => {
          const folders = path === '' ? [] : path.split('/');
          await listBelow(await folderOf(folders, false), '', files);
        });
        return files;
      }),
  };
  await tryOut(store);
  return store;
}

/** Some browsers hand out the folder and refuse the files: better known before gigabytes are on their way. */
export async function tryOut(store: Pick<FileStore, 'openForWriting' | 'remove'>): Promise<void> {
  // A name of its own, because another page may be trying at the same moment.
  const path = `probe-${crypto.randomUUID()}`;
  try {
    const file = await store.openForWriting(path);
    try {
      await file.write(new Uint8Array([1]), 0);
    } finally {
      await file.close();
    }
  } catch (thrown) {
    // What is here must still be found on a full disk, if only to be removed.
    if (!(thrown instanceof AppError && thrown.code === 'no-space')) throw thrown;
  } finally {
    await store.remove(path);
  }
}
