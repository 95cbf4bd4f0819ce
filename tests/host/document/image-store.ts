import { readImageHeader } from './image-header.ts';
import { sha1Hex } from './sha1.ts';

export type StoredImage = {
  readonly hash: string;
  readonly format: 'PNG' | 'JPEG' | 'GIF';
  readonly width: number;
  readonly height: number;
  /** The file as it came; nobody may change it. */
  readonly bytes: Uint8Array;
};

export const MAX_IMAGE_SIDE_PX = 4096;

/** Why an image is refused, in Figma's words. */
export type ImageRefusal = 'Image is too small' | 'Image is too large' | 'Image type is unsupported';

/** The image files of a document by the SHA-1 of their bytes. They outlive undo. */
export class ImageStore {
  #images = new Map<string, StoredImage>();

  /** Keeps a copy of a PNG, JPEG or GIF of at most 4096 px a side; answers the refusal in Figma's words otherwise. */
  add(bytes: Uint8Array): StoredImage | ImageRefusal {
    if (bytes.length === 0) return 'Image is too small';
    const header = readImageHeader(bytes);
    if (!header) return 'Image type is unsupported';
    if (header.width < 1 || header.height < 1) return 'Image is too small';
    if (header.width > MAX_IMAGE_SIDE_PX || header.height > MAX_IMAGE_SIDE_PX) return 'Image is too large';
    const hash = sha1Hex(bytes);
    const known = this.#images.get(hash);
    if (known) return known;
    const image = { hash, ...header, bytes: bytes.slice() };
    this.#images.set(hash, image);
    return image;
  }

  find(hash: string): StoredImage | undefined {
    return this.#images.get(hash);
  }

  all(): StoredImage[] {
    return [...this.#images.values()];
  }
}
