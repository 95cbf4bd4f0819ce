import { AppError } from '../../../../protocol/errors.ts';

/** Where files are kept: `memory` forgets them with the page. */
export type StoreKind = 'opfs' | 'indexeddb' | 'memory';

/** A stored file by its path below a folder. */
export type StoredFile = { readonly path: string; readonly bytes: number };

/** A file that is open for reading and writing, which is so in one place at a time. All numbers are bytes. */
export type WritableFile = {
  size(): number;
  /** Writes all of `bytes` at an offset; a gap before it reads as zeros. Throws `no-space` where the disk is full. */
  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>;
  /** Fills `into` from an offset on and returns how many bytes there were. */
  read(into: Uint8Array<ArrayBuffer>, at: number): Promise<number>;
  truncate(bytes: number): Promise<void>;
  /** Resolves when everything written would outlive this page. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

/** Files by their paths, such as `packs/a/unet/model.onnx`. Everything throws `no-space` or `storage-refused`. */
export type FileStore = {
  readonly kind: StoreKind;
  /** Opens a file as it is, an empty one where there is none. */
  openForWriting(path: string): Promise<WritableFile>;
  /** A file as a handle that is read in ranges, nothing of it read yet; null where there is none. */
  open(path: string): Promise<Blob | null>;
  /** Renames in one step; takes the place of a file that is there. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file or a folder with all that is in it; content where there is none. */
  remove(path: string): Promise<void>;
  /** Every file below a folder, at any depth, by its path below that folder. */
  list(folder: string): Promise<StoredFile[]>;
};

const nameOf = (thrown: unknown) =>
  thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';

/** True where the browser says that there is no such file or folder. */
export function isAbsent(thrown: unknown): boolean {
  return nameOf(thrown) === 'NotFoundError';
}

/** True where another page, or one that is about to end, has the file open. */
export function isLocked(thrown: unknown): boolean {
  return nameOf(thrown) === 'NoModificationAllowedError';
}

/** What a browser's storage throws, as one of our errors: a full disk is `no-space`, all else `storage-refused`. */
export function explainStorage(thrown: unknown, path: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = nameOf(thrown) === 'QuotaExceededError' ? 'no-space' : 'storage-refused';
  return new AppError(code, `${path}: ${String(thrown)}`, path);
}

/** Runs `act`, its errors as ours. */
export async function storing<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (thrown) {
    throw explainStorage(thrown, path);
  }
}
