import { describe, expect, it } from 'vitest';
import type { PlanarImage } from '../../../ui/imaging/image.ts';
import { measureShift } from '../../../ui/imaging/registration.ts';
import { drawPlanar, randomFrom, waves } from './textures.ts';

type Texture = (x: number, y: number) => number;

/** Below this a shift means nothing. */
const leastConfidence = 1 / 3;

function draw(width: number, height: number, texture: Texture, shift = { x: 0, y: 0 }): PlanarImage {
  return drawPlanar(width, height, (x, y, c) => 0.5 + (0.25 - 0.03 * c) * texture(x - shift.x, y - shift.y));
}

const everywhere = (image: PlanarImage) => new Uint8Array(image.width * image.height).fill(1);

describe('measureShift', () => {
  const shifts = [
    { x: 0, y: 0 },
    { x: 0.37, y: -0.81 },
    { x: -5.5, y: 2.25 },
    { x: 24, y: -17 },
    { x: -29.3, y: 21.6 },
  ];
  it.each([
    ['fine', 0.1, 0.3],
    ['mixed', 0.02, 0.2],
    ['soft', 0.01, 0.08],
  ])('finds a shift of a %s texture to a tenth of a pixel, through other colors', (_, from, to) => {
    for (const [i, shift] of shifts.entries()) {
      const texture = waves(i + 3, from, to);
      const a = draw(120, 90, texture);
      const b = draw(120, 90, texture, shift);
      b.data.forEach((value, at) => {
        b.data[at] = 0.9 * value + 0.07;
      });
      const found = measureShift(a, b, everywhere(a));
      expect(Math.hypot(found.x - shift.x, found.y - shift.y)).toBeLessThan(0.1);
      expect(found.confidence).toBeGreaterThan(0.8);
    }
  });

  it('follows a shift from coarse copies of a large picture to its own pixels', () => {
    const texture = waves(5, 0.01, 0.2);
    const a = draw(400, 300, texture);
    const found = measureShift(a, draw(400, 300, texture, { x: 61.4, y: -38.7 }), everywhere(a));
    expect(found.x).toBeCloseTo(61.4, 1);
    expect(found.y).toBeCloseTo(-38.7, 1);
  });

  it('looks only where it counts, and is not drawn to the shape of that', () => {
    const random = randomFrom(9);
    for (const shift of shifts) {
      const texture = waves(8, 0.02, 0.2);
      const a = draw(128, 128, texture);
      const b = draw(128, 128, texture, shift);
      const weight = everywhere(a);
      for (let i = 0; i < weight.length; i++) {
        const [x, y] = [i % 128, Math.floor(i / 128)];
        if (x < 30 || x >= 98 || y < 36 || y >= 92) continue;
        weight[i] = 0;
        for (let c = 0; c < 3; c++) {
          a.data[c * weight.length + i] = 0.2;
          b.data[c * weight.length + i] = random();
        }
      }
      const found = measureShift(a, b, weight);
      expect(Math.hypot(found.x - shift.x, found.y - shift.y)).toBeLessThan(0.1);
      expect(found.confidence).toBeGreaterThan(leastConfidence);
    }
  });

  it('sees through noise', () => {
    const texture = waves(4, 0.02, 0.2);
    const random = randomFrom(2);
    const a = draw(128, 128, texture);
    const b = draw(128, 128, texture, { x: 1.3, y: -0.4 });
    b.data.forEach((value, at) => {
      b.data[at] = value + 0.15 * (random() - 0.5);
    });
    const found = measureShift(a, b, everywhere(a));
    expect(Math.hypot(found.x - 1.3, found.y + 0.4)).toBeLessThan(0.1);
    expect(found.confidence).toBeGreaterThan(leastConfidence);
  });

  const random = randomFrom(6);
  it.each<[string, Texture, Texture]>([
    ['flat ground', () => 0, () => 0],
    ['flat ground with less than a level of dust', () => 0.004 * random(), () => 0.004 * random()],
    ['an even gradient', (x) => x / 100, (x) => (x - 3) / 100],
    ['stripes, along which nothing is known', (x) => Math.sin(x / 3), (x) => Math.sin((x - 2) / 3)],
    [
      'a pattern that repeats',
      (x, y) => Math.sin(x / 2) * Math.sin(y / 2),
      (x, y) => Math.sin((x - 2) / 2) * Math.sin(y / 2),
    ],
    ['two different things', waves(1, 0.02, 0.2), waves(2, 0.02, 0.2)],
  ])('is not sure of %s', (_, a, b) => {
    const first = draw(128, 96, a);
    expect(measureShift(first, draw(128, 96, b), everywhere(first)).confidence).toBeLessThan(leastConfidence);
  });

  it('says nothing about next to nothing', () => {
    const a = draw(40, 40, waves(1, 0.02, 0.2));
    expect(measureShift(a, a, new Uint8Array(1600))).toEqual({ x: 0, y: 0, confidence: 0 });
  });
});
