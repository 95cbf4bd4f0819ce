/** Complex numbers of a square field, rows of `side`, a power of two. */
export type Field = { side: number; re: Float64Array; im: Float64Array };

/** A field of zeros. */
export function createField(side: number): Field {
  if (side < 2 || (side & (side - 1)) !== 0) throw new RangeError(`${side} is no power of two.`);
  return { side, re: new Float64Array(side * side), im: new Float64Array(side * side) };
}

/** The two-dimensional discrete Fourier transform in place, unscaled; `inverse` turns the sign of the exponent. */
export function transform({ side, re, im }: Field, inverse = false): void {
  const plan = planLine(side, inverse);
  for (let y = 0; y < side; y++) {
    transformLine(re, im, y * side, 1, plan);
  }
  for (let x = 0; x < side; x++) {
    transformLine(re, im, x, side, plan);
  }
}

/** What all lines of a length share: the order of reversed bits, the roots of unity, and room to work in. */
type LinePlan = {
  order: Uint32Array;
  cosines: Float64Array;
  sines: Float64Array;
  re: Float64Array;
  im: Float64Array;
};

function planLine(length: number, inverse: boolean): LinePlan {
  const order = new Uint32Array(length);
  for (let i = 1; i < length; i++) order[i] = (order[i >> 1]! >> 1) | (i & 1 ? length >> 1 : 0);
  const angle = ((inverse ? 2 : -2) * Math.PI) / length;
  return {
    order,
    cosines: Float64Array.from({ length: length / 2 }, (_, k) => Math.cos(k * angle)),
    sines: Float64Array.from({ length: length / 2 }, (_, k) => Math.sin(k * angle)),
    re: new Float64Array(length),
    im: new Float64Array(length),
  };
}

/** One row or column: Cooley and Tukey's algorithm, radix 2, after a permutation by reversed bits. */
function transformLine(
  fieldRe: Float64Array,
  fieldIm: Float64Array,
  offset: number,
  stride: number,
  { order, cosines, sines, re, im }: LinePlan,
): void {
  const length = order.length;
  for (let i = 0; i < length; i++) {
    const from = offset + order[i]! * stride;
    re[i] = fieldRe[from]!;
    im[i] = fieldIm[from]!;
  }
  for (let half = 1; half < length; half *= 2) {
    const step = length / (2 * half);
    for (let k = 0; k < half; k++) {
      const cos = cosines[k * step]!;
      const sin = sines[k * step]!;
      for (let low = k; low < length; low += 2 * half) {
        const high = low + half;
        const a = re[high]! * cos - im[high]! * sin;
        const b = re[high]! * sin + im[high]! * cos;
        re[high] = re[low]! - a;
        im[high] = im[low]! - b;
        re[low] = re[low]! + a;
        im[low] = im[low]! + b;
      }
    }
  }
  for (let i = 0; i < length; i++) {
    fieldRe[offset + i * stride] = re[i]!;
    fieldIm[offset + i * stride] = im[i]!;
  }
}
