import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leavesEmpty } from '../../../plugin/empty-area.ts';
import { chooseWindow, unionOf } from '../../../plugin/export-window.ts';
import type { CanvasRect } from '../../../protocol/geometry.ts';

const rect = (x: number, y: number, width: number, height: number): CanvasRect => ({ x, y, width, height });

describe('empty area', () => {
  const frame = rect(100, -50, 80, 60);
  test.each<[string, CanvasRect[], boolean]>([
    ['without a picture', [], true],
    ['under a picture of its size', [frame], false],
    ['under a larger picture', [rect(0, -100, 500, 500)], false],
    ['beside a narrower picture', [rect(100, -50, 60, 60)], true],
    ['around a smaller picture', [rect(110, -40, 60, 40)], true],
    ['between two pictures', [rect(100, -50, 30, 60), rect(140, -50, 40, 60)], true],
    ['under two pictures that meet', [rect(100, -50, 30, 60), rect(130, -50, 50, 60)], false],
    ['beside a picture that lies elsewhere', [rect(900, 0, 80, 60)], true],
    ['of less than a unit', [rect(100, -50, 79.5, 60)], false],
    ['of exactly a unit', [rect(100, -50, 79, 60)], true],
  ])('%s', (_, covered, isLeft) => {
    expect(leavesEmpty(frame, covered)).toBe(isLeft);
  });

  const whole = fc.integer({ min: 0, max: 9 });
  const size = fc.integer({ min: 1, max: 9 });
  const rects = fc.array(fc.tuple(whole, whole, size, size), { maxLength: 8 });
  test('is found wherever a unit is left, whatever the boxes', () => {
    fc.assert(
      fc.property(rects, (list) => {
        const covered = list.map(([x, y, width, height]) => rect(x, y, width, height));
        const cells = Array.from({ length: 100 }, (_, i) => ({ x: i % 10, y: Math.floor(i / 10) }));
        const isLeft = cells.some(
          ({ x, y }) =>
            !covered.some(
              (box) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height,
            ),
        );
        expect(leavesEmpty(rect(0, 0, 10, 10), covered)).toBe(isLeft);
      }),
    );
  });
});

describe('a window', () => {
  const large = rect(-20.25, 9.5, 9000.4, 300);
  test.each<[string, number, CanvasRect, CanvasRect]>([
    ['lies around what is asked for', 1, rect(4000, 0, 100, 100), rect(2001.75, 9.5, 4096, 300)],
    ['is shifted in at the near edge', 1, rect(-100, 0, 200, 100), rect(-20.25, 9.5, 4096, 300)],
    ['is shifted in at the far edge', 1, rect(8900, 0, 100, 100), rect(4883.75, 9.5, 4096, 300)],
    ['is smaller where pixels are', 2, rect(4000, 0, 100, 100), rect(3025.75, 9.5, 2048, 300)],
    ['lies in the middle for what is elsewhere', 1, rect(0, 9999, 5, 5), rect(2431.75, 9.5, 4096, 300)],
  ])('%s', (_, scale, around, expected) => {
    expect(chooseWindow(large, scale, around)).toEqual(expected);
  });

  test('lies inside, holds the middle, fits and keeps to the grid, whatever is asked', () => {
    const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const anything = fc.tuple(real(-9999, 9999), real(1, 20000), real(1, 64), real(0, 1), real(1, 3000));
    fc.assert(
      fc.property(anything, ([from, length, scale, share, reach]) => {
        const outer = rect(from, from, length, length);
        const middle = from + share * length;
        const around = rect(middle - reach / 2, middle - reach / 2, reach, reach);
        const { x, width } = chooseWindow(outer, scale, around);
        expect(width * scale).toBeLessThanOrEqual(4096.5);
        expect(x).toBeGreaterThanOrEqual(from - 1e-9);
        expect(x + width).toBeLessThanOrEqual(from + length + 1e-9);
        expect(Math.abs(x - from - Math.round(x - from))).toBeLessThan(1e-9);
        // The last part of a unit may be out of reach.
        const seen = Math.min(middle, from + length - 1);
        if (reach < length / 2 && share > 0.25 && share < 0.75) {
          expect(x).toBeLessThanOrEqual(seen);
          expect(x + width).toBeGreaterThanOrEqual(seen);
        }
      }),
    );
  });

  test('is asked for around all masks together', () => {
    expect(unionOf([])).toBeNull();
    expect(unionOf([rect(5, 5, 1, 1), rect(-3, 8, 2, 20)])).toEqual(rect(-3, 5, 9, 23));
  });
});
