import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBrush } from '../../../ui/imaging/draw-brush.ts';
import { coverCells, poolToLatents } from '../../../ui/imaging/model-mask.ts';
import { isSoftMask, poolStrength, quantizeStrength, strengthOf } from '../../../ui/imaging/soft-mask.ts';

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

describe('strength', () => {
  it('covers the cells that a binary mask covers, with its alpha', () => {
    const grid = { width: 24, height: 16 };
    const side = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(side, side, side, side, fc.integer({ min: 1, max: 255 }), (x, y, width, height, alpha) => {
        const rect = { x: x - 10, y: y - 10, width, height };
        const crop = { x: 0, y: 0, width: 36, height: 24 };
        const inside = new Uint8Array(width * height).fill(1);
        const cells = coverCells({ rect, inside }, crop, grid);
        const strength = strengthOf({ rect, alpha: inside.map(() => alpha) }, crop, grid);
        expect(Array.from(strength)).toEqual(Array.from(cells, (cell) => Math.fround((cell * alpha) / 255)));
        const latents = poolToLatents(cells, grid, 8);
        const pooled = poolStrength(strength, grid, 8);
        expect(Array.from(pooled)).toEqual(Array.from(latents, (cell) => Math.fround((cell * alpha) / 255)));
      }),
    );
  });

  it('takes the strongest of what touches a cell', () => {
    const mask = { rect: { x: 0, y: 0, width: 4, height: 1 }, alpha: Uint8Array.of(51, 102, 0, 255) };
    const strength = strengthOf(mask, { x: 0, y: 0, width: 4, height: 2 }, { width: 2, height: 1 });
    expect(Array.from(strength)).toEqual([Math.fround(0.4), 1]);
  });

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
