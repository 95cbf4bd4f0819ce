import { deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chunk, writePng } from '../fakes/png-parts.ts';
import type { ImageCodecPage } from './image-codec-page.ts';
import { openRuntimePage, type RuntimePageHandle } from './open-runtime-page.ts';

let page: RuntimePageHandle<ImageCodecPage>;
beforeAll(async () => {
  page = await openRuntimePage<ImageCodecPage>('image-codec-page');
});
afterAll(() => page?.close());

const read = (png: Uint8Array) => page.ask('read', Buffer.from(png).toString('base64'));

/** A byte that looks like chance, the same every time. */
const byteAt = (i: number) => Math.imul(i + 1, 2654435761) >>> 24;

const rowsOf = (width: number, height: number, byte: (i: number) => number) =>
  Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => byte(y * width + x)));

const translucent = (extra: Buffer[] = []) =>
  writePng({ width: 31, height: 17, depth: 8, color: 6, rows: rowsOf(31 * 4, 17, byteAt) }, extra);

const word = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** All 65 536 pairs of value and alpha. */
const everyPair = Uint8Array.from({ length: 65536 * 4 }, (_, i) => {
  const pixel = i >> 2;
  const value = pixel & 255;
  return [value, 255 - value, (value * 7) & 255, pixel >> 8][i & 3]!;
});

describe("reading with the browser's own decoder", () => {
  it('gives all pairs of value and alpha as they are', async () => {
    const png = encode({ width: 256, height: 256, data: everyPair, channels: 4, depth: 8 });
    expect(await read(png)).toMatchObject({ isSame: true, by: 'browser', as: [0, 255, 0, 0, 1, 254, 7, 0] });
  });

  it('reads grey, RGB and RGBA of 8 bits, interlaced too', async () => {
    const kinds = { grey: [0, 1], rgb: [2, 3], 'grey and alpha': [4, 2], rgba: [6, 4] } as const;
    for (const [name, [color, channels]] of Object.entries(kinds)) {
      const png = writePng({ width: 9, height: 7, depth: 8, color, rows: rowsOf(9 * channels, 7, byteAt) });
      expect(await read(png), name).toMatchObject({ isSame: true, by: 'browser' });
    }
    const single = writePng({ width: 1, height: 1, depth: 8, color: 6, rows: [[200, 100, 50, 3]] });
    expect(await read(single)).toMatchObject({ isSame: true, by: 'browser', as: [200, 100, 50, 3] });
    const data = Uint8Array.from({ length: 13 * 11 * 4 }, (_, i) => byteAt(i));
    const woven = encode({ width: 13, height: 11, data, channels: 4 }, { interlace: 'Adam7' });
    expect(await read(woven)).toMatchObject({ isSame: true, by: 'browser' });
  });

  it('does not let profiles, gamma or orientation change a value', async () => {
    const chromaticities = [31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000].map(word);
    const chunks = {
      sRGB: chunk('sRGB', Buffer.of(0)),
      'linear gAMA': chunk('gAMA', word(100000)),
      'cHRM of Display P3': chunk('cHRM', Buffer.concat(chromaticities)),
      'cICP of Display P3': chunk('cICP', Buffer.of(12, 13, 0, 1)),
      iCCP: chunk('iCCP', Buffer.concat([Buffer.from('linear\0\0', 'latin1'), deflateSync(linearProfile())])),
      sBIT: chunk('sBIT', Buffer.of(5, 5, 5, 8)),
      'eXIf turned by 90 degrees': chunk(
        'eXIf',
        Buffer.of(0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0),
      ),
    };
    const plain = await read(translucent());
    for (const [name, extra] of Object.entries(chunks)) {
      expect(await read(translucent([extra])), name).toEqual({ ...plain, by: 'browser' });
    }
  });

  it('leaves to the library what the browser reads otherwise', async () => {
    const palette = [chunk('PLTE', Buffer.from([1, 2, 3, 4, 5, 6])), chunk('tRNS', Buffer.from([9]))];
    const indexed = writePng({ width: 2, height: 1, depth: 8, color: 3, rows: [[1, 0]] }, palette);
    expect(await read(indexed)).toEqual({ isSame: true, by: 'library', as: [4, 5, 6, 255, 1, 2, 3, 9] });
    const outside = writePng({ width: 2, height: 1, depth: 8, color: 3, rows: [[1, 2]] }, palette);
    expect(await read(outside)).toEqual({ isSame: true, by: 'library', as: 'not-a-picture' });
    const deep = writePng({
      width: 1,
      height: 1,
      depth: 16,
      color: 2,
      rows: [[0x34, 0xff, 0, 0x81, 0, 0x7f]],
    });
    expect(await read(deep)).toMatchObject({ isSame: true, by: 'library', as: [53, 1, 0, 255] });
    const key = chunk('tRNS', Buffer.from([0, 1, 0, 2, 0, 3]));
    const keyed = writePng({ width: 3, height: 1, depth: 8, color: 2, rows: [[1, 2, 3, 1, 2, 4, 5, 6, 7]] }, [
      key,
    ]);
    expect(await read(keyed)).toEqual({ isSame: true, by: 'library', as: [1, 2, 3, 0, 1, 2, 4, 255] });
    const animated = translucent([chunk('acTL', Buffer.concat([word(1), word(0)]))]);
    expect(await read(animated)).toMatchObject({ isSame: true, by: 'library' });
  });

  it('has the answer of the library for every damage', async () => {
    const rows = rowsOf(6 * 4, 5, byteAt);
    const png = writePng({ width: 6, height: 5, depth: 8, color: 6, rows }, [chunk('sRGB', Buffer.of(0))]);
    const { differing, refused, tried } = await page.ask('readDamaged', Buffer.from(png).toString('base64'));
    expect(differing).toEqual([]);
    // The others claim a size that is too large.
    expect(refused).toBeGreaterThan(tried - 10);
    const huge = writePng({ width: 100_000, height: 100_000, depth: 8, color: 6, rows: [[0]] });
    expect(await read(huge)).toEqual({ isSame: true, by: 'library', as: 'picture-too-large' });
  });
});

describe("writing with the browser's own encoder", () => {
  const write = (width: number, height: number, data: Uint8Array) =>
    page.ask('write', width, height, Buffer.from(data).toString('base64'));
  const written = { by: 'browser', isExact: true, isRepeated: true };

  it('keeps every pixel, and gives the same bytes for the same pixels', async () => {
    expect(await write(256, 256, everyPair)).toEqual(written);
    expect(await write(1, 1, Uint8Array.of(9, 8, 7, 0))).toEqual(written);
    const odd = Uint8Array.from({ length: 301 * 77 * 4 }, (_, i) => byteAt(i));
    expect(await write(301, 77, odd)).toEqual(written);
  });

  it('is given up where what was written does not come back', async () => {
    expect(await page.ask('writeWithNoise')).toEqual({ isExact: true, isTriedAgain: false });
  });
});

/** An ICC profile (version 2) of sRGB's primaries whose curves are straight: who heeds it brightens everything. */
function linearProfile(): Buffer {
  const fixed = (value: number) => word(Math.round(value * 65536) >>> 0);
  const named = (type: string, ...parts: Buffer[]) =>
    Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4), ...parts]);
  const point = (...xyz: number[]) => named('XYZ ', ...xyz.map(fixed));
  const straight = named('curv', word(0));
  const tags: [string, Buffer][] = [
    ['desc', named('desc', word(2), Buffer.from('l\0', 'latin1'), Buffer.alloc(80))],
    ['cprt', named('text', Buffer.from('none', 'latin1'))],
    ['wtpt', point(0.9642, 1, 0.8249)],
    ['rXYZ', point(0.4361, 0.2225, 0.0139)],
    ['gXYZ', point(0.3851, 0.7169, 0.0971)],
    ['bXYZ', point(0.1431, 0.0606, 0.7141)],
    ['rTRC', straight],
    ['gTRC', straight],
    ['bTRC', straight],
  ];
  let at = 128 + 4 + tags.length * 12;
  const table = tags.map(([name, body]) => {
    const row = Buffer.concat([Buffer.from(name, 'latin1'), word(at), word(body.length)]);
    at += body.length;
    return row;
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x02100000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  Buffer.concat([0.9642, 1, 0.8249].map(fixed)).copy(header, 68);
  return Buffer.concat([header, word(tags.length), ...table, ...tags.map(([, body]) => body)]);
}
