import { describe, expect, it } from 'vitest';
import { padPicture, padPlacement } from '../../../ui/imaging/pad-picture.ts';
import { measureScale } from '../../../ui/imaging/rect.ts';

const padding = { left: 2, top: 1, right: 0, bottom: 3 };

describe('a picture with room around it', () => {
  it('keeps every pixel and is transparent beside', () => {
    const data = Uint8Array.from({ length: 3 * 2 * 4 }, (_, i) => i + 1);
    const padded = padPicture({ width: 3, height: 2, data }, padding);
    expect([padded.width, padded.height]).toEqual([5, 6]);
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 5; x++) {
        const [u, v] = [x - 2, y - 1];
        const isInside = u >= 0 && v >= 0 && u < 3 && v < 2;
        for (let c = 0; c < 4; c++)
          expect(padded.data[(y * 5 + x) * 4 + c]).toBe(isInside ? data[(v * 3 + u) * 4 + c] : 0);
      }
    }
  });

  it('lies on the canvas with the same pixels per unit, the old ones where they were', () => {
    const placement = { size: { width: 300, height: 200 }, box: { x: 10, y: -5, width: 150, height: 50 } };
    const padded = padPlacement(placement, padding);
    expect(measureScale(padded)).toEqual(measureScale(placement));
    expect(padded.box).toEqual({ x: 9, y: -5.25, width: 151, height: 51 });
    const none = { left: 0, top: 0, right: 0, bottom: 0 };
    expect(padPlacement(placement, none)).toEqual(placement);
    const picture = { width: 1, height: 1, data: new Uint8Array(4) };
    expect(padPicture(picture, none)).toBe(picture);
  });
});
