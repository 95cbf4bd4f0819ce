import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaskEdit as ProtocolEdit } from '../../../protocol/mask-edits.ts';
import type { Mask } from '../../../ui/imaging/image.ts';
import type { MaskEdit, PaintedMask } from '../../../ui/imaging/mask-edits.ts';
import { paintMask } from '../../../ui/imaging/paint-mask.ts';

const picture = { width: 60, height: 50 };
const nothing: Mask = { rect: { x: 0, y: 0, width: 0, height: 0 }, alpha: new Uint8Array(0) };

function paint(edits: MaskEdit[], others: Partial<PaintedMask> = {}, base = nothing): Uint8Array {
  const mask = paintMask(
    base,
    { size: picture, edits, growPx: 0, fillHolesPx: 0, ...others },
    others.size ? { width: 60, height: 50 } : picture,
  );
  return spread(mask);
}

/** A mask over the whole picture. */
function spread({ rect, alpha }: Mask): Uint8Array {
  const plane = new Uint8Array(picture.width * picture.height);
  for (let i = 0; i < alpha.length; i++) {
    const y = rect.y + Math.floor(i / rect.width);
    plane[y * picture.width + rect.x + (i % rect.width)] = alpha[i]!;
  }
  return plane;
}

const effect = fc.constantFrom('add' as const, 'subtract' as const);
const x = fc.double({ min: -20, max: 80, noNaN: true });
const y = fc.double({ min: -20, max: 70, noNaN: true });
const brush: fc.Arbitrary<MaskEdit> = fc.record({
  kind: fc.constant('brush' as const),
  effect,
  sizePx: fc.double({ min: 0.1, max: 40, noNaN: true }),
  hardness: fc.double({ min: 0, max: 1, noNaN: true }),
  points: fc
    .array(fc.tuple(x, y, fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 6 })
    .map((points) => points.flat()),
});
const lasso: fc.Arbitrary<MaskEdit> = fc.record({
  kind: fc.constant('lasso' as const),
  effect,
  points: fc.array(fc.tuple(x, y), { minLength: 3, maxLength: 8 }).map((points) => points.flat()),
});
const rectangle: fc.Arbitrary<MaskEdit> = fc.record({
  kind: fc.constant('rectangle' as const),
  effect,
  points: fc.tuple(x, y, x, y).map((corners) => [...corners]),
});
const whole: fc.Arbitrary<MaskEdit> = fc.constantFrom(
  { kind: 'invert' as const },
  { kind: 'clear' as const },
);
const edits = fc.array(fc.oneof(brush, lasso, rectangle, whole), { maxLength: 6 });

const left: MaskEdit = { kind: 'rectangle', effect: 'add', points: [10, 10, 30, 40] };
const hole: MaskEdit = { kind: 'rectangle', effect: 'subtract', points: [15, 15, 20, 22] };

describe('paintMask', () => {
  it('takes the edits as they cross between the rooms', () => {
    const crossing: ProtocolEdit[] = [left, { kind: 'invert' }];
    const own: MaskEdit[] = crossing;
    const back: ProtocolEdit[] = own;
    expect(back).toHaveLength(2);
  });

  it('keeps what layers select, adds to it and takes away from it, in order', () => {
    const base: Mask = { rect: { x: 5, y: 5, width: 10, height: 10 }, alpha: new Uint8Array(100).fill(90) };
    expect(paint([], {}, base)).toEqual(spread(base));
    const at = (plane: Uint8Array, px: number, py: number) => plane[py * 60 + px];
    const added = paint([left], {}, base);
    expect([at(added, 6, 6), at(added, 12, 12), at(added, 29, 39), at(added, 30, 39)]).toEqual([
      90, 255, 255, 0,
    ]);
    expect(at(paint([left, hole]), 16, 16)).toBe(0);
    expect(at(paint([hole, left]), 16, 16)).toBe(255);
    expect(paint([left, { kind: 'clear' }], {}, base).every((value) => value === 0)).toBe(true);
    expect(at(paint([{ kind: 'clear' }, left], {}, base), 6, 6)).toBe(0);
  });

  it('is the same after the last thing that was done is done again, and after turning round twice', () => {
    fc.assert(
      fc.property(edits, fc.oneof(lasso, rectangle, brush), (before, last) => {
        const once = paint([...before, last]);
        if ('effect' in last && last.effect === 'add')
          expect(Buffer.compare(paint([...before, last, last]), once)).toBe(0);
        expect(Buffer.compare(paint([...before, last, { kind: 'invert' }, { kind: 'invert' }]), once)).toBe(
          0,
        );
      }),
    );
  });

  it('does not care where the canvas ends: a window of a large picture is painted as in a small one', () => {
    fc.assert(
      fc.property(edits, (drawn) => {
        const mask = paintMask(
          nothing,
          { size: { width: 200, height: 200 }, edits: drawn, growPx: 0, fillHolesPx: 0 },
          { width: 200, height: 200 },
        );
        const small = paint(drawn);
        const { rect } = mask;
        const window = new Uint8Array(small.length);
        for (let i = 0; i < mask.alpha.length; i++) {
          const px = rect.x + (i % rect.width);
          const py = rect.y + Math.floor(i / rect.width);
          if (px < 60 && py < 50) window[py * 60 + px] = mask.alpha[i]!;
        }
        expect(Buffer.compare(window, small)).toBe(0);
      }),
    );
  });

  it('paints a picture of another size in proportion', () => {
    const half: PaintedMask = {
      size: { width: 30, height: 25 },
      edits: [
        { kind: 'rectangle', effect: 'add', points: [5, 5, 15, 20] },
        { kind: 'rectangle', effect: 'subtract', points: [7.5, 7.5, 10, 11] },
      ],
      growPx: 1.5,
      fillHolesPx: 2,
    };
    expect(spread(paintMask(nothing, half, picture))).toEqual(
      paint([left, hole], { growPx: 3, fillHolesPx: 4 }),
    );
  });

  it('costs what is touched, whatever the picture', () => {
    const large = { width: 4096, height: 4096 };
    const mask = paintMask(
      nothing,
      {
        size: large,
        edits: [
          { kind: 'brush', effect: 'add', sizePx: 20, hardness: 1, points: [2000, 2000, 1, 2050, 2010, 1] },
        ],
        growPx: 4,
        fillHolesPx: 9,
      },
      large,
    );
    expect(mask.rect.width * mask.rect.height).toBeLessThan(90 * 50);
  });

  it('fills holes that fit and no others, before it grows', () => {
    expect(paint([left, hole], { fillHolesPx: 7 })).toEqual(paint([left]));
    expect(paint([left, hole], { fillHolesPx: 6.9 })).toEqual(paint([left, hole]));
    expect(paint([left, hole], { fillHolesPx: 7, growPx: -3 })).toEqual(paint([left], { growPx: -3 }));
  });
});
