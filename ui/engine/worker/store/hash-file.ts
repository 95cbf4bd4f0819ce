import { createSHA256 } from 'hash-wasm';
import type { CancelToken } from '../../../../protocol/cancellation.ts';
import { AppError } from '../../../../protocol/errors.ts';

const windowBytes = 4 * 1024 * 1024;

/** SHA-256 of a file in lowercase hex, read in windows. Throws `cancelled`. `onBytes` is told each window. */
export async function hashFile(
  file: Blob,
  token: CancelToken,
  onBytes: (count: number) => void,
): Promise<string> {
  const hash = await createSHA256();
  for (let at = 0; at < file.size; at += windowBytes) {
    if (token.isCancelled()) throw new AppError('cancelled');
    const bytes = new Uint8Array(await file.slice(at, at + windowBytes).arrayBuffer());
    hash.update(bytes);
    onBytes(bytes.length);
  }
  return hash.digest();
}
