const floatView = new Float32Array(1);
const bitsView = new Uint32Array(floatView.buffer);

/** The bits of the nearest IEEE half, ties to even, with subnormals, infinities and NaN. */
export function toHalfBits(value: number): number {
  floatView[0] = value;
  const bits = bitsView[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 and above round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // Below the smallest normal half the spacing is 2^-24, whatever the exponent.
  if (magnitude < 0x38800000) return sign | roundHalfToEven(Math.abs(floatView[0]!) * 2 ** 24);
  const rounded = magnitude + 0x0fff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor + (floor & 1);
}

/** The number that an IEEE half's bits stand for. */
export function fromHalfBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A whole array as halves. */
export function toHalfArray(values: Float32Array): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) halves[i] = toHalfBits(values[i]!);
  return halves;
}

let floatOfHalf: Float32Array | null = null;

/** A whole array of halves as 32-bit floats; looked up, because weights are hundreds of millions of them. */
export function fromHalfArray(halves: Uint16Array): Float32Array<ArrayBuffer> {
  floatOfHalf ??= Float32Array.from({ length: 0x10000 }, (_, bits) => fromHalfBits(bits));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = floatOfHalf[halves[i]!]!;
  return values;
}
