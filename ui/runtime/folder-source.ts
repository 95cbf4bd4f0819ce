import { type PackSource, sourceOf } from './pack-files.ts';

/** A file of a folder that somebody chose, by its path with forward slashes. */
export type FolderFile = { readonly path: string; readonly blob: Blob };

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * The folder in which a pack lies, with its slash at the end, '' for the top: where model_index.json is, or else where
 * the folder of a network is; the one nearest to the top where there are several. Null where there is neither.
 */
export function findPackFolder(paths: readonly string[]): string | null {
  const nearest = (folders: readonly string[]) =>
    [...folders].sort((a, b) => a.split('/').length - b.split('/').length)[0] ?? null;
  const indexes = paths.filter((path) => /(^|\/)model_index\.json$/.test(path)).map(folderOf);
  const networks = paths.flatMap(
    (path) => /^(.*\/)?(unet|transformer|onnx)\/[^/]*\.onnx$/.exec(path)?.slice(1, 2) ?? [],
  );
  return nearest(indexes) ?? nearest(networks.map((folder) => folder ?? ''));
}

/** A pack in a folder that somebody chose or dropped, found wherever in it; empty where it holds no pack. */
export function openFolderSource(files: readonly FolderFile[]): PackSource {
  const root = findPackFolder(files.map(({ path }) => path));
  const own = new Map(
    files.flatMap(({ path, blob }) =>
      root !== null && path.startsWith(root) ? [[path.slice(root.length), blob] as const] : [],
    ),
  );
  return sourceOf(
    async (path) => own.get(path) ?? null,
    async () => [...own].map(([path, { size }]) => ({ path, bytes: size })),
  );
}
