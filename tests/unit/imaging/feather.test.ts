import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNearest, measureDistance } from '../../../ui/imaging/distance.ts';
import { chooseFeatherPx, fade, featherSelection, trimMask } from '../../../ui/imaging/feather.ts';
import type { Selection } from '../../../ui/imaging/image.ts';
import { measureDiagonal } from '../../../ui/imaging/rect.ts';

const grid = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      inside: fc.array(fc.integer({ min: 0, max: 9 }), {
        minLength: width * height,
        maxLength: width * height,
      }),
    }),
  )
  .map(({ width, height, inside }) => ({
    width,
    height,
    inside: Uint8Array.from(inside, (n) => (n === 0 ? 1 : 0)),
  }));

function nearest(inside: Uint8Array, width: number, x: number, y: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] !== 0) best = Math.min(best, Math.hypot((i % width) - x, Math.floor(i / width) - y));
  }
  return best;
}

describe('measureDistance', () => {
  it('is the exact Euclidean distance', () => {
    fc.assert(
      fc.property(grid, ({ width, height, inside }) => {
        const distance = measureDistance(inside, width, height);
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const expected = nearest(inside, width, x, y);
            if (expected === Number.POSITIVE_INFINITY) expect(distance[y * width + x]).toBe(expected);
            else expect(distance[y * width + x]).toBeCloseTo(expected, 4);
          }
        }
      }),
    );
  });
});

describe('findNearest', () => {
  it('names a selected pixel, and none is nearer', () => {
    fc.assert(
      fc.property(grid, ({ width, height, inside }) => {
        const found = findNearest(inside, width, height);
        const distance = measureDistance(inside, width, height);
        found.forEach((to, i) => {
          expect(to < 0 ? inside.includes(1) : inside[to] === 0).toBe(false);
          if (to < 0) return;
          const away = Math.hypot((to % width) - (i % width), Math.floor(to / width) - Math.floor(i / width));
          expect(away).toBeCloseTo(distance[i]!, 4);
        });
      }),
    );
  });
});

describe('feather', () => {
  it('is 255 on the selection, 0 beyond the feather, falling between', () => {
    fc.assert(
      fc.property(
        grid,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: -3, max: 12 }),
        ({ width, height, inside }, featherPx, offset) => {
          fc.pre(inside.some((value) => value === 1));
          const picture = { width: width + 15, height: height + 15 };
          const at = Math.max(0, offset);
          const selection: Selection = { rect: { x: at, y: at, width, height }, inside };
          const { rect, alpha } = featherSelection(selection, featherPx, picture);
          for (let y = 0; y < picture.height; y++) {
            for (let x = 0; x < picture.width; x++) {
              const far = nearest(inside, width, x - at, y - at);
              const inRect =
                x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
              const value = inRect ? alpha[(y - rect.y) * rect.width + x - rect.x]! : 0;
              if (far === 0) expect(value).toBe(255);
              if (far > featherPx) expect(value).toBe(0);
              if (far > 0 && far <= featherPx)
                expect(Math.abs(value - 255 * fade(far / featherPx))).toBeLessThan(1);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('chooses at most max(16, 10 % of the diagonal)', () => {
    for (const [width, height] of [
      [1, 1],
      [9, 9],
      [300, 300],
      [640, 480],
      [4000, 3000],
    ] as const) {
      const rect = { x: 0, y: 0, width, height };
      const featherPx = chooseFeatherPx({ rect, inside: new Uint8Array(0) });
      expect(featherPx).toBeGreaterThanOrEqual(16);
      expect(featherPx).toBeLessThanOrEqual(Math.max(16, 0.1 * measureDiagonal(rect)));
    }
  });

  it('trims to the bounds of the alpha', () => {
    const mask = {
      rect: { x: 5, y: 6, width: 4, height: 3 },
      alpha: Uint8Array.of(0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 9, 0),
    };
    expect(trimMask(mask)).toEqual({
      rect: { x: 6, y: 7, width: 2, height: 2 },
      alpha: Uint8Array.of(7, 0, 0, 9),
    });
  });
});
