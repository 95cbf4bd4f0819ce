import { AppError } from '../../protocol/errors.ts';

/** One chunk of a PNG: its four letters, and where its body and the whole of it lie in the file. */
export type PngChunk = { type: string; body: Uint8Array; start: number; end: number };

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** More chunks than any picture has; what has more was made to keep a reader busy. */
const mostChunks = 100_000;

/** True where a file begins like a PNG. */
export const isPng = (file: Uint8Array): boolean => signature.every((byte, at) => file[at] === byte);

/**
 * The chunks of a PNG up to its last one, without a copy of any. Throws `not-a-picture` where the file is no PNG or is
 * not whole; the CRCs are not looked at.
 */
export function readChunks(png: Uint8Array): PngChunk[] {
  const damaged = (detail: string) => new AppError('not-a-picture', detail);
  if (!isPng(png)) throw damaged('The bytes do not begin like a PNG.');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: PngChunk[] = [];
  for (let start = 8; start + 12 <= png.length && chunks.length < mostChunks; ) {
    const bodyEnd = start + 8 + view.getUint32(start);
    const end = bodyEnd + 4;
    if (end > png.length) break;
    const type = String.fromCharCode(...png.subarray(start + 4, start + 8));
    if (chunks.length === 0 && type !== 'IHDR') throw damaged('The PNG has no header.');
    chunks.push({ type, body: png.subarray(start + 8, bodyEnd), start, end });
    if (type === 'IEND') return chunks;
    start = end;
  }
  throw damaged('The PNG ends too early.');
}

/** A chunk as it lies in a file, with its length and CRC. */
export function makeChunk(type: string, body: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(body.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, body.length);
  for (let at = 0; at < 4; at++) chunk[4 + at] = type.charCodeAt(at);
  chunk.set(body, 8);
  view.setUint32(body.length + 8, crcOf(chunk.subarray(4, body.length + 8)));
  return chunk;
}

/** The CRC of the PNG specification, bit by bit: what is written here is a few kilobytes. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** Joins pieces of bytes. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
