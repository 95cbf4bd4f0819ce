/**
 * One axis of a separable resampling: output i is the sum over k < taps of weights[i * taps + k] times the input at
 * first[i] + k. Indices may lie outside the input; the reader clamps them to the edge.
 */
export type AxisWeights = { first: Int32Array; taps: number; weights: Float32Array };

/**
 * An axis mapping: outputs `start` to `start + count` of `outputs`, which together cover `[from, from + span)`. With
 * `length` only the inputs from 0 to there weigh, as at Pillow's edges, and the reader has nothing to clamp.
 */
export type Axis = {
  from: number;
  span: number;
  outputs: number;
  start?: number;
  count?: number;
  length?: number | undefined;
};

export type Filter = 'area' | 'lanczos' | 'cubic';

/** Area average when an axis shrinks, Lanczos when it grows. */
export function chooseFilter(inputPx: number, outputPx: number): Filter {
  return outputPx <= inputPx ? 'area' : 'lanczos';
}

const lanczosLobes = 3;

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= lanczosLobes) return 0;
  const a = Math.PI * x;
  return (lanczosLobes * Math.sin(a) * Math.sin(a / lanczosLobes)) / (a * a);
}

/** Catmull-Rom (Keys 1981, a = -1/2): as exact as Lanczos on smooth ground, without its echoes beside hard edges. */
function cubic(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return 1 + t * t * (1.5 * t - 2.5);
  if (t < 2) return 2 + t * (t * (2.5 - 0.5 * t) - 4);
  return 0;
}

/** Half the width of each kernel, in pixels of the coarser side. */
const reaches: Record<Filter, number> = { area: 0.5, lanczos: lanczosLobes, cubic: 2 };

/**
 * Weights of one axis, each output's summing to 1. `area` averages exactly the input that an output covers;
 * `lanczos` and `cubic` are kernels, widened when shrinking (as Pillow's).
 */
export function planAxis(axis: Axis, filter: Filter): AxisWeights {
  const { from, span, outputs, length } = axis;
  const start = axis.start ?? 0;
  const count = axis.count ?? outputs - start;
  const step = span / outputs;
  const widening = Math.max(step, 1);
  const reach = reaches[filter] * (filter === 'area' ? step : widening);
  const kernel = filter === 'cubic' ? cubic : lanczos;
  const taps = Math.ceil(2 * reach) + 2;
  const first = new Int32Array(count);
  const weights = new Float32Array(count * taps);
  const row = new Float64Array(taps);
  for (let i = 0; i < count; i++) {
    const center = from + (start + i + 0.5) * step;
    const low = Math.floor(center - reach + 1e-9);
    first[i] = low;
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const pixel = low + k;
      const weight =
        filter === 'area'
          ? Math.max(0, Math.min(pixel + 1, center + reach) - Math.max(pixel, center - reach))
          : kernel((pixel + 0.5 - center) / widening);
      const isOutside = length !== undefined && (pixel < 0 || pixel >= length);
      row[k] = isOutside || (weight < 1e-9 && weight > -1e-9) ? 0 : weight;
      sum += row[k] ?? 0;
    }
    for (let k = 0; k < taps; k++) weights[i * taps + k] = (row[k] ?? 0) / sum;
  }
  return trimTaps({ first, taps, weights });
}

/** The same weights without the taps that are 0 everywhere: most kernels need fewer than they may reach. */
function trimTaps({ first, taps, weights }: AxisWeights): AxisWeights {
  const starts = first.map((_, i) => {
    let k = 0;
    while (k < taps - 1 && weights[i * taps + k] === 0) k++;
    return k;
  });
  let needed = 1;
  for (let i = 0; i < first.length; i++) {
    let end = taps;
    while (end > starts[i]! + 1 && weights[i * taps + end - 1] === 0) end--;
    needed = Math.max(needed, end - starts[i]!);
  }
  const trimmed = new Float32Array(first.length * needed);
  for (let i = 0; i < first.length; i++) {
    const from = i * taps + starts[i]!;
    const kept = Math.min(needed, taps - starts[i]!);
    trimmed.set(weights.subarray(from, from + kept), i * needed);
  }
  return { first: first.map((low, i) => low + starts[i]!), taps: needed, weights: trimmed };
}
