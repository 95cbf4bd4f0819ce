import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import { decodeMask, decodePicture, encodePicture } from '../../../ui/engine/worker/image-codec.ts';

const codeOf = (run: () => unknown): string | null => {
  try {
    run();
    return null;
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown);
  }
};

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let k = 0; k < 8; k++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

type Raw = { width: number; height: number; depth: number; color: number; rows: number[][] };

/** A PNG written from its parts, so that depths and color types are tested that our own encoder never writes. */
function writePng(raw: Raw, extra: Buffer[] = []): Uint8Array {
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

const pixelsOf = (png: Uint8Array) => Array.from(decodePicture(png).data);

describe('image-codec', () => {
  it('round-trips all 65 536 pairs of value and alpha', () => {
    const data = new Uint8Array(65536 * 4);
    for (let i = 0; i < 65536; i++) {
      const value = i & 255;
      data.set([value, 255 - value, (value * 7) & 255, i >> 8], i * 4);
    }
    const png = encodePicture({ width: 256, height: 256, data });
    expect(Buffer.from(decodePicture(png).data).equals(Buffer.from(data))).toBe(true);
    expect(Buffer.from(encodePicture({ width: 256, height: 256, data })).equals(Buffer.from(png))).toBe(true);
  });

  it('reads grey, grey with alpha and RGB', () => {
    expect(pixelsOf(writePng({ width: 2, height: 1, depth: 8, color: 0, rows: [[7, 200]] }))).toEqual([
      7, 7, 7, 255, 200, 200, 200, 255,
    ]);
    expect(pixelsOf(writePng({ width: 1, height: 1, depth: 8, color: 4, rows: [[9, 30]] }))).toEqual([
      9, 9, 9, 30,
    ]);
    expect(pixelsOf(writePng({ width: 1, height: 1, depth: 8, color: 2, rows: [[1, 2, 3]] }))).toEqual([
      1, 2, 3, 255,
    ]);
  });

  it('reads packed grey of 1, 2 and 4 bits', () => {
    expect(
      pixelsOf(
        writePng({ width: 9, height: 1, depth: 1, color: 0, rows: [[0b10100000, 0b10000000]] }),
      ).filter((_, i) => i % 4 === 0),
    ).toEqual([255, 0, 255, 0, 0, 0, 0, 0, 255]);
    expect(
      pixelsOf(writePng({ width: 4, height: 1, depth: 2, color: 0, rows: [[0b00011011]] })).filter(
        (_, i) => i % 4 === 0,
      ),
    ).toEqual([0, 85, 170, 255]);
    expect(
      pixelsOf(writePng({ width: 2, height: 1, depth: 4, color: 0, rows: [[0x0f]] })).filter(
        (_, i) => i % 4 === 0,
      ),
    ).toEqual([0, 255]);
  });

  it('rounds 16-bit samples to 8', () => {
    const rows = [[0xff, 0xff, 0x80, 0x00, 0x00, 0x81, 0x7f, 0xff]];
    expect(pixelsOf(writePng({ width: 1, height: 1, depth: 16, color: 6, rows }))).toEqual([
      255, 128, 1, 127,
    ]);
  });

  it('reads palettes with and without alpha, at 4 and 8 bits', () => {
    const palette = chunk('PLTE', Buffer.from([10, 20, 30, 40, 50, 60, 70, 80, 90]));
    const alpha = chunk('tRNS', Buffer.from([0, 128]));
    const opaque = writePng({ width: 3, height: 1, depth: 8, color: 3, rows: [[2, 0, 1]] }, [palette]);
    expect(pixelsOf(opaque)).toEqual([70, 80, 90, 255, 10, 20, 30, 255, 40, 50, 60, 255]);
    const packed = writePng({ width: 3, height: 1, depth: 4, color: 3, rows: [[0x20, 0x10]] }, [
      palette,
      alpha,
    ]);
    expect(pixelsOf(packed)).toEqual([70, 80, 90, 255, 10, 20, 30, 0, 40, 50, 60, 128]);
  });

  it('makes the color of a tRNS chunk transparent', () => {
    const key = chunk('tRNS', Buffer.from([0, 1, 0, 2, 0, 3]));
    const png = writePng({ width: 3, height: 1, depth: 8, color: 2, rows: [[1, 2, 3, 1, 2, 4, 3, 2, 1]] }, [
      key,
    ]);
    expect(pixelsOf(png)).toEqual([1, 2, 3, 0, 1, 2, 4, 255, 3, 2, 1, 255]);
  });

  it('finds the bounds of a mask while decoding and keeps nothing else', () => {
    const data = new Uint8Array(8 * 5 * 4);
    data[(2 * 8 + 3) * 4 + 3] = 255;
    data[(3 * 8 + 6) * 4 + 3] = 9;
    const layer = decodeMask(encodePicture({ width: 8, height: 5, data }), {
      x: 0,
      y: 0,
      width: 8,
      height: 5,
    });
    expect(layer.bounds).toEqual({ x: 3, y: 2, width: 4, height: 2 });
    expect(Array.from(layer.alpha)).toEqual([255, 0, 0, 0, 0, 0, 0, 9]);
    const empty = decodeMask(encodePicture({ width: 3, height: 3, data: new Uint8Array(36) }), {
      x: 0,
      y: 0,
      width: 3,
      height: 3,
    });
    expect(empty.bounds.width).toBe(0);
  });

  it('refuses what is no picture, is cut short, damaged or too large', () => {
    const good = encodePicture({ width: 40, height: 40, data: new Uint8Array(6400).map((_, i) => i * 31) });
    expect(codeOf(() => decodePicture(new TextEncoder().encode('a text file, not a picture at all')))).toBe(
      'not-a-picture',
    );
    expect(codeOf(() => decodePicture(new Uint8Array(3)))).toBe('not-a-picture');
    for (const length of [20, 34, 60, good.length - 20, good.length - 1]) {
      expect(
        codeOf(() => decodePicture(good.slice(0, length))),
        `${length} bytes`,
      ).toBe('not-a-picture');
    }
    for (let at = 40; at < good.length; at += 97) {
      const bent = good.slice();
      bent[at] = bent[at]! ^ 0x5a;
      expect(
        codeOf(() => decodePicture(bent)),
        `byte ${at}`,
      ).toBe('not-a-picture');
    }
    const huge = writePng({ width: 100_000, height: 100_000, depth: 8, color: 6, rows: [[0]] });
    expect(codeOf(() => decodePicture(huge))).toBe('picture-too-large');
    const short = writePng({ width: 4, height: 4, depth: 8, color: 6, rows: [[0, 0, 0, 0]] });
    expect(codeOf(() => decodePicture(short))).toBe('not-a-picture');
  });

  it('reads a view into a larger buffer', () => {
    const png = encodePicture({ width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
    const buffer = new Uint8Array(png.length + 20);
    buffer.set(png, 10);
    expect(pixelsOf(buffer.subarray(10, 10 + png.length))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
