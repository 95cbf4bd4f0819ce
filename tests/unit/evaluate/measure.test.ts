import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findChance } from '../../evaluate/chance.ts';
import { corpus, type Point, type Spec } from '../../evaluate/corpus.ts';
import { countIslands, findThird } from '../../evaluate/measure/figure.ts';
import { fillPolygon } from '../../evaluate/measure/fill-polygon.ts';
import { createField, transform } from '../../evaluate/measure/fourier.ts';
import { nameShape } from '../../evaluate/measure/shape.ts';
import type { PixelMask } from '../../evaluate/pixels.ts';

/** A mask from rows of text, `#` inside. */
function draw(...rows: string[]): PixelMask {
  const inside = Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0));
  return { width: rows[0]!.length, height: rows.length, inside };
}

function show(cells: Uint8Array, width: number): string[] {
  const text = Array.from(cells, (cell) => (cell === 1 ? '#' : '.')).join('');
  return Array.from({ length: cells.length / width }, (_, y) => text.slice(y * width, (y + 1) * width));
}

describe('fillPolygon', () => {
  it('fills what Pillow fills, outline and cut corners included', () => {
    const cells = new Uint8Array(100);
    fillPolygon(cells, 10, [
      [1.9, 1.2],
      [8, 4],
      [3.7, 8],
    ]);
    expect(show(cells, 10)).toEqual([
      '..........',
      '.#........',
      '.###......',
      '..#####...',
      '..#######.',
      '..######..',
      '..####....',
      '...##.....',
      '...#......',
      '..........',
    ]);
  });

  it('keeps to the picture, and leaves a hole where the outline turns back', () => {
    const cells = new Uint8Array(36);
    const around: Point[] = [
      [-3, -3],
      [9, -3],
      [9, 9],
      [-3, 9],
      [-3, -3],
    ];
    const hole: Point[] = [
      [1, 1],
      [1, 4],
      [4, 4],
      [4, 1],
      [1, 1],
    ];
    fillPolygon(cells, 6, [...around, ...hole]);
    expect(show(cells, 6)).toEqual(['######', '######', '##..##', '##..##', '######', '######']);
  });
});

describe('transform', () => {
  it('gives the sum that defines it', () => {
    const side = 8;
    const field = createField(side);
    for (let i = 0; i < side * side; i++) {
      field.re[i] = Math.sin(i * i);
      field.im[i] = Math.cos(3 * i);
    }
    const given = { re: field.re.slice(), im: field.im.slice() };
    transform(field);
    for (const [u, v] of [
      [0, 0],
      [3, 5],
      [7, 1],
    ] as const) {
      let [re, im] = [0, 0];
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const angle = (-2 * Math.PI * (u * x + v * y)) / side;
          const at = y * side + x;
          re += given.re[at]! * Math.cos(angle) - given.im[at]! * Math.sin(angle);
          im += given.re[at]! * Math.sin(angle) + given.im[at]! * Math.cos(angle);
        }
      }
      expect(field.re[v * side + u]).toBeCloseTo(re, 9);
      expect(field.im[v * side + u]).toBeCloseTo(im, 9);
    }
  });

  it('comes back from its inverse, but for the number of cells', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 16, maxLength: 16 }),
        (values) => {
          const field = createField(4);
          field.re.set(values);
          transform(field);
          transform(field, true);
          values.forEach((value, i) => {
            expect(field.re[i]).toBeCloseTo(16 * value, 6);
          });
        },
      ),
    );
  });
});

describe('figures', () => {
  it('counts areas that touch by their sides, and no specks', () => {
    const mask = draw('##..##', '##..##', '..##..', '......', '#....#', '......');
    expect(countIslands(mask, 0)).toBe(5);
    expect(countIslands(mask, 1 / 36)).toBe(3);
    expect(countIslands(draw('....', '....'))).toBe(0);
  });

  it('finds the third in which the middle lies', () => {
    expect(findThird(draw('...', '...', '..#'))).toEqual([2, 2]);
    expect(findThird(draw('#.#', '...', '...'))).toEqual([0, 1]);
  });

  it('names every shape by its outline, wherever it lies and however large it is', () => {
    for (const [name, outline] of Object.entries(corpus.outlines)) {
      for (const [x, y, radius] of [
        [64, 64, 40],
        [40, 80, 22],
      ] as const) {
        const inside = new Uint8Array(128 * 128);
        fillPolygon(
          inside,
          128,
          outline.map(([u, v]): Point => [x + radius * u, y + radius * v]),
        );
        expect(nameShape({ width: 128, height: 128, inside })).toBe(name);
      }
    }
    expect(nameShape(draw('###', '###'))).toBeNull();
  });
});

it('gives the chance of every row that can be right under another caption', () => {
  const icon = (name: string, background: string): Spec => ({ family: 'icon', icon: name, background });
  const specs = [icon('bell', 'red'), icon('bell', 'blue'), icon('ghost', 'red')];
  expect(findChance(specs)).toEqual({ icon: 1 / 3, 'icon: background': 1 / 3 });
});
