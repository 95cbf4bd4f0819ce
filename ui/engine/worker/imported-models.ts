import type { FileHandle, FolderFile, ModelInfo } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import { openFolderSource } from '../../runtime/folder-source.ts';
import type { PackSource } from '../../runtime/pack-files.ts';
import { describeModel } from './describe-model.ts';
import { tellOpened } from './tell-opened.ts';

/** The packs that a person has added from folders, as long as they are not copied into the store. */
export type ImportedModels = {
  /**
   * Looks at a folder and keeps it if it paints; a folder of the same name takes the other's place. It can be found
   * from the moment of the call. Throws what keeps it from painting.
   */
  add(name: string, files: readonly FolderFile[]): Promise<ModelInfo>;
  /** The pack of an id; null where there is none. `onLoaded` is told as its files are opened. */
  find(id: string, onLoaded: (loadedBytes: number, totalBytes: number) => void): PackSource | null;
  /** The folder's files themselves; null where there is no such pack. */
  source(id: string): PackSource | null;
  forget(id: string): void;
  list(): ModelInfo[];
};

export const idOfFolder = (name: string) => `folder:${name}`;

function isBlob(file: FileHandle): file is Blob {
  return file instanceof Blob;
}

export function createImportedModels(): ImportedModels {
  const sources = new Map<string, PackSource>();
  const infos = new Map<string, ModelInfo>();
  return {
    async add(name, files) {
      const id = idOfFolder(name);
      const blobs = files.flatMap(({ path, file }) => (isBlob(file) ? [{ path, blob: file }] : []));
      if (blobs.length < files.length)
        throw new AppError('bad-message', 'a folder of something else than files');
      const source = openFolderSource(blobs);
      const former = sources.get(id);
      sources.set(id, source);
      try {
        const info = await describeModel(id, name, source);
        infos.set(id, info);
        return info;
      } catch (thrown) {
        if (sources.get(id) === source) {
          if (former === undefined) sources.delete(id);
          else sources.set(id, former);
        }
        throw thrown;
      }
    },
    find(id, onLoaded) {
      const source = sources.get(id);
      return source === undefined ? null : tellOpened(source, onLoaded);
    },
    source: (id) => sources.get(id) ?? null,
    forget(id) {
      sources.delete(id);
      infos.delete(id);
    },
    list: () => [...infos.values()],
  };
}
