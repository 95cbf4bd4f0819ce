import type { FolderFile } from '../../../protocol/engine-contract.ts';

/** A folder that a person chose or dropped. */
export type ChosenFolder = { name: string; files: FolderFile[] };

/** What lies beside a model in many folders and belongs to no model. */
const isHidden = (path: string) => path.split('/').some((name) => name.startsWith('.'));

/** A folder chosen through an input that takes folders; null where nothing was chosen. */
export function folderOfInput(files: Iterable<File>): ChosenFolder | null {
  const entries = [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  const [first] = entries;
  if (first === undefined) return null;
  const [name = ''] = first.path.split('/');
  const own = entries.map(({ path, file }) => ({ path: path.slice(path.indexOf('/') + 1), file }));
  return { name, files: own.filter(({ path }) => !isHidden(path)) };
}

/** The one folder among things that were dropped; null where there is none. Must be asked while the drop is handled. */
export function findDroppedFolder(items: Iterable<DataTransferItem>): FileSystemDirectoryEntry | null {
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    if (entry !== null && isFolder(entry)) return entry;
  }
  return null;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

/** Everything in a dropped folder. Rejects where the browser may not read it. */
export async function readDroppedFolder(folder: FileSystemDirectoryEntry): Promise<ChosenFolder> {
  const files: FolderFile[] = [];
  async function collect(entries: readonly FileSystemEntry[], above: string): Promise<void> {
    for (const entry of entries) {
      const path = `${above}${entry.name}`;
      if (isHidden(path)) continue;
      if (isFolder(entry)) await collect(await listFolder(entry), `${path}/`);
      if (isFile(entry)) files.push({ path, file: await openFile(entry) });
    }
  }
  await collect(await listFolder(folder), '');
  return { name: folder.name, files };
}

/** A reader gives a folder's entries in batches, and an empty one at the end. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

function openFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
