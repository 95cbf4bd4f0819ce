import type { CancelToken } from '../../../../protocol/cancellation.ts';
import { type PackSource, sourceOf } from '../../../runtime/pack-files.ts';
import type { FileStore, StoredFile, StoreKind } from './file-store.ts';
import { type PackName, packOfFolder, pathsOfPack } from './pack-folder.ts';
import type { IndexEntry, PackIndex } from './pack-index.ts';
import type { PackLock } from './pack-lock.ts';
import {
  bytesOfFiles,
  type PackManifest,
  readManifest,
  removeManifest,
  writeManifest,
} from './pack-manifest.ts';
import { readStorageRoom, type StorageRoom } from './storage-room.ts';
import { type VerifyHooks, verifyPack } from './verify-pack.ts';

/** `partial`: something of it is here; `evicted`: it was installed, and the browser or somebody took files away. */
export type StoredPack = PackName & {
  readonly state: 'installed' | 'partial' | 'evicted';
  /** Bytes that it takes now. */
  readonly bytes: number;
  readonly installedAt: number | null;
  readonly lastUsedAt: number | null;
  readonly verifiedAt: number | null;
};

/** The packs that are kept on this machine. */
export type ShelfStore = {
  readonly kind: StoreKind;
  list(): Promise<StoredPack[]>;
  /** An installed pack, the last installed revision where none is named; null where it is not whole. Notes the use. */
  open(id: string, revision?: string): Promise<PackSource | null>;
  /** Removes a pack, or what there is of it. Waits for a download or a verification of it that is running. */
  remove(name: PackName): Promise<void>;
  /** Hashes an installed pack anew: the broken files' paths, null where it is not installed. */
  verify(name: PackName, token: CancelToken, hooks?: VerifyHooks): Promise<string[] | null>;
  room(): Promise<StorageRoom>;
  /** True where the pack's manifest is there and every file has its size. */
  isInstalled(name: PackName): Promise<boolean>;
  /** Declares a pack whole whose files are all verified and in place. For the one who downloads. */
  admit(manifest: PackManifest): Promise<void>;
  readonly files: FileStore;
  readonly lock: PackLock;
};

export type ShelfParts = { files: FileStore; index: PackIndex; lock: PackLock; now: () => number };

type Folder = { name: PackName; files: StoredFile[] };

function groupByPack(files: readonly StoredFile[]): Folder[] {
  const folders = new Map<string, Folder>();
  for (const { path, bytes } of files) {
    const [folder = '', ...below] = path.split('/');
    const name = packOfFolder(folder);
    if (name === null) continue;
    const entry = folders.get(folder) ?? { name, files: [] };
    folders.set(folder, entry);
    entry.files.push({ path: below.join('/'), bytes });
  }
  return [...folders.values()];
}

function hasAllFiles(manifest: PackManifest, files: readonly StoredFile[]): boolean {
  const sizes = new Map(files.map(({ path, bytes }) => [path, bytes]));
  return manifest.files.every(({ path, bytes }) => sizes.get(`files/${path}`) === bytes);
}

/** Puts the shelf together from a place for files, an index beside it and a lock over all pages. */
export function assembleShelf({ files, index, lock, now }: ShelfParts): ShelfStore {
  async function describe({ name, files: stored }: Folder, entry: IndexEntry | null): Promise<StoredPack> {
    const manifest = await readManifest(files, name);
    const isWhole = manifest !== null && hasAllFiles(manifest, stored);
    // A crash between the manifest and the index: the manifest is right.
    if (isWhole && entry === null)
      await index.put({ ...name, bytes: bytesOfFiles(stored), lastUsedAt: now() });
    return {
      ...name,
      state: isWhole ? 'installed' : entry !== null || manifest !== null ? 'evicted' : 'partial',
      bytes: bytesOfFiles(stored),
      installedAt: manifest?.installedAt ?? null,
      lastUsedAt: entry?.lastUsedAt ?? null,
      verifiedAt: manifest?.verifiedAt ?? null,
    };
  }

  const isSame = (a: PackName, b: PackName) => a.id === b.id && a.revision === b.revision;

  async function list(): Promise<StoredPack[]> {
    const entries = await index.all();
    const folders = groupByPack(await files.list(''));
    const lost = entries.filter((entry) => !folders.some(({ name }) => isSame(name, entry)));
    const all = [...folders, ...lost.map(({ id, revision }) => ({ name: { id, revision }, files: [] }))];
    return Promise.all(
      all.map((folder) => describe(folder, entries.find((entry) => isSame(entry, folder.name)) ?? null)),
    );
  }

  function sourceOfPack(manifest: PackManifest): PackSource {
    const paths = pathsOfPack(manifest);
    const isListed = (path: string) => manifest.files.some((file) => file.path === path);
    return sourceOf(
      async (path) => (isListed(path) ? files.open(paths.file(path)) : null),
      async () => manifest.files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    );
  }

  return {
    kind: files.kind,
    files,
    lock,
    list,
    async open(id, revision) {
      const packs = (await list()).filter(
        (pack) =>
          pack.state === 'installed' && pack.id === id && (revision ?? pack.revision) === pack.revision,
      );
      const latest = packs.sort((a, b) => (b.installedAt ?? 0) - (a.installedAt ?? 0))[0];
      const manifest = latest === undefined ? null : await readManifest(files, latest);
      if (manifest === null) return null;
      await index.touch(manifest, now());
      return sourceOfPack(manifest);
    },
    remove: (name) =>
      lock.hold(name, null, async () => {
        // The manifest goes first: from then on a crash leaves files that count for nothing.
        await removeManifest(files, name);
        await files.remove(pathsOfPack(name).folder);
        await index.remove(name);
      }),
    verify: (name, token, hooks) =>
      lock.hold(name, null, async () => {
        const broken = await verifyPack(files, name, now, token, hooks);
        if (broken !== null && broken.length > 0) await index.remove(name);
        return broken;
      }),
    room: readStorageRoom,
    async isInstalled(name) {
      const manifest = await readManifest(files, name);
      if (manifest === null) return false;
      return hasAllFiles(manifest, await files.list(pathsOfPack(name).folder));
    },
    async admit(manifest) {
      await writeManifest(files, manifest);
      await index.put({
        id: manifest.id,
        revision: manifest.revision,
        bytes: bytesOfFiles(manifest.files),
        lastUsedAt: manifest.installedAt,
      });
    },
  };
}
