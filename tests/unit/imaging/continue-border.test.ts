import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { continueBorder } from '../../../ui/imaging/continue-border.ts';
import { drawPlanar, randomFrom, waves } from './textures.ts';

const [width, height] = [120, 80];
const known = 70;
/** Everything right of the known columns is to be painted. */
const right = Uint8Array.from({ length: width * height }, (_, i) => (i % width < known ? 0 : 1));

describe('continueBorder', () => {
  it('leaves known pixels alone and stays within their colors, whatever is masked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (columns, rows, seed, share) => {
          const random = randomFrom(seed);
          const image = drawPlanar(columns, rows, () => 0.2 + 0.6 * random());
          const masked = new Uint8Array(columns * rows).map(() => (random() < share ? 1 : 0));
          const continued = continueBorder(image, masked);
          const pixels = columns * rows;
          const isAll = !masked.includes(0);
          continued.data.forEach((value, i) => {
            if (masked[i % pixels] === 0) expect(value).toBe(image.data[i]);
            else if (isAll) expect(value).toBe(0.5);
            else expect(Math.abs(value - 0.5)).toBeLessThan(0.3001);
          });
        },
      ),
    );
  });

  it('goes on without a step: a flat ground stays flat, and the first pixel is the last known one', () => {
    const flat = continueBorder(
      drawPlanar(width, height, (x) => (x < known ? 0.3 : 1)),
      right,
    );
    expect(flat.data.every((value) => Math.abs(value - 0.3) < 1e-6)).toBe(true);
    const texture = waves(2, 0.05, 0.3);
    const image = drawPlanar(width, height, (x, y) => 0.5 + 0.2 * texture(x, y));
    const continued = continueBorder(image, right);
    for (let y = 0; y < height; y++)
      expect(continued.data[y * width + known]).toBe(image.data[y * width + known - 1]);
  });

  it('draws no streaks far out', () => {
    const random = randomFrom(7);
    const image = drawPlanar(width, height, () => random());
    const continued = continueBorder(image, right);
    const roughness = (x: number) => {
      let sum = 0;
      for (let y = 1; y < height; y++)
        sum += Math.abs(continued.data[y * width + x]! - continued.data[(y - 1) * width + x]!);
      return sum / (height - 1);
    };
    expect(roughness(known)).toBeGreaterThan(0.2);
    expect(roughness(known + 10)).toBeLessThan(0.06);
    expect(roughness(known + 40)).toBeLessThan(0.01);
    for (let x = known + 4; x < width; x += 6) expect(roughness(x)).toBeLessThan(roughness(x - 4));
  });

  it('keeps to the side that is near: two borders do not mix until they are far', () => {
    const image = drawPlanar(width, height, (x) => (x < 30 ? 0.2 : 0.8));
    const middle = Uint8Array.from({ length: width * height }, (_, i) =>
      i % width >= 30 && i % width < 90 ? 1 : 0,
    );
    const { data } = continueBorder(image, middle);
    const row = 40 * width;
    expect(data[row + 32]).toBeCloseTo(0.2, 1);
    expect(data[row + 87]).toBeCloseTo(0.8, 1);
    for (let x = 31; x < 90; x++) expect(data[row + x]!).toBeGreaterThanOrEqual(data[row + x - 1]! - 0.005);
  });
});
