import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { type PackSource, sourceOf } from './pack-files.ts';

/** A file of a folder that somebody chose, by its path with forward slashes. */
export type FolderFile = { readonly path: string; readonly blob: Blob };

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/** More packs than this side by side are as good as many. */
const namedPacks = 4;

/** The one nearest to the top; null where there is none. Throws `several-models` where two are as near. */
function findNearest(folders: readonly string[]): string | null {
  const depthOf = (folder: string) => folder.split('/').length;
  const least = Math.min(...folders.map(depthOf));
  const nearest = [...new Set(folders.filter((folder) => depthOf(folder) === least))];
  if (nearest.length < 2) return nearest[0] ?? null;
  const names = nearest.sort().map((folder) => folder.slice(0, -1));
  const subject = [...names.slice(0, namedPacks), ...(names.length > namedPacks ? ['…'] : [])].join(', ');
  throw new DiffusionError('several-models', `${names.length} packs lie side by side.`, { subject });
}

/**
 * The folder in which a pack lies, with its slash at the end, '' for the top: where model_index.json is, or else where
 * the folder of a network is; the one nearest to the top where there are several. Null where there is neither. Throws
 * `several-models` with their names where none of them is the nearest.
 */
export function findPackFolder(paths: readonly string[]): string | null {
  const indexes = paths.filter((path) => /(^|\/)model_index\.json$/.test(path)).map(folderOf);
  const networks = paths.flatMap(
    (path) => /^(.*\/)?(unet|transformer|onnx)\/[^/]*\.onnx$/.exec(path)?.slice(1, 2) ?? [],
  );
  return findNearest(indexes) ?? findNearest(networks.map((folder) => folder ?? ''));
}

/**
 * A pack in a folder that somebody chose or dropped, found wherever in it; the folder as it is where it holds none.
 * Throws what findPackFolder throws.
 */
export function openFolderSource(files: readonly FolderFile[]): PackSource {
  const root = findPackFolder(files.map(({ path }) => path)) ?? '';
  const own = new Map(
    files.flatMap(({ path, blob }) =>
      path.startsWith(root) ? [[path.slice(root.length), blob] as const] : [],
    ),
  );
  return sourceOf(
    async (path) => own.get(path) ?? null,
    async () => [...own].map(([path, { size }]) => ({ path, bytes: size })),
  );
}
