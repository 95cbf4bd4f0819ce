import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawBrush } from '../../../ui/imaging/draw-brush.ts';
import type { Mask } from '../../../ui/imaging/image.ts';

const area = { x: 0, y: 0, width: 80, height: 80 };

const sum = (mask: Mask) => mask.alpha.reduce((total, value) => total + value, 0) / 255;
const at = ({ rect, alpha }: Mask, x: number, y: number) =>
  x < rect.x || y < rect.y || x >= rect.x + rect.width || y >= rect.y + rect.height
    ? 0
    : alpha[(y - rect.y) * rect.width + x - rect.x]!;

/** What a stroke is by definition: the strongest of very many dabs. */
function dabs(points: number[], radiusPx: number, hardness: number, x: number, y: number): number {
  let most = 0;
  for (let i = 0; i === 0 || i + 3 < points.length; i += 3) {
    const next = i + 3 < points.length ? i + 3 : i;
    for (let k = 0; k <= 300; k++) {
      const value = (c: number) => points[i + c]! + (k / 300) * (points[next + c]! - points[i + c]!);
      const radius = value(2) * radiusPx;
      const distance = Math.hypot(x + 0.5 - value(0), y + 0.5 - value(1));
      const width = Math.max(1, radius * (1 - hardness));
      const outer = (radius + radius * hardness + width) / 2;
      const t = Math.min(1, Math.max(0, (outer - distance) / width));
      most = Math.max(most, Math.min(1, 2 * radius) * t * t * (3 - 2 * t));
    }
  }
  return most * 255;
}

describe('drawBrush', () => {
  it('covers a disc of the right area, opaque within the hardness and nothing beyond the radius', () => {
    for (const radiusPx of [1, 3.5, 12, 30]) {
      const hard = drawBrush({ radiusPx, hardness: 1, points: [40, 40, 1] }, area);
      expect(sum(hard) / (Math.PI * radiusPx ** 2)).toBeCloseTo(1, radiusPx < 3 ? 0 : radiusPx < 5 ? 1 : 2);
    }
    const soft = drawBrush({ radiusPx: 30, hardness: 0.5, points: [40, 40, 1] }, area);
    for (let x = 0; x < 80; x++) {
      const distance = Math.hypot(x + 0.5 - 40, 0.5);
      if (distance <= 15) expect(at(soft, x, 40)).toBe(255);
      if (distance >= 30) expect(at(soft, x, 40)).toBe(0);
      if (x > 40) expect(at(soft, x, 40)).toBeLessThanOrEqual(at(soft, x - 1, 40));
    }
  });

  it('is the strongest of all dabs on its way, pressure included', () => {
    const place = fc.tuple(
      fc.double({ min: 10, max: 60, noNaN: true }),
      fc.double({ min: 10, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 4 }).map((points) => points.flat()),
        fc.double({ min: 2, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (points, radiusPx, hardness) => {
          const mask = drawBrush({ radiusPx, hardness, points }, area);
          for (let y = 3; y < 80; y += 11) {
            for (let x = 3; x < 80; x += 7) {
              // With a rim of a pixel the strongest dab is not quite the relatively nearest one.
              const slack = radiusPx * (1 - hardness) < 3 ? 40 : 10;
              expect(Math.abs(at(mask, x, y) - dabs(points, radiusPx, hardness, x, y))).toBeLessThan(slack);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('does not build up where a soft stroke crosses itself, and does not care about points on its way', () => {
    const once = drawBrush({ radiusPx: 10, hardness: 0, points: [20, 40, 1, 60, 40, 1] }, area);
    const back = drawBrush(
      { radiusPx: 10, hardness: 0, points: [20, 40, 1, 40, 40, 1, 60, 40, 1, 35, 40, 1, 20, 40, 1] },
      area,
    );
    expect(back).toEqual(once);
  });

  it('draws the larger end whole where the pressure jumps', () => {
    const mask = drawBrush({ radiusPx: 20, hardness: 1, points: [40, 40, 0.1, 41, 40, 1] }, area);
    const disc = drawBrush({ radiusPx: 20, hardness: 1, points: [41, 40, 1] }, area);
    for (let i = 0; i < disc.alpha.length; i++) {
      const x = disc.rect.x + (i % disc.rect.width);
      const y = disc.rect.y + Math.floor(i / disc.rect.width);
      expect(at(mask, x, y)).toBeGreaterThanOrEqual(disc.alpha[i]!);
    }
  });

  it('draws nothing without pressure, and less than a pixel with a thinner brush', () => {
    expect(sum(drawBrush({ radiusPx: 20, hardness: 1, points: [40, 40, 0] }, area))).toBe(0);
    const thin = drawBrush({ radiusPx: 0.2, hardness: 1, points: [20.5, 40.5, 1, 60.5, 40.5, 1] }, area);
    expect(at(thin, 40, 40)).toBeGreaterThan(60);
    expect(at(thin, 40, 40)).toBeLessThan(140);
  });
});
