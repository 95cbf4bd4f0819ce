import type { FolderFile } from '../../protocol/engine-contract.ts';

/** What lies beside a model in many folders and belongs to no model. */
const isHidden = (name: string) => name.startsWith('.');

/** A folder of more files is somebody's whole disk; reading on would keep them waiting for a refusal. */
const mostFiles = 10_000;

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** The one folder among things that were dropped; null where there is none. Must be asked while the drop is handled. */
export function findDroppedFolder(items: Iterable<DataTransferItem>): FileSystemDirectoryEntry | null {
  for (const item of items) {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    if (entry !== null && isFolder(entry)) return entry;
  }
  return null;
}

/** The files of a dropped folder and of those in it, hidden ones left out. Rejects where the browser may not read it. */
export async function readDroppedFolder(
  folder: FileSystemDirectoryEntry,
): Promise<{ name: string; files: FolderFile[] }> {
  const files: FolderFile[] = [];
  async function collect(parent: FileSystemDirectoryEntry, above: string): Promise<void> {
    for (const entry of await listFolder(parent)) {
      if (isHidden(entry.name) || files.length >= mostFiles) continue;
      const path = `${above}${entry.name}`;
      if (isFolder(entry)) await collect(entry, `${path}/`);
      if (isFile(entry)) files.push({ path, file: await openFile(entry) });
    }
  }
  await collect(folder, '');
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
