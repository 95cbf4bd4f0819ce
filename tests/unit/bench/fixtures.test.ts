import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../../ui/imaging/image.ts';
import { rasterize } from '../../bench/fixtures/drawing.ts';
import { fixtures, picture } from '../../bench/fixtures/fixtures.ts';
import { coverShare, ellipse } from '../../bench/fixtures/masks.ts';
import { createWaves } from '../../bench/fixtures/waves.ts';
import { layOver } from '../../bench/lay-over.ts';
import { measureJump } from '../../bench/measures/expansion.ts';

/** Covered pixels, those in part by their share. */
function sumAlpha(data: RgbaImage['data']): number {
  let sum = 0;
  for (let i = 3; i < data.length; i += 4) sum += data[i]! / 255;
  return sum;
}

describe.each(fixtures)('the fixture $name', (fixture) => {
  it('is the same every time, stays within the levels, and has another piece of its material', () => {
    const first = picture(fixture, 96, 72);
    expect(rasterize(fixture.draw(96, 72), 96, 72).data).toEqual(first.data);
    expect(picture(fixture, 96, 72, 1).data).not.toEqual(first.data);
    const clipped = first.data.filter((byte, i) => i % 4 !== 3 && (byte === 0 || byte === 255)).length;
    expect(clipped / first.data.length).toBeLessThan(0.01);
  });
});

it('makes noise of mean 0, deviation 1 and no detail below its band', () => {
  const field = createWaves({ seed: 5, shortestPx: 8, longestPx: 40 });
  const values = Array.from({ length: 200 * 200 }, (_, i) => field(i % 200, Math.floor(i / 200)));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean)).toBeLessThan(0.15);
  expect(Math.abs(deviation - 1)).toBeLessThan(0.25);
  const middle = (field(10, 10) + field(10.5, 10)) / 2;
  expect(Math.abs(field(10.25, 10) - middle)).toBeLessThan(0.05);
});

it.each([0.25, 0.5, 0.75])('covers %d of a picture with a rounded box', (share) => {
  const { data } = coverShare(320, 240, share);
  const covered = sumAlpha(data);
  expect(covered / (320 * 240)).toBeCloseTo(share, 2);
});

it('draws ellipses of the area that they have', () => {
  const { data } = ellipse(200, 100, [100, 50, 60, 30]);
  const covered = sumAlpha(data);
  expect(Math.abs(covered - Math.PI * 60 * 30)).toBeLessThan(40);
});

describe('laying over', () => {
  const red = rasterize(() => [200, 0, 0], 4, 3);

  it('mixes by alpha and leaves what is not covered', () => {
    const patch = { width: 2, height: 1, data: Uint8Array.of(0, 100, 0, 51, 9, 9, 9, 0) };
    const { data } = layOver(red, patch, { x: 1, y: 1 });
    expect([...data.subarray(5 * 4, 5 * 4 + 4)]).toEqual([160, 20, 0, 255]);
    expect(data.filter((byte, i) => byte !== red.data[i]).length).toBe(2);
  });

  it('shows the patch alone where there is nothing under it, and cuts it off at the edges', () => {
    const empty = { width: 4, height: 3, data: new Uint8Array(48) };
    const result = layOver(empty, red, { x: -2, y: 2 });
    expect([...result.data.subarray(32, 36)]).toEqual([200, 0, 0, 255]);
    expect(result.data[40 + 3]).toBe(0);
  });
});

it('finds a jump at the border of an expanded picture and none in a smooth one', () => {
  const smooth = rasterize((x, y) => [x / 2, y / 2, 100], 384, 288);
  expect(Math.abs(measureJump(smooth))).toBeLessThan(0.2);
  const isOld = (x: number, y: number) => x > 64 && x < 320 && y > 48 && y < 240;
  const lifted = rasterize((x, y) => [x / 2, y / 2, isOld(x, y) ? 112 : 100], 384, 288);
  expect(measureJump(lifted)).toBeGreaterThan(3.5);
});
