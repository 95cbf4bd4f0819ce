import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxBlur } from '../../../ui/imaging/box-blur.ts';

describe('boxBlur', () => {
  it('is three means by definition, with nothing beyond the edge', () => {
    const side = fc.integer({ min: 1, max: 14 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 0, max: 20 }),
        fc.integer(),
        (width, height, radius, seed) => {
          const plane = new Float32Array(width * height).map((_, i) => Math.sin(seed + i * i));
          let expected = Float64Array.from(plane);
          for (let pass = 0; pass < (radius === 0 ? 0 : 3); pass++) {
            expected = expected.map((_, at) => {
              let sum = 0;
              for (let i = 0; i < plane.length; i++) {
                const dx = Math.abs((i % width) - (at % width));
                const dy = Math.abs(Math.floor(i / width) - Math.floor(at / width));
                if (Math.max(dx, dy) <= radius) sum += expected[i]!;
              }
              return sum / (2 * radius + 1) ** 2;
            });
          }
          const blurred = boxBlur(plane, { width, height }, radius);
          blurred.forEach((value, i) => {
            expect(value).toBeCloseTo(expected[i]!, 5);
          });
        },
      ),
    );
  });
});
