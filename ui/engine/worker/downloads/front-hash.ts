import { createSHA256 } from 'hash-wasm';
import { AppError } from '../../../../protocol/errors.ts';
import type { WritableFile } from '../store/file-store.ts';

const windowBytes = 1024 * 1024;

/** SHA-256 that follows a file from its beginning as the bytes without a gap grow. */
export type FrontHash = {
  /** Hashes on to `frontBytes`, reading back what is on the disk. One call at a time. */
  follow(file: WritableFile, frontBytes: number): Promise<void>;
  /** The hash of all that was followed, lowercase hex. Ends the hash. */
  finish(): string;
  save(): { bytes: number; state: string } | null;
};

const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** Goes on from a saved state; from the beginning where there is none or another version has written it. */
export async function createFrontHash(saved: { bytes: number; state: string } | null): Promise<FrontHash> {
  const hash = await createSHA256();
  const window = new Uint8Array(windowBytes);
  let hashed = 0;
  if (saved !== null) {
    try {
      hash.load(fromBase64(saved.state));
      hashed = saved.bytes;
    } catch {
      hash.init();
    }
  }
  return {
    async follow(file, frontBytes) {
      while (hashed < frontBytes) {
        const wanted = Math.min(windowBytes, frontBytes - hashed);
        const got = await file.read(window.subarray(0, wanted), hashed);
        if (got < wanted) throw new AppError('storage-refused', `the file ends at ${hashed + got}`);
        hash.update(window.subarray(0, got));
        hashed += got;
      }
    },
    finish: () => hash.digest(),
    save: () => (hashed === 0 ? null : { bytes: hashed, state: toBase64(hash.save()) }),
  };
}
