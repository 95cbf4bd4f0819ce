import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundRects,
  intersectRects,
  type PictureRect,
  toCanvasRect,
  toPictureRect,
} from '../../../ui/imaging/rect.ts';

const covers = (outer: PictureRect, inner: PictureRect) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const rect = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  width: fc.integer({ min: 1, max: 700 }),
  height: fc.integer({ min: 1, max: 700 }),
});

describe('rect', () => {
  it('maps whole pixels to the canvas and back exactly, at any real scale', () => {
    const placement = fc.record({
      size: fc.record({
        width: fc.integer({ min: 1, max: 5000 }),
        height: fc.integer({ min: 1, max: 5000 }),
      }),
      box: fc.record({
        x: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        y: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        width: fc.double({ min: 1, max: 5000, noNaN: true }),
        height: fc.double({ min: 1, max: 5000, noNaN: true }),
      }),
    });
    fc.assert(
      fc.property(rect, placement, (pixels, where) => {
        expect(toPictureRect(toCanvasRect(pixels, where), where)).toEqual(pixels);
      }),
    );
  });

  it('takes the scale from the pixels, not from the nominal size', () => {
    const where = { size: { width: 1001, height: 778 }, box: { x: 10.25, y: 20, width: 500.5, height: 389 } };
    expect(toCanvasRect({ x: 100, y: 0, width: 901, height: 778 }, where)).toEqual({
      x: 60.25,
      y: 20,
      width: 450.5,
      height: 389,
    });
  });

  it('intersects within both and bounds around both', () => {
    fc.assert(
      fc.property(rect, rect, (a: PictureRect, b: PictureRect) => {
        const both = boundRects(a, b);
        expect(covers(both, a) && covers(both, b)).toBe(true);
        const common = intersectRects(a, b);
        if (common.width > 0 && common.height > 0) expect(covers(a, common) && covers(b, common)).toBe(true);
      }),
    );
  });
});
