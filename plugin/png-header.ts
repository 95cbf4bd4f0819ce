import type { Size } from '../protocol/geometry.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** The length and name of the chunk that every PNG begins with: 13 bytes of IHDR. */
const ihdr = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/** Reads a PNG's size in pixels from its first 24 bytes; null for what is not a PNG (PNG specification, 11.2.1). */
export function readPngSize(bytes: Uint8Array): Size | null {
  if (bytes.length < 24) return null;
  const start = [...signature, ...ihdr];
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start[i]) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = { width: header.getUint32(16), height: header.getUint32(20) };
  return size.width > 0 && size.height > 0 ? size : null;
}
