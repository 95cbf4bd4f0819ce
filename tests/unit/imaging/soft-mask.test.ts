import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBrush } from '../../../ui/imaging/draw-brush.ts';
import { isSoftMask, quantizeStrength } from '../../../ui/imaging/soft-mask.ts';

const area = { x: 0, y: 0, width: 100, height: 100 };

describe('isSoftMask', () => {
  it('tells a soft brush and a see-through layer from an anti-aliased rim', () => {
    const brush = (hardness: number) =>
      drawBrush({ radiusPx: 30, hardness, points: [40.3, 40.7, 1, 60, 52, 1] }, area);
    expect(isSoftMask(brush(1))).toBe(false);
    expect(isSoftMask(brush(0.5))).toBe(true);
    const layer = (alpha: number, side: number) => ({
      rect: { x: 0, y: 0, width: side, height: side },
      alpha: new Uint8Array(side * side).fill(alpha),
    });
    expect([layer(128, 3), layer(128, 2), layer(255, 9), layer(20, 9)].map(isSoftMask)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('wants three rows and three columns together', () => {
    const comb = { rect: { x: 0, y: 0, width: 4, height: 9 }, alpha: new Uint8Array(36) };
    for (let i = 0; i < 36; i++) if (i % 4 < 2) comb.alpha[i] = 128;
    expect(isSoftMask(comb)).toBe(false);
    for (let y = 3; y < 6; y++) comb.alpha[y * 4 + 2] = 128;
    expect(isSoftMask(comb)).toBe(true);
  });
});

describe('quantizeStrength', () => {
  it('rounds down to what the steps can do, and stays there', () => {
    expect(quantizeStrength(1, 4)).toBe(1);
    expect(quantizeStrength(0.74, 4)).toBe(0.5);
    expect(quantizeStrength(0.2, 4)).toBe(0);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (value, steps) => {
          const level = quantizeStrength(value, steps);
          expect(level).toBeLessThanOrEqual(value + 1e-6);
          expect(value - level).toBeLessThan(1 / steps + 1e-9);
          expect(quantizeStrength(level, steps)).toBe(level);
        },
      ),
    );
  });
});
