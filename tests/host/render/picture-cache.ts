import type { CanvasKit, Image } from 'canvaskit-wasm';
import { decodePicture } from './decode-picture.ts';

/** Where the bytes of image fills come from. */
export type PictureSource = { find(hash: string): { readonly bytes: Uint8Array } | undefined };

type Entry = { image: Image; mips: Image | null };

/** Decoded image fills by hash, the least recently drawn given back first when they take more than `limitBytes`. */
export class PictureCache {
  #entries = new Map<string, Entry | null>();
  #usedBytes = 0;

  constructor(
    private readonly kit: CanvasKit,
    private readonly source: PictureSource,
    private readonly limitBytes = 512 * 1024 * 1024,
  ) {}

  /** The image of a hash; null where the bytes are missing or no picture. */
  imageOf(hash: string): Image | null {
    return this.#entryOf(hash)?.image ?? null;
  }

  /** The image with smaller copies of itself, for drawing at less than half its size. */
  imageWithMips(hash: string): Image | null {
    const entry = this.#entryOf(hash);
    if (!entry) return null;
    if (!entry.mips) {
      entry.mips = entry.image.makeCopyWithDefaultMipmaps();
      this.#usedBytes += bytesIn(entry.image) / 3;
    }
    return entry.mips;
  }

  #entryOf(hash: string): Entry | null {
    const found = this.#entries.get(hash);
    if (found !== undefined) {
      this.#entries.delete(hash);
      this.#entries.set(hash, found);
      return found;
    }
    const bytes = this.source.find(hash)?.bytes;
    if (!bytes) return null;
    const image = decodePicture(this.kit, bytes);
    const entry = image && { image, mips: null };
    this.#entries.set(hash, entry);
    if (image) this.#usedBytes += bytesIn(image);
    this.#makeRoom(hash);
    return entry;
  }

  #makeRoom(kept: string): void {
    for (const [hash, entry] of this.#entries) {
      if (this.#usedBytes <= this.limitBytes) return;
      if (hash === kept || !entry) continue;
      this.#usedBytes -= bytesIn(entry.image) * (entry.mips ? 4 / 3 : 1);
      entry.image.delete();
      entry.mips?.delete();
      this.#entries.delete(hash);
    }
  }
}

const bytesIn = (image: Image): number => image.width() * image.height() * 4;
