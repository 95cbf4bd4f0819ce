import type { AxisWeights } from './resample-weights.ts';

/** `index`, or the nearest one that lies in a list of `length`. */
export function clampIndex(index: number, length: number): number {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}

/** One row of samples inside a longer list. */
export type Row = { data: Float32Array; offset: number };

/** The outputs `from` up to `to` of an axis whose taps all lie inside of a list of samples; the others need clamping. */
export type InsideRange = { from: number; to: number };

/** Finds the outputs of an axis that need no clamping in a row of `length` samples. */
export function findInside({ first, taps }: AxisWeights, length: number): InsideRange {
  // They lie together, but for a few whose taps were trimmed.
  let from = first.length;
  while (from > 0 && first[from - 1]! >= 0) from--;
  let to = from;
  while (to < first.length && first[to]! + taps <= length) to++;
  return { from, to };
}

/**
 * Resamples `length` samples from `source` on by an axis into `target`; beyond its ends the source's last sample goes
 * on. `inside` is what `findInside` says of both. The kernels that pictures meet most are written out: they are most of
 * what a resize costs.
 */
export function resampleRow(
  source: Row,
  length: number,
  axis: AxisWeights,
  inside: InsideRange,
  target: Row,
): void {
  const { from, to } = inside;
  for (let i = 0; i < from; i++) target.data[target.offset + i] = sumClamped(source, length, axis, i);
  const sum = axis.taps === 3 ? sumThree : axis.taps === 4 ? sumFour : sumMany;
  sum(source.data, source.offset, axis, target.data, target.offset, from, to);
  for (let i = to; i < axis.first.length; i++)
    target.data[target.offset + i] = sumClamped(source, length, axis, i);
}

function sumClamped(source: Row, length: number, { first, taps, weights }: AxisWeights, i: number): number {
  let sum = 0;
  for (let k = 0; k < taps; k++) {
    sum += weights[i * taps + k]! * source.data[source.offset + clampIndex(first[i]! + k, length)]!;
  }
  return sum;
}

type SumInside = (
  data: Float32Array,
  offset: number,
  axis: AxisWeights,
  out: Float32Array,
  base: number,
  from: number,
  to: number,
) => void;

const sumThree: SumInside = (data, offset, { first, weights }, out, base, from, to) => {
  for (let i = from, w = from * 3; i < to; i++, w += 3) {
    const at = offset + first[i]!;
    out[base + i] =
      weights[w]! * data[at]! + weights[w + 1]! * data[at + 1]! + weights[w + 2]! * data[at + 2]!;
  }
};

const sumFour: SumInside = (data, offset, { first, weights }, out, base, from, to) => {
  for (let i = from, w = from * 4; i < to; i++, w += 4) {
    const at = offset + first[i]!;
    out[base + i] =
      weights[w]! * data[at]! +
      weights[w + 1]! * data[at + 1]! +
      weights[w + 2]! * data[at + 2]! +
      weights[w + 3]! * data[at + 3]!;
  }
};

const sumMany: SumInside = (data, offset, { first, taps, weights }, out, base, from, to) => {
  for (let i = from; i < to; i++) {
    const at = offset + first[i]!;
    const w = i * taps;
    let sum = 0;
    for (let k = 0; k < taps; k++) sum += weights[w + k]! * data[at + k]!;
    out[base + i] = sum;
  }
};

/** Most kernels have this many rows or fewer, which are then read and written once. */
const rowsAtOnce = 4;

/** Writes to `target` the sum of `count` samples of each row that begins at one of `rows`, weighed by `weights`. */
export function mixRows(
  source: Float32Array,
  rows: Int32Array,
  weights: Float32Array,
  target: Row,
  count: number,
): void {
  const { data, offset } = target;
  for (let k = 0; k < rows.length; k += rowsAtOnce) {
    const [a, b, c, d] = [rows[k]!, rows[k + 1] ?? 0, rows[k + 2] ?? 0, rows[k + 3] ?? 0];
    const [u, v, w, z] = [weights[k]!, weights[k + 1] ?? 0, weights[k + 2] ?? 0, weights[k + 3] ?? 0];
    if (k > 0) {
      for (let x = 0; x < count; x++)
        data[offset + x] =
          data[offset + x]! +
          u * source[a + x]! +
          v * source[b + x]! +
          w * source[c + x]! +
          z * source[d + x]!;
    } else if (z !== 0) {
      for (let x = 0; x < count; x++)
        data[offset + x] = u * source[a + x]! + v * source[b + x]! + w * source[c + x]! + z * source[d + x]!;
    } else if (w !== 0) {
      for (let x = 0; x < count; x++)
        data[offset + x] = u * source[a + x]! + v * source[b + x]! + w * source[c + x]!;
    } else {
      for (let x = 0; x < count; x++) data[offset + x] = u * source[a + x]! + v * source[b + x]!;
    }
  }
}
