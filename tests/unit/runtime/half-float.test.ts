import { expect, it } from 'vitest';
import { fromHalfArray, fromHalfBits, toHalfArray, toHalfBits } from '../../../ui/runtime/half-float.ts';

it('brings all 65 536 patterns back, NaN as NaN', () => {
  for (let bits = 0; bits < 65536; bits++) {
    const value = fromHalfBits(bits);
    const back = toHalfBits(value);
    if (Number.isNaN(value)) expect(Number.isNaN(fromHalfBits(back))).toBe(true);
    else if (back !== bits) expect.unreachable(`${bits} came back as ${back}`);
  }
});

it('rounds to the nearest half, ties to even, at every step of the finite range', () => {
  for (let bits = 0; bits < 0x7bff; bits++) {
    const low = fromHalfBits(bits);
    const high = fromHalfBits(bits + 1);
    const middle = (low + high) / 2;
    const even = bits % 2 === 0 ? bits : bits + 1;
    const isRight =
      toHalfBits(middle) === even &&
      toHalfBits(low + (middle - low) * 0.5) === bits &&
      toHalfBits(middle + (high - middle) * 0.5) === bits + 1 &&
      toHalfBits(-middle) === (even | 0x8000);
    if (!isRight) expect.unreachable(`between ${low} and ${high}`);
  }
});

it('overflows to infinity from 65520 on', () => {
  expect(toHalfBits(65519)).toBe(0x7bff);
  expect(toHalfBits(65520)).toBe(0x7c00);
  expect(toHalfBits(Number.NEGATIVE_INFINITY)).toBe(0xfc00);
});

it('converts arrays', () => {
  const values = Float32Array.from([0, -0.5, 1, 2048]);
  expect(fromHalfArray(toHalfArray(values))).toEqual(values);
});
