import { describe, expect, it } from 'vitest';
import type { MaskEdit, PaintedMask } from '../../../protocol/mask-edits.ts';
import { paintMask } from '../../../ui/imaging/paint-mask.ts';
import { createLocalPainter } from '../../../ui/shell/state/local-mask.ts';

const grid = { width: 80, height: 60 };
const layers = { rect: { x: 4, y: 4, width: 10, height: 10 }, alpha: new Uint8Array(100).fill(255) };
const picture = { grid, layers };
const dab = (x: number, effect: 'add' | 'subtract' = 'add'): MaskEdit => ({
  kind: 'brush',
  effect,
  sizePx: 60,
  hardness: 0.5,
  points: [x, 120, 1],
});
const mask = (edits: MaskEdit[], growPx = 0): PaintedMask => ({
  size: { width: 400, height: 300 },
  edits,
  growPx,
  fillHolesPx: 0,
});

describe('the mask that is shown before the engine has answered', () => {
  it('is the same as the engine’s rules make of all edits, in any order of doing and undoing', () => {
    const paint = createLocalPainter();
    const edits = [dab(100), dab(200), dab(150, 'subtract'), { kind: 'invert' } as const, dab(300)];
    const versions = [0, 1, 2, 3, 4, 5, 4, 3, 2, 5, 1, 0].map((count) => mask(edits.slice(0, count)));
    for (const version of [
      ...versions,
      mask(edits, 20),
      mask(edits, -10),
      mask([...edits.slice(0, 2), dab(60)]),
    ])
      expect(paint(picture, version)).toEqual(paintMask(layers, version, grid));
  });

  it('starts anew on another picture', () => {
    const paint = createLocalPainter();
    const version = mask([dab(100)]);
    paint(picture, version);
    const other = { grid, layers: { ...layers, alpha: new Uint8Array(100) } };
    expect(paint(other, version)).toEqual(paintMask(other.layers, version, grid));
    expect(paint(other, version)).not.toEqual(paint(picture, version));
  });
});
