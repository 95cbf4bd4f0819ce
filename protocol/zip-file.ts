import type { FileHandle, NamedFile } from './engine-contract.ts';

/** Media types that browsers give to .zip files, while they are dragged and their names are not told. */
export const zipTypes: ReadonlySet<string> = new Set(['application/zip', 'application/x-zip-compressed']);

/** What is needed of a DataTransferItem, which the protocol's own types do not know. */
type DraggedFile = { getAsFile(): (FileHandle & { readonly name: string; readonly type: string }) | null };

/** The file that is dropped alone; null where there are none or several, which belong together in some way. */
export function findOnlyFile(items: readonly DraggedFile[]): NamedFile | null {
  const file = items.length === 1 ? items[0]?.getAsFile() : null;
  return file == null ? null : { name: file.name, file };
}

/** The first .zip file among things that are dropped; where a system knows no media type for it, its name tells. */
export function findZip(items: readonly DraggedFile[]): NamedFile | null {
  const files = items.map((item) => item.getAsFile());
  const file = files.find((one) => one !== null && (zipTypes.has(one.type) || /\.zip$/i.test(one.name)));
  return file == null ? null : { name: file.name, file };
}
