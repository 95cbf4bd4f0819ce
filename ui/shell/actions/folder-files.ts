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

/** What every folder with a model has some of: graphs, configs, or at least weights that could be exported. */
const telling = /\.(onnx|json|safetensors|ckpt|bin|pt|pth)$/i;

/** More files than any pack has. */
const mostFiles = 10_000;

/** False for a folder that holds no model for certain: photos, a whole disk. Saves handing thousands of files over. */
export function mayHoldModel({ files }: ChosenFolder): boolean {
  return files.length <= mostFiles && files.some(({ path }) => telling.test(path));
}
