import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MaskLayer, placeMask, selectPixels, uniteMasks } from '../../../ui/imaging/mask.ts';
import { coverCells, growByOne, markOutside, poolToLatents } from '../../../ui/imaging/model-mask.ts';

const picture = { size: { width: 20, height: 10 }, box: { x: 100, y: 50, width: 20, height: 10 } };

function layer(x: number, y: number, width: number, height: number, value = 255, density = 1): MaskLayer {
  const size = { width: width * density, height: height * density };
  return {
    size,
    bounds: { x: 0, y: 0, ...size },
    alpha: new Uint8Array(size.width * size.height).fill(value),
    box: { x, y, width, height },
  };
}

describe('mask', () => {
  it('copies a layer on the pixel grid exactly, whatever noise its place has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -3, max: 18 }),
        fc.integer({ min: -3, max: 8 }),
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        fc.double({ min: -4e-3, max: 4e-3, noNaN: true }),
        (x, y, alpha, noise) => {
          const given: MaskLayer = {
            size: { width: 4, height: 3 },
            bounds: { x: 0, y: 0, width: 4, height: 3 },
            alpha,
            box: { x: 100 + x + noise, y: 50 + y - noise, width: 4, height: 3 },
          };
          const placed = placeMask(given, picture);
          for (let row = 0; row < 10; row++) {
            for (let column = 0; column < 20; column++) {
              const inLayer = column >= x && column < x + 4 && row >= y && row < y + 3;
              const expected = inLayer ? alpha[(row - y) * 4 + column - x]! : 0;
              const { rect } = placed;
              const inPlaced =
                column >= rect.x &&
                column < rect.x + rect.width &&
                row >= rect.y &&
                row < rect.y + rect.height;
              expect(inPlaced ? placed.alpha[(row - rect.y) * rect.width + column - rect.x] : 0).toBe(
                expected,
              );
            }
          }
        },
      ),
    );
  });

  it('averages a denser layer and splits pixels that it half covers', () => {
    const dense = placeMask(layer(102, 53, 3, 2, 255, 2), picture);
    expect(dense.rect).toEqual({ x: 2, y: 3, width: 3, height: 2 });
    expect(Array.from(dense.alpha)).toEqual([255, 255, 255, 255, 255, 255]);
    const shifted = placeMask(layer(102.5, 53, 1, 1), picture);
    expect(shifted.rect).toEqual({ x: 2, y: 3, width: 2, height: 1 });
    expect(Array.from(shifted.alpha)).toEqual([128, 128]);
  });

  it('follows the real density of the picture', () => {
    const double = { size: { width: 40, height: 20 }, box: picture.box };
    expect(placeMask(layer(101, 51, 2, 1), double).rect).toEqual({ x: 2, y: 2, width: 4, height: 2 });
  });

  it('is empty outside of the picture', () => {
    expect(placeMask(layer(300, 50, 4, 4), picture).rect.width).toBe(0);
    expect(selectPixels(uniteMasks([])).rect.width).toBe(0);
  });

  it('unites by the strongest', () => {
    const united = uniteMasks([
      placeMask(layer(100, 50, 2, 1, 100), picture),
      placeMask(layer(101, 50, 2, 1), picture),
    ]);
    expect(united.rect).toEqual({ x: 0, y: 0, width: 3, height: 1 });
    expect(Array.from(united.alpha)).toEqual([100, 255, 255]);
  });

  it('selects at least 50 %, and half of the strongest where nothing reaches that', () => {
    const mask = { rect: { x: 4, y: 0, width: 5, height: 1 }, alpha: Uint8Array.of(0, 127, 128, 255, 10) };
    expect(selectPixels(mask)).toEqual({
      rect: { x: 6, y: 0, width: 2, height: 1 },
      inside: Uint8Array.of(1, 1),
    });
    const faint = { rect: { x: 0, y: 0, width: 4, height: 1 }, alpha: Uint8Array.of(10, 30, 60, 0) };
    expect(selectPixels(faint).rect).toEqual({ x: 1, y: 0, width: 2, height: 1 });
  });
});

describe('model-mask', () => {
  const crop = { x: 0, y: 0, width: 64, height: 64 };
  const grid = { width: 16, height: 16 };

  it('marks every cell that one selected pixel touches, at any scale', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 63 }),
        fc.integer({ min: 0, max: 63 }),
        fc.integer({ min: 3, max: 200 }),
        (x, y, side) => {
          const cells = coverCells({ rect: { x, y, width: 1, height: 1 }, inside: Uint8Array.of(1) }, crop, {
            width: side,
            height: side,
          });
          const scale = side / 64;
          let wrong = 0;
          for (let row = 0; row < side; row++) {
            for (let column = 0; column < side; column++) {
              const touches =
                column + 1 > x * scale + 1e-6 &&
                column < (x + 1) * scale - 1e-6 &&
                row + 1 > y * scale + 1e-6 &&
                row < (y + 1) * scale - 1e-6;
              if (cells[row * side + column] !== (touches ? 1 : 0)) wrong++;
            }
          }
          expect(wrong).toBe(0);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps holes and gaps', () => {
    const inside = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1);
    const cells = coverCells({ rect: { x: 0, y: 0, width: 12, height: 1 }, inside }, crop, grid);
    expect(Array.from(cells.subarray(0, 4))).toEqual([1, 0, 1, 0]);
  });

  it('marks what lies beyond the picture', () => {
    const cells = new Uint8Array(16);
    markOutside(
      cells,
      { width: 4, height: 4 },
      { x: 0, y: -10, width: 40, height: 40 },
      { width: 40, height: 20 },
    );
    expect(Array.from(cells)).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('pools by maximum', () => {
    const cells = new Uint8Array(256);
    cells[5 * 16 + 9] = 1;
    expect(Array.from(poolToLatents(cells, grid, 8))).toEqual([0, 1, 0, 0]);
  });

  it('grows by one in eight directions and stops at the edge', () => {
    const grown = growByOne(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0), { width: 3, height: 3 });
    expect(Array.from(grown)).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0]);
  });
});
