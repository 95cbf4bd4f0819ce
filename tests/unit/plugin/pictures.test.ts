import type { ImagePaint, Paint } from '@figma/plugin-typings/plugin-api-standalone';
import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { withPicture } from '../../../plugin/paints.ts';
import { fitDensity, paintDensity } from '../../../plugin/picture-density.ts';
import { readPngSize } from '../../../plugin/png-header.ts';

const png = (width: number, height: number) =>
  encode({ width, height, data: new Uint8Array(width * height * 4), channels: 4, depth: 8 });

describe("a PNG's header", () => {
  test.each([
    [1, 1],
    [640, 480],
    [3, 4001],
  ])('says %i x %i', (width, height) => {
    expect(readPngSize(png(width, height))).toEqual({ width, height });
  });

  test('is read where the bytes lie, in a larger buffer too', () => {
    const file = png(7, 9);
    const shifted = new Uint8Array(file.length + 5);
    shifted.set(file, 5);
    expect(readPngSize(shifted.subarray(5))).toEqual({ width: 7, height: 9 });
  });

  const whole = png(5, 6);
  const damaged = (index: number, value: number) => Object.assign(whole.slice(), { [index]: value });
  test.each([
    ['nothing', new Uint8Array()],
    ['a JPEG', Uint8Array.from({ length: 64 }, (_, i) => [0xff, 0xd8, 0xff, 0xe0][i] ?? 0)],
    ['a cut file', whole.slice(0, 23)],
    ['a wrong signature', damaged(0, 0x88)],
    ['another first chunk', damaged(12, 0x4a)],
    ['no width', whole.map((byte, i) => (i >= 16 && i < 20 ? 0 : byte))],
  ])('is not found in %s', (_, bytes) => {
    expect(readPngSize(bytes)).toBeNull();
  });
});

describe('the density of a picture', () => {
  const pixels = { width: 2000, height: 1000 };
  const units = { width: 500, height: 500 };
  test.each<[string, Pick<ImagePaint, 'scaleMode' | 'imageTransform' | 'scalingFactor'>, number]>([
    ['FILL shows the shorter side whole', { scaleMode: 'FILL' }, 2],
    ['FIT shows the longer side whole', { scaleMode: 'FIT' }, 4],
    ['TILE says it itself', { scaleMode: 'TILE', scalingFactor: 0.25 }, 4],
    [
      'CROP of a quarter',
      {
        scaleMode: 'CROP',
        imageTransform: [
          [0.25, 0, 0],
          [0, 0.5, 0],
        ],
      },
      1,
    ],
    [
      'CROP turned by 90 degrees',
      {
        scaleMode: 'CROP',
        imageTransform: [
          [0, -0.25, 1],
          [0.5, 0, 0],
        ],
      },
      1,
    ],
  ])('%s', (_, paint, expected) => {
    expect(paintDensity(paint, pixels, units)).toBeCloseTo(expected, 9);
  });

  test('stays between 1 and what the host exports', () => {
    expect(fitDensity(0.3, 500)).toBe(1);
    expect(fitDensity(1.004, 500)).toBe(1);
    expect(fitDensity(3, 500)).toBe(3);
    expect(fitDensity(12, 500)).toBe(4096 / 500);
    expect(fitDensity(12, 9000)).toBe(1);
  });
});

describe('a picture among the paints', () => {
  const white: Paint = { type: 'SOLID', color: { r: 1, g: 1, b: 1 } };
  const image = (imageHash: string): Paint => ({ type: 'IMAGE', imageHash, scaleMode: 'FILL' });
  test('goes on top of what the person has', () => {
    expect(withPicture([white, image('theirs')], 'new', '')).toEqual([white, image('theirs'), image('new')]);
  });
  test('replaces the one that we placed before, where it lies', () => {
    expect(withPicture([white, image('old'), white], 'new', 'old')).toEqual([white, image('new'), white]);
  });
  test('goes on top where ours has been removed', () => {
    expect(withPicture([white], 'new', 'old')).toEqual([white, image('new')]);
  });
});
