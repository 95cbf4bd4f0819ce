import { createCRC32 } from 'hash-wasm';
import { AppError } from '../../../../protocol/errors.ts';
import type { Size } from '../../../imaging/rect.ts';

/** The most pixels that are decoded: 256 MiB of RGBA. */
export const mostPixels = 2 ** 26;

// From the PNG specification (third edition): color type 3, and the names of chunks as big-endian words.
const paletteColor = 3;
const headerChunk = 0x49484452;
const lastChunk = 0x49454e44;
const animationChunk = 0x6163544c;
const transparencyChunk = 0x74524e53;
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Size from a PNG's header, which is read before anything of that size is allocated. Throws `not-a-picture`. */
export function readPngSize(png: Uint8Array): Size {
  if (png.length < 33 || signature.some((byte, i) => png[i] !== byte))
    throw new AppError('not-a-picture', 'The bytes do not begin like a PNG.');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  if (view.getUint32(12) !== headerChunk || size.width === 0 || size.height === 0)
    throw new AppError('not-a-picture', 'The PNG has no usable header.');
  if (size.width * size.height > mostPixels)
    throw new AppError('picture-too-large', `${size.width} x ${size.height} pixels are too many.`);
  // The library reads interlaced pictures only where a sample fills a byte.
  if (view.getUint8(28) === 1 && view.getUint8(24) < 8)
    throw new AppError('not-a-picture', 'Interlaced PNGs below 8 bits are not read.');
  return size;
}

let crcHasher: ReturnType<typeof createCRC32> | null = null;

/**
 * Whether a PNG whose header was read is of the kind that Figma exports, 8 bits per sample without palette, key color
 * or animation, and whole: every chunk up to the last has the CRC that it names.
 */
export async function isPlainPng(png: Uint8Array): Promise<boolean> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (view.getUint8(24) !== 8 || view.getUint8(25) === paletteColor) return false;
  crcHasher ??= createCRC32();
  const crc = await crcHasher;
  for (let at = 8; at + 12 <= png.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > png.length) return false;
    const type = view.getUint32(at + 4);
    crc.init().update(png.subarray(at + 4, end));
    if (Number.parseInt(crc.digest('hex'), 16) !== view.getUint32(end)) return false;
    if (type === animationChunk || type === transparencyChunk) return false;
    if (type === lastChunk) return true;
    at = end + 4;
  }
  return false;
}
