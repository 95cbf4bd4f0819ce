import { describe, expect, it } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import {
  decodeMask,
  decodePicture,
  encodePicture,
  loadMask,
  loadPicture,
  writePicture,
} from '../../../ui/engine/worker/image-codec.ts';
import { chunk, writePng } from '../../fakes/png-parts.ts';

const codeOf = (run: () => unknown): string | null => {
  try {
    run();
    return null;
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown);
  }
};

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

  it('reads and writes the same without a browser', async () => {
    const data = new Uint8Array(24 * 10 * 4).map((_, i) => i * 37);
    const png = await writePicture({ width: 24, height: 10, data });
    expect(Buffer.from(png).equals(Buffer.from(encodePicture({ width: 24, height: 10, data })))).toBe(true);
    expect(Buffer.from((await loadPicture(png)).data).equals(Buffer.from(data))).toBe(true);
    await expect(loadPicture(png.slice(0, 60))).rejects.toMatchObject({ code: 'not-a-picture' });
    await expect(loadMask(png.slice(0, 60), box)).rejects.toMatchObject({ code: 'not-a-picture' });
  });
});

const box = { x: 0, y: 0, width: 4, height: 1 };
const maskOf = (...pixels: [number, number, number, number][]) =>
  encodePicture({ width: pixels.length, height: 1, data: Uint8Array.from(pixels.flat()) });

describe('loadMask', () => {
  it('reads alpha unless told otherwise', async () => {
    const png = maskOf([0, 0, 0, 0], [255, 255, 255, 40], [0, 0, 0, 255], [9, 9, 9, 0]);
    const layer = await loadMask(png, box);
    expect(layer).toMatchObject({ size: { width: 4, height: 1 }, box, opacity: 1 });
    expect(layer.bounds).toEqual({ x: 1, y: 0, width: 2, height: 1 });
    expect(Array.from(layer.alpha)).toEqual([40, 255]);
  });

  it('reads luminance as BT.709 luma times alpha, so that black lies outside', async () => {
    const png = maskOf([0, 0, 0, 255], [255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]);
    const layer = await loadMask(png, box, 'luminance');
    expect(layer.bounds).toEqual({ x: 1, y: 0, width: 3, height: 1 });
    expect(Array.from(layer.alpha)).toEqual([54, 182, 18]);
    const half = maskOf(
      [255, 255, 255, 128],
      [128, 128, 128, 255],
      [128, 128, 128, 128],
      [255, 255, 255, 255],
    );
    expect(Array.from((await loadMask(half, box, 'luminance')).alpha)).toEqual([128, 128, 64, 255]);
  });

  it('divides the opacity of the layer out, and tells it', async () => {
    for (const opacity of [0.03, 0.1, 0.25, 0.3, 0.5, 0.77, 0.999]) {
      for (const round of [Math.floor, Math.round, Math.ceil]) {
        const png = maskOf([0, 0, 0, round(255 * opacity)], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]);
        const layer = await loadMask(png, box, 'alpha', opacity);
        expect(layer.alpha[0], `${opacity}, ${round.name}`).toBe(255);
        expect(layer.opacity).toBe(opacity);
      }
    }
    const soft = maskOf([0, 0, 0, 64], [0, 0, 0, 32], [0, 0, 0, 1], [0, 0, 0, 127]);
    expect(Array.from((await loadMask(soft, box, 'alpha', 0.5)).alpha)).toEqual([129, 64, 2, 255]);
    const bright = maskOf([255, 255, 255, 128], [128, 128, 128, 128], [0, 0, 0, 128], [255, 255, 255, 64]);
    expect(Array.from((await loadMask(bright, box, 'luminance', 0.5)).alpha)).toEqual([255, 129, 0, 129]);
  });

  it('takes the outline alone of a vector mask, whatever its fill and its opacity let through', async () => {
    const png = maskOf([9, 9, 9, 20], [9, 9, 9, 51], [9, 9, 9, 51], [9, 9, 9, 0]);
    const layer = await loadMask(png, box, 'vector', 0.4);
    expect(Array.from(layer.alpha)).toEqual([100, 255, 255]);
    expect(layer.opacity).toBe(1);
  });

  it('finds nothing in a layer that shows nothing', async () => {
    const png = maskOf([9, 9, 9, 0], [9, 9, 9, 0]);
    for (const reading of ['alpha', 'luminance', 'vector'] as const) {
      for (const opacity of [0, 1]) {
        expect((await loadMask(png, box, reading, opacity)).bounds.width, reading).toBe(0);
      }
    }
  });
});
