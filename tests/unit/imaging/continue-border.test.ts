import { describe, expect, it } from 'vitest';
import { continueBorder } from '../../../ui/imaging/continue-border.ts';
import { createPlanar } from '../../../ui/imaging/image.ts';

const [width, height] = [60, 40];

/** A picture whose columns are stripes in red and whose rows rise in green; known up to column `edge`. */
function scene(edge: number) {
  const image = createPlanar(width, height, 3);
  const masked = new Uint8Array(width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    image.data[i] = Math.floor(y / 2) % 2;
    image.data[width * height + i] = y / height;
    image.data[2 * width * height + i] = 0.25;
    if (x >= edge) masked[i] = 1;
  }
  return { image, masked };
}

describe('continueBorder', () => {
  it('leaves what is known and carries the border on right beside it', () => {
    const { image, masked } = scene(30);
    const filled = continueBorder(image, masked);
    for (let i = 0; i < masked.length; i++) {
      if (masked[i] === 0) expect(filled.data[i]).toBe(image.data[i]);
    }
    for (let y = 0; y < height; y++) {
      const [last, first] = [y * width + 29, y * width + 30];
      expect(filled.data[first]).toBeCloseTo(image.data[last]!, 1);
      expect(filled.data[width * height + first]).toBeCloseTo(image.data[width * height + last]!, 1);
    }
  });

  it('draws no streaks far away: stripes fade into their mean, slow changes go on', () => {
    const { image, masked } = scene(30);
    const filled = continueBorder(image, masked);
    const column = (x: number, channel: number) =>
      Array.from({ length: height }, (_, y) => filled.data[channel * width * height + y * width + x]!);
    const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
    expect(spread(column(58, 0).slice(8, 32))).toBeLessThan(0.15);
    expect(column(50, 1)[32]! - column(50, 1)[8]!).toBeGreaterThan(0.2);
    for (const value of column(58, 2)) expect(value).toBeCloseTo(0.25, 5);
  });

  it('is mid-gray where nothing is known, and the picture where all is', () => {
    const { image } = scene(30);
    const nothing = continueBorder(image, new Uint8Array(width * height).fill(1));
    expect(nothing.data.every((value) => value === 0.5)).toBe(true);
    expect(continueBorder(image, new Uint8Array(width * height)).data).toEqual(image.data);
  });
});
