import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBrush } from '../../../ui/imaging/draw-brush.ts';
import { fillHoles } from '../../../ui/imaging/fill-holes.ts';
import { growMask } from '../../../ui/imaging/grow-mask.ts';
import type { Mask } from '../../../ui/imaging/image.ts';

const picture = { width: 40, height: 36 };
const binary = fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 30 * 24, maxLength: 30 * 24 }).map(
  (cells): Mask => ({
    rect: { x: 4, y: 6, width: 30, height: 24 },
    alpha: Uint8Array.from(cells, (value) => (value === 0 ? 255 : 0)),
  }),
);

const at = ({ rect, alpha }: Mask, x: number, y: number) =>
  x < rect.x || y < rect.y || x >= rect.x + rect.width || y >= rect.y + rect.height
    ? 0
    : alpha[(y - rect.y) * rect.width + x - rect.x]!;

function distanceTo(mask: Mask, value: number, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let py = 0; py < picture.height; py++) {
    for (let px = 0; px < picture.width; px++) {
      if (at(mask, px, py) === value) least = Math.min(least, Math.hypot(px - x, py - y));
    }
  }
  return least;
}

describe('growMask', () => {
  it('moves a hard edge by exactly the Euclidean distance, out and in', () => {
    fc.assert(
      fc.property(
        binary,
        fc.double({ min: 1, max: 6, noNaN: true }),
        fc.integer({ min: 0, max: 39 }),
        fc.integer({ min: 0, max: 35 }),
        (mask, growPx, x, y) => {
          const out = distanceTo(mask, 255, x, y);
          const wider = at(growMask(mask, growPx, picture), x, y);
          if (out <= growPx) expect(wider).toBe(255);
          if (out >= growPx + Math.SQRT2) expect(wider).toBe(0);
          const inwards = distanceTo(mask, 0, x, y);
          const narrower = at(growMask(mask, -growPx, picture), x, y);
          if (inwards <= growPx) expect(narrower).toBe(0);
          if (inwards >= growPx + Math.SQRT2) expect(narrower).toBe(at(mask, x, y));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never lets go of anything when it grows, and adds nothing when it shrinks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 400, maxLength: 400 }),
        fc.double({ min: 0.1, max: 9, noNaN: true }),
        (alphas, growPx) => {
          const mask: Mask = { rect: { x: 9, y: 9, width: 20, height: 20 }, alpha: Uint8Array.from(alphas) };
          const wider = growMask(mask, growPx, picture);
          const narrower = growMask(mask, -growPx, picture);
          for (let y = 9; y < 29; y++) {
            for (let x = 9; x < 29; x++) {
              expect(at(wider, x, y)).toBeGreaterThanOrEqual(at(mask, x, y));
              expect(at(narrower, x, y)).toBeLessThanOrEqual(at(mask, x, y));
            }
          }
        },
      ),
    );
  });

  it('moves a soft edge without changing its slope', () => {
    const area = { x: 0, y: 0, width: 200, height: 200 };
    const brush = (radiusPx: number, hardness: number) =>
      drawBrush({ radiusPx, hardness, points: [100, 100, 1] }, area);
    // Opaque up to 20 px and gone at 50, both eight more or less.
    const wider = growMask(brush(50, 0.4), 8, area);
    const narrower = growMask(brush(50, 0.4), -8, area);
    for (let x = 30; x < 170; x += 3) {
      expect(Math.abs(at(wider, x, 101) - at(brush(58, 28 / 58), x, 101))).toBeLessThan(4);
      expect(Math.abs(at(narrower, x, 101) - at(brush(42, 12 / 42), x, 101))).toBeLessThan(4);
    }
  });

  it('keeps the strength of a region that is repainted in part', () => {
    const mask: Mask = {
      rect: { x: 10, y: 10, width: 12, height: 12 },
      alpha: new Uint8Array(144).fill(153),
    };
    for (let i = 0; i < 144; i++) if (i % 12 < 3) mask.alpha[i] = 255;
    const wider = growMask(mask, 3, picture);
    expect([at(wider, 8, 15), at(wider, 14, 15), at(wider, 24, 15)]).toEqual([255, 255, 153]);
    const narrower = growMask(mask, -3, picture);
    expect([at(narrower, 12, 15), at(narrower, 16, 15), at(narrower, 19, 15)]).toEqual([0, 153, 0]);
  });

  it("does not shrink from the picture's edge", () => {
    const mask: Mask = { rect: { x: 0, y: 0, width: 20, height: 36 }, alpha: new Uint8Array(720).fill(255) };
    const narrower = growMask(mask, -4, picture);
    for (let y = 0; y < 36; y++) {
      expect([at(narrower, 0, y), at(narrower, 14, y), at(narrower, 16, y)]).toEqual([255, 255, 0]);
    }
  });
});

describe('fillHoles', () => {
  const ring = (inner: number): Mask => {
    const mask: Mask = { rect: { x: 3, y: 3, width: 30, height: 30 }, alpha: new Uint8Array(900) };
    for (let i = 0; i < 900; i++) {
      const distance = Math.hypot((i % 30) - 14.5, Math.floor(i / 30) - 14.5);
      const cover = Math.min(1, Math.max(0, 14 - distance)) * Math.min(1, Math.max(0, distance - inner));
      mask.alpha[i] = Math.round(255 * cover);
    }
    return mask;
  };

  it('fills a hole with its soft rim, and leaves a larger one and the outside', () => {
    const filled = fillHoles(ring(5), 12);
    for (let i = 0; i < 900; i++) {
      const distance = Math.hypot((i % 30) - 14.5, Math.floor(i / 30) - 14.5);
      if (distance < 12) expect(filled.alpha[i]).toBe(255);
      else expect(filled.alpha[i]).toBe(ring(5).alpha[i]);
    }
    expect(fillHoles(ring(9), 12)).toEqual(ring(9));
  });

  it('fills with the strength of what is around, and does not take a bay for a hole', () => {
    const mask: Mask = { rect: { x: 0, y: 0, width: 9, height: 9 }, alpha: new Uint8Array(81).fill(60) };
    mask.alpha[4 * 9 + 4] = 0;
    expect(fillHoles(mask, 3).alpha.every((value) => value === 60)).toBe(true);
    for (let y = 0; y < 4; y++) mask.alpha[y * 9 + 4] = 0;
    expect(fillHoles(mask, 9)).toEqual(mask);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(binary, fc.integer({ min: 1, max: 8 }), (mask, mostPx) => {
        const once = fillHoles(mask, mostPx);
        expect(fillHoles(once, mostPx)).toEqual(once);
      }),
    );
  });
});
