import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Affine,
  boxOf,
  covers,
  identity,
  intersection,
  intersects,
  invert,
  moveAlong,
  multiply,
  onlyMoves,
  sharedRadii,
  uprightWithin,
} from '../../../plugin/node-geometry.ts';

const turned = (degrees: number, x = 0, y = 0): Affine => {
  const angle = (degrees * Math.PI) / 180;
  return [
    [Math.cos(angle), Math.sin(angle), x],
    [-Math.sin(angle), Math.cos(angle), y],
  ];
};
const flipped: Affine = [
  [-1, 0, 40],
  [0, 1, 7],
];

const near = (a: Affine, b: Affine) => {
  for (const row of [0, 1] as const) {
    for (const column of [0, 1, 2] as const) expect(a[row][column]).toBeCloseTo(b[row][column], 6);
  }
};

describe('the inverse of a transform', () => {
  test.each([
    ['identity', identity],
    ['a move', turned(0, 30, -12)],
    ['a quarter turn', turned(90, 5, 6)],
    ['an odd angle', turned(-37.5, 1000, -2000)],
    ['a flip', flipped],
  ])('undoes %s', (_, transform) => {
    near(multiply(transform, invert(transform) ?? identity), identity);
  });

  test('does not exist where everything is flat', () => {
    expect(
      invert([
        [1, 2, 0],
        [2, 4, 0],
      ]),
    ).toBeNull();
    expect(
      invert([
        [Number.NaN, 0, 0],
        [0, 1, 0],
      ]),
    ).toBeNull();
  });
});

describe('an upright layer', () => {
  test('lies upright on the canvas under any chain of turned and flipped parents', () => {
    const angle = fc.double({ min: -180, max: 180, noNaN: true });
    const offset = fc.double({ min: -5000, max: 5000, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(angle, offset, offset, fc.boolean()), { maxLength: 4 }),
        offset,
        offset,
        (chain, x, y) => {
          const parent = chain.reduce<Affine>(
            (outer, [degrees, u, v, isFlipped]) =>
              multiply(multiply(outer, turned(degrees, u, v)), isFlipped ? flipped : identity),
            identity,
          );
          const own = uprightWithin(parent, { x, y });
          expect(own).not.toBeNull();
          if (own !== null)
            near(multiply(parent, own), [
              [1, 0, x],
              [0, 1, y],
            ]);
        },
      ),
    );
  });

  test('needs no rotation where its parent has none', () => {
    expect(onlyMoves(uprightWithin(turned(0, 100, 50), { x: 120, y: 70 }) ?? flipped)).toBe(true);
    expect(onlyMoves(uprightWithin(turned(30, 100, 50), { x: 120, y: 70 }) ?? identity)).toBe(false);
  });
});

test('the box around a turned layer holds its corners', () => {
  const box = boxOf(turned(90, 10, 20), { width: 40, height: 30 });
  expect(box.x).toBeCloseTo(10);
  expect(box.y).toBeCloseTo(-20);
  expect(box.width).toBeCloseTo(30);
  expect(box.height).toBeCloseTo(40);
});

describe('two boxes', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  test.each([
    ['overlapping', { x: 9, y: 9, width: 5, height: 5 }, true],
    ['inside', { x: 2, y: 2, width: 1, height: 1 }, true],
    ['sharing an edge', { x: 10, y: 0, width: 5, height: 5 }, false],
    ['apart', { x: 30, y: 0, width: 5, height: 5 }, false],
    ['a level line across', { x: -5, y: 5, width: 20, height: 0 }, true],
    ['a level line beside', { x: -5, y: 11, width: 20, height: 0 }, false],
  ])('%s', (_, other, expected) => {
    expect(intersects(box, other)).toBe(expected);
    expect(intersects(other, box)).toBe(expected);
  });

  test('cover each other up to rounding', () => {
    expect(covers(box, { x: -0.0004, y: 0, width: 10.0004, height: 10 })).toBe(true);
    expect(covers(box, { x: -0.5, y: 0, width: 10, height: 10 })).toBe(false);
  });
});

test('a box follows what it was read from', () => {
  const box = { x: 5, y: 6, width: 3, height: 4 };
  const before = { x: 0, y: 0, width: 10, height: 10 };
  expect(moveAlong(box, before, { ...before, x: 100, y: -50 })).toEqual({
    x: 105,
    y: -44,
    width: 3,
    height: 4,
  });
  expect(moveAlong(box, undefined, before)).toEqual(box);
});

test('a patch takes over the radii of the corners that it shares', () => {
  const target = { x: 0, y: 0, width: 100, height: 50 };
  const radii = { topLeft: 1, topRight: 2, bottomRight: 3, bottomLeft: 4 };
  const none = { topLeft: 0, topRight: 0, bottomRight: 0, bottomLeft: 0 };
  expect(sharedRadii(target, target, radii)).toEqual(radii);
  expect(sharedRadii({ x: 60, y: 0, width: 40, height: 20 }, target, radii)).toEqual({
    ...none,
    topRight: 2,
  });
  expect(sharedRadii({ x: 0, y: 20, width: 30, height: 30 }, target, radii)).toEqual({
    ...none,
    bottomLeft: 4,
  });
  expect(sharedRadii({ x: 20, y: 20, width: 10, height: 10 }, target, radii)).toEqual(none);
});

test('what two boxes share has an area, or is nothing', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  expect(intersection(box, { x: 6, y: -5, width: 10, height: 8 })).toEqual({
    x: 6,
    y: 0,
    width: 4,
    height: 3,
  });
  expect(intersection(box, { x: 10, y: 0, width: 5, height: 5 })).toBeNull();
  expect(intersection(box, { x: 2, y: 30, width: 5, height: 5 })).toBeNull();
});

test('a box covers another one but for the slack that it is given', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  const larger = { x: -0.4, y: 0, width: 10.8, height: 10 };
  expect([covers(box, larger), covers(box, larger, 0.51), covers(box, larger, 0.3)]).toEqual([
    false,
    true,
    false,
  ]);
});
