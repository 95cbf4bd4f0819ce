import { describe, expect, it } from 'vitest';
import { fitCanvas } from '../../../ui/imaging/fit-canvas.ts';

const image = { width: 3, height: 2, channels: 2, data: Float32Array.from({ length: 12 }, (_, i) => i) };

describe('fitCanvas', () => {
  it('goes on with the edge, and gives the image back when it is cut again', () => {
    const wide = fitCanvas(image, { width: 5, height: 3 });
    expect([...wide.data]).toEqual([
      ...[0, 1, 2, 2, 2, 3, 4, 5, 5, 5, 3, 4, 5, 5, 5],
      ...[6, 7, 8, 8, 8, 9, 10, 11, 11, 11, 9, 10, 11, 11, 11],
    ]);
    expect(fitCanvas(wide, image)).toEqual(image);
  });

  it('cuts from the top left corner, and leaves what fits', () => {
    expect([...fitCanvas(image, { width: 2, height: 1 }).data]).toEqual([0, 1, 6, 7]);
    expect(fitCanvas(image, { width: 3, height: 2 })).toBe(image);
  });
});
