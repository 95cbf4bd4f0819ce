import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../ui/imaging/image.ts';
import { emptyMask } from '../../../ui/imaging/mask.ts';
import {
  invertMask,
  scaleMask,
  selectEmpty,
  strengthenFaint,
  subtractMask,
} from '../../../ui/imaging/mask-algebra.ts';

const picture = { width: 12, height: 9 };

const mask = fc
  .record({
    x: fc.integer({ min: 0, max: 11 }),
    y: fc.integer({ min: 0, max: 8 }),
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 9 }),
    seed: fc.uint8Array({ minLength: 108, maxLength: 108 }),
  })
  .map(({ x, y, width, height, seed }): Mask => {
    const rect = { x, y, width: Math.min(width, 12 - x), height: Math.min(height, 9 - y) };
    return { rect, alpha: seed.slice(0, rect.width * rect.height) };
  });

const at = ({ rect, alpha }: Mask, x: number, y: number) =>
  x < rect.x || y < rect.y || x >= rect.x + rect.width || y >= rect.y + rect.height
    ? 0
    : alpha[(y - rect.y) * rect.width + x - rect.x]!;

function everyPixel(check: (x: number, y: number) => void): void {
  for (let y = 0; y < picture.height; y++) for (let x = 0; x < picture.width; x++) check(x, y);
}

describe('the algebra of masks', () => {
  it('takes away what another mask has, pixel by pixel, and leaves both as they were', () => {
    fc.assert(
      fc.property(mask, mask, (one, other) => {
        const before = one.alpha.slice();
        const left = subtractMask(one, other);
        everyPixel((x, y) => expect(at(left, x, y)).toBe(Math.min(at(one, x, y), 255 - at(other, x, y))));
        expect(one.alpha).toEqual(before);
      }),
    );
  });

  it('inverts over the whole picture, and twice gives the mask back', () => {
    fc.assert(
      fc.property(mask, (one) => {
        const inverse = invertMask(one, picture);
        everyPixel((x, y) => expect(at(inverse, x, y)).toBe(255 - at(one, x, y)));
        const again = invertMask(inverse, picture);
        everyPixel((x, y) => expect(at(again, x, y)).toBe(at(one, x, y)));
      }),
    );
    expect(invertMask(emptyMask, picture).alpha.every((value) => value === 255)).toBe(true);
  });

  it('brings up what is faint all over, and nothing else', () => {
    const rect = { x: 0, y: 0, width: 3, height: 1 };
    expect([...strengthenFaint({ rect, alpha: Uint8Array.of(0, 50, 100) }).alpha]).toEqual([0, 128, 255]);
    expect([...strengthenFaint({ rect, alpha: Uint8Array.of(0, 50, 128) }).alpha]).toEqual([0, 50, 128]);
    expect([...strengthenFaint({ rect, alpha: Uint8Array.of(0, 0, 0) }).alpha]).toEqual([0, 0, 0]);
    expect([...scaleMask({ rect, alpha: Uint8Array.of(0, 100, 200) }, 1.5).alpha]).toEqual([0, 150, 255]);
  });

  it('finds what of a picture is empty, its soft rim included', () => {
    const data = new Uint8Array(4 * 4);
    for (const [i, alpha] of [255, 250, 249, 0].entries()) data[i * 4 + 3] = alpha;
    expect([...selectEmpty({ width: 4, height: 1, data }).alpha]).toEqual([0, 0, 255, 255]);
  });
});
