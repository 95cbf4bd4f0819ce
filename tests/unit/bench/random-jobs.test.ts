import { describe, expect, it } from 'vitest';
import type { RgbaImage } from '../../../ui/imaging/image.ts';
import { countChangedBytes, type PlacedImage } from '../../bench/random-jobs/count-changed.ts';
import { planJobs } from '../../bench/random-jobs/plan-jobs.ts';

describe('random jobs', () => {
  const jobs = planJobs(2026, 500, 8);

  it('follow from their seed, a shorter list beginning the longer one', () => {
    expect(planJobs(2026, 50, 8)).toEqual(jobs.slice(0, 50));
    expect(planJobs(2027, 50, 8)).not.toEqual(jobs.slice(0, 50));
  });

  it('differ in everything that a fill may differ in', () => {
    const some = <T>(values: T[]) => new Set(values).size;
    expect(some(jobs.map(({ picture }) => picture))).toBe(8);
    expect(some(jobs.map(({ frame }) => frame.degrees))).toBeGreaterThan(4);
    expect(jobs.some(({ frame }) => frame.width > 2000)).toBe(true);
    expect(jobs.some(({ frame }) => frame.width % 1 !== 0)).toBe(true);
    expect(some(jobs.map(({ shapes }) => shapes.length))).toBeGreaterThan(2);
    expect(jobs.some(({ shapes }) => shapes.some(({ role }) => role === 'keep'))).toBe(true);
    expect(jobs.some(({ shapes }) => shapes.some(({ blur }) => blur > 0))).toBe(true);
    expect(some(jobs.map(({ context }) => context))).toBe(3);
  });

  it('always have something to repaint in the frame', () => {
    for (const { frame, shapes } of jobs) {
      const [first] = shapes;
      expect(first?.role).toBe('repaint');
      expect(first?.centerX).toBeGreaterThan(0);
      expect(first?.centerX).toBeLessThan(frame.width);
      expect(first?.centerY).toBeLessThan(frame.height);
    }
  });
});

function fill(width: number, height: number, bytes: readonly number[]): RgbaImage {
  return { width, height, data: Uint8Array.from({ length: width * height * 4 }, (_, i) => bytes[i % 4]!) };
}

const place = (image: RgbaImage, x = 0, y = 0, scale = 1): PlacedImage => ({
  image,
  box: { x, y, width: image.width * scale, height: image.height * scale },
});

describe('counting changed bytes', () => {
  const before = fill(12, 10, [10, 20, 30, 255]);
  const changeAt = (...pixels: [number, number][]) => {
    const data = new Uint8Array(before.data);
    for (const [x, y] of pixels) data[(y * 12 + x) * 4 + 1]! += 1;
    return { ...before, data };
  };
  const patch = fill(3, 3, [0, 0, 0, 255]);

  it('leaves out what lies under the patch and counts what lies beside it', () => {
    const after = changeAt([4, 4], [7, 4], [11, 9]);
    expect(countChangedBytes(place(before), place(after), place(patch, 4, 4))).toBe(2);
  });

  it('counts under the patch where it is clear', () => {
    const clear = fill(3, 3, [0, 0, 0, 0]);
    expect(countChangedBytes(place(before), place(changeAt([5, 5])), place(clear, 4, 4))).toBe(1);
  });

  it('looks a pixel of either grid beyond a patch that lies between the pixels', () => {
    const after = changeAt([7, 5], [10, 5]);
    expect(countChangedBytes(place(before), place(after), place(patch, 4.5, 4.5))).toBe(1);
    expect(countChangedBytes(place(before), place(after), place(patch, 4, 4, 0.5))).toBe(1 + 1);
  });

  it('refuses exports of different sizes', () => {
    const other = place(fill(11, 10, [0, 0, 0, 255]));
    expect(() => countChangedBytes(place(before), other, place(patch))).toThrow('size');
  });
});
