import { deflateSync } from 'node:zlib';

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let k = 0; k < 8; k++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** A chunk of a PNG with its length and CRC. */
export function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** `rows` are bytes as they lie in the file, without the filter byte. */
export type RawPng = { width: number; height: number; depth: number; color: number; rows: number[][] };

/** A PNG written from its parts, so that depths and color types are tested that our own encoder never writes. */
export function writePng(raw: RawPng, extra: Buffer[] = []): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(raw.width, 0);
  header.writeUInt32BE(raw.height, 4);
  header[8] = raw.depth;
  header[9] = raw.color;
  const body = Buffer.from(raw.rows.flatMap((row) => [0, ...row]));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', deflateSync(body)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
