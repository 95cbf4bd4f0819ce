import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSpectrum, nextPowerOfTwo, type Spectrum, transform } from '../../../ui/imaging/fft.ts';

const grid = fc
  .record({ width: fc.constantFrom(1, 2, 4, 8, 16), height: fc.constantFrom(1, 2, 8, 16) })
  .chain((size) =>
    fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), {
        minLength: 2 * size.width * size.height,
        maxLength: 2 * size.width * size.height,
      })
      .map((values) => {
        const spectrum = createSpectrum(size);
        spectrum.real.set(values.slice(0, values.length / 2));
        spectrum.imaginary.set(values.slice(values.length / 2));
        return spectrum;
      }),
  );

function copy(from: Spectrum): Spectrum {
  return { ...from, real: from.real.slice(), imaginary: from.imaginary.slice() };
}

/** The sum by its definition, for one frequency. */
function sumAt({ width, height, real, imaginary }: Spectrum, u: number, v: number): [number, number] {
  let [re, im] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const angle = -2 * Math.PI * ((u * x) / width + (v * y) / height);
      const i = y * width + x;
      re += real[i]! * Math.cos(angle) - imaginary[i]! * Math.sin(angle);
      im += real[i]! * Math.sin(angle) + imaginary[i]! * Math.cos(angle);
    }
  }
  return [re, im];
}

describe('transform', () => {
  it('is the sum that defines it, and comes back', () => {
    fc.assert(
      fc.property(grid, fc.nat(15), fc.nat(15), (from, u, v) => {
        const [column, row] = [u % from.width, v % from.height];
        const there = copy(from);
        transform(there);
        const [re, im] = sumAt(from, column, row);
        expect(there.real[row * from.width + column]).toBeCloseTo(re, 9);
        expect(there.imaginary[row * from.width + column]).toBeCloseTo(im, 9);
        transform(there, true);
        from.real.forEach((value, i) => {
          expect(there.real[i]).toBeCloseTo(value, 10);
          expect(there.imaginary[i]).toBeCloseTo(from.imaginary[i]!, 10);
        });
      }),
    );
  });

  it('takes powers of two only', () => {
    expect(() => transform(createSpectrum({ width: 6, height: 8 }))).toThrow(RangeError);
    expect([1, 2, 3, 129].map(nextPowerOfTwo)).toEqual([1, 2, 4, 256]);
  });
});
