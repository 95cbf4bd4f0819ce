import * as v from 'valibot';
import { AppError } from '../../../protocol/errors.ts';
import { type PackSource, sourceOf } from '../../runtime/pack-files.ts';
import { hashBytes } from './integrity.ts';

const filesSchema = v.array(
  v.object({
    path: v.pipe(v.string(), v.regex(/^(?!\/)(?!.*\.\.)[\w./ -]+$/)),
    bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  }),
);

/** One line of a pack's `files.json`. */
export type PackFile = v.InferOutput<typeof filesSchema>[number];

/** Keeps files over restarts by the hash of their bytes; absent where the page is refused storage. */
export type FileCache = {
  get(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>;
  put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
};

/** Fetches a URL whole, telling the bytes as they come. Null where it does not exist. Rejects where it cannot. */
export type FetchBytes = (
  url: string,
  options: { fresh: boolean; onBytes(count: number): void },
) => Promise<Uint8Array<ArrayBuffer> | null>;

/** A pack's folder whose files are all checked against their hashes, each fetched once. */
export type ModelFiles = PackSource & { readonly totalBytes: number };

export type ModelFilesOptions = {
  folderUrl: string;
  fetchBytes: FetchBytes;
  cache: FileCache | null;
  onLoaded(loadedBytes: number, totalBytes: number): void;
};

/**
 * Opens the folder of a pack by its `files.json`. Throws `model-missing` where it is not there, `model-broken` where
 * the list or, even fetched anew, a file is not what it should be.
 */
export async function openModelFiles(options: ModelFilesOptions): Promise<ModelFiles> {
  const { folderUrl, fetchBytes, cache, onLoaded } = options;
  const files = await readList(folderUrl, fetchBytes);
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let loadedBytes = 0;

  function count(bytes: number): void {
    loadedBytes += bytes;
    onLoaded(loadedBytes, totalBytes);
  }

  async function isRight(bytes: Uint8Array<ArrayBuffer>, file: PackFile): Promise<boolean> {
    return bytes.length === file.bytes && (await hashBytes(bytes)) === file.sha256;
  }

  async function readChecked(file: PackFile): Promise<Uint8Array<ArrayBuffer>> {
    const kept = await cache?.get(file.sha256).catch(() => null);
    if (kept && (await isRight(kept, file))) {
      count(file.bytes);
      return kept;
    }
    // The second attempt goes past the browser's cache, which may hold what a broken transfer left.
    for (const fresh of [false, true]) {
      let received = 0;
      const bytes = await fetchBytes(new URL(encodeURI(file.path), folderUrl).href, {
        fresh,
        onBytes(more) {
          received += more;
          count(more);
        },
      });
      if (bytes === null) throw new AppError('model-missing', `${file.path} is not there.`);
      if (await isRight(bytes, file)) {
        // A full disk must not keep anybody from painting.
        await cache?.put(file.sha256, bytes).catch(() => {});
        return bytes;
      }
      count(-received);
    }
    throw new AppError('model-broken', `${file.path} is not the file that belongs to this model.`);
  }

  const find = (path: string) => files.find((entry) => entry.path === path);
  const opened = new Map<string, Promise<Blob>>();
  async function open(path: string): Promise<Blob | null> {
    const file = find(path);
    if (file === undefined) return null;
    const known = opened.get(path) ?? readChecked(file).then((bytes) => new Blob([bytes]));
    opened.set(path, known);
    known.catch(() => opened.delete(path));
    return known;
  }
  const source = sourceOf(open, async () => files);
  return { ...source, totalBytes, has: async (path) => find(path) !== undefined };
}

async function readList(folderUrl: string, fetchBytes: FetchBytes): Promise<PackFile[]> {
  // A stale list would find every file of a newer model broken.
  const bytes = await fetchBytes(new URL('files.json', folderUrl).href, { fresh: true, onBytes: () => {} });
  if (bytes === null) throw new AppError('model-missing', `${folderUrl} has no files.json.`);
  try {
    return v.parse(filesSchema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (thrown) {
    throw new AppError('model-broken', `files.json cannot be read: ${String(thrown)}`);
  }
}
