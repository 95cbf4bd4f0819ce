import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPolygon, drawRectangle } from '../../../ui/imaging/draw-polygon.ts';
import type { Mask } from '../../../ui/imaging/image.ts';

const area = { x: 0, y: 0, width: 64, height: 64 };
const sum = (mask: Mask) => mask.alpha.reduce((total, value) => total + value, 0) / 255;
const coordinate = fc.double({ min: 0, max: 64, noNaN: true });

describe('drawPolygon', () => {
  it('covers as much as a triangle has area', () => {
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 6, maxLength: 6 }), (points) => {
        const [ax, ay, bx, by, cx, cy] = points as [number, number, number, number, number, number];
        const size = Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
        expect(Math.abs(sum(drawPolygon(points, area)) - size)).toBeLessThan(2);
      }),
    );
  });

  it('is even-odd: a star that crosses itself has a hole', () => {
    const star = Array.from({ length: 5 }, (_, i) => {
      const angle = (i * 4 * Math.PI) / 5;
      return [32 + 30 * Math.sin(angle), 32 - 30 * Math.cos(angle)];
    }).flat();
    const mask = drawPolygon(star, area);
    const at = (x: number, y: number) => mask.alpha[(y - mask.rect.y) * mask.rect.width + x - mask.rect.x];
    expect(at(32, 32)).toBe(0);
    expect(at(32, 12)).toBe(255);
  });

  it('does not depend on the corner it begins with, nor on its direction', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 9 }), (corners) => {
        const first = drawPolygon(corners.flat(), area);
        const turned = drawPolygon([...corners.slice(1), corners[0]!].reverse().flat(), area);
        expect(turned.rect).toEqual(first.rect);
        for (let i = 0; i < first.alpha.length; i++) {
          expect(Math.abs(first.alpha[i]! - turned.alpha[i]!)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('stops at the area and goes on beyond it', () => {
    const mask = drawPolygon([-100, -100, 200, -100, 200, 200, -100, 200], area);
    expect(mask.rect).toEqual(area);
    expect(mask.alpha.every((value) => value === 255)).toBe(true);
  });
});

describe('drawRectangle', () => {
  it('covers exactly, from whichever corners', () => {
    const mask = drawRectangle([10.5, 9.75, 8.25, 12], area);
    expect(mask.rect).toEqual({ x: 8, y: 9, width: 3, height: 3 });
    expect(Array.from(mask.alpha)).toEqual([48, 64, 32, 191, 255, 128, 191, 255, 128]);
  });

  it('is the polygon of its corners', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (left, top, right, bottom) => {
        const rectangle = drawRectangle([left, top, right, bottom], area);
        const polygon = drawPolygon([left, top, right, top, right, bottom, left, bottom], area);
        expect(polygon.rect).toEqual(rectangle.rect);
        for (let i = 0; i < polygon.alpha.length; i++) {
          expect(Math.abs(polygon.alpha[i]! - rectangle.alpha[i]!)).toBeLessThanOrEqual(17);
        }
      }),
    );
  });
});
