import { describe, expect, it } from 'vitest';
import { cutSquares } from '../../../ui/imaging/cut-squares.ts';
import { createPlanar } from '../../../ui/imaging/image.ts';
import { resizePlanar } from '../../../ui/imaging/resize.ts';

/** A gray picture whose columns, or rows, tell where they are. */
function drawRamp(width: number, height: number) {
  const image = createPlanar(width, height, 3);
  const longest = Math.max(width, height);
  for (let i = 0; i < image.data.length; i++) {
    const x = i % width;
    const y = Math.floor(i / width) % height;
    image.data[i] = (width > height ? x : y) / (longest - 1);
  }
  return image;
}

describe('the squares of a picture', () => {
  it.each([
    [64, 64, 1],
    [128, 64, 2],
    [65, 64, 2],
    [64, 200, 4],
    [40, 12, 4],
  ])('of %i × %i are %3$i, and cover all of it', (width, height, count) => {
    const squares = cutSquares(drawRamp(width, height), 32);
    expect(squares.map((square) => [square.width, square.height])).toEqual(new Array(count).fill([32, 32]));
    const seen = squares.map(({ data }) => [Math.min(...data), Math.max(...data)] as const);
    expect(seen[0]![0]).toBeLessThan(0.05);
    expect(seen[count - 1]![1]).toBeGreaterThan(0.95);
    // None begins behind where the one before ends, but for one pixel of the square.
    for (let i = 1; i < count; i++) expect(seen[i]![0]).toBeLessThanOrEqual(seen[i - 1]![1] + 1 / 20);
  });

  it('of a square picture are the picture as Pillow makes it smaller', () => {
    const image = drawRamp(96, 96);
    const [only] = cutSquares(image, 32);
    const whole = resizePlanar(image, { width: 32, height: 32 }, { filter: 'cubic', likePillow: true });
    expect(only!.data).toEqual(whole.data);
  });
});
