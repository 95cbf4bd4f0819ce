import { countElements, createTensor, type Tensor } from './tensor.ts';

const stateLength = 624;

/**
 * The 32-bit Mersenne twister of Matsumoto and Nishimura (2002), seeded as `torch.Generator('cpu').manual_seed`
 * does it: with the seed's low 32 bits.
 */
function createTwister(seed: number): () => number {
  const state = new Uint32Array(stateLength);
  // The remainder of a negative number is negative; the added 2^32 makes it torch's two's complement.
  state[0] = ((seed % 2 ** 32) + 2 ** 32) % 2 ** 32;
  for (let i = 1; i < stateLength; i++) {
    const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, previous) + i;
  }
  let position = stateLength;

  function refill() {
    for (let i = 0; i < stateLength; i++) {
      const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % stateLength]! & 0x7fffffff);
      const twisted = (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
      state[i] = state[(i + 397) % stateLength]! ^ twisted;
    }
    position = 0;
  }

  return () => {
    if (position === stateLength) refill();
    let word = state[position++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return word >>> 0;
  };
}

/** One stream of draws; every call continues where the last one ended, as a torch generator does. */
export type RandomStream = {
  /** `torch.rand(count, generator=g)`, bit for bit. */
  drawUniforms(count: number): Float32Array;
  /** `torch.randn(dims, generator=g)` to 1e-6. */
  drawNormals(dims: readonly number[]): Tensor;
};

const blockLength = 16;
const float = Math.fround;
const twoPi = float(2 * Math.PI);

/**
 * Box-Muller over one block of 16 uniforms in place, cosines first (torch: ATen/native/cpu/DistributionTemplates.h,
 * normal_fill). Rounded to 32 bits at each operation, because an angle kept in 64 bits drifts by more than 1e-6.
 */
function fillNormalBlock(values: Float32Array, start: number) {
  const half = blockLength / 2;
  for (let i = start; i < start + half; i++) {
    const u1 = float(1 - values[i]!);
    const radius = float(Math.sqrt(float(-2 * float(Math.log(u1)))));
    const theta = float(twoPi * values[i + half]!);
    values[i] = radius * float(Math.cos(theta));
    values[i + half] = radius * float(Math.sin(theta));
  }
}

/** Opens the stream of draws of `torch.Generator('cpu').manual_seed(seed)`; `seed` is any whole number. */
export function createRandomStream(seed: number): RandomStream {
  const nextWord = createTwister(seed);
  // Short draws come in pairs and torch keeps the second value for the next short draw of the same generator.
  let spare: number | null = null;

  const nextFloat = () => (nextWord() & 0xffffff) / 2 ** 24;

  function nextDouble(): number {
    const high = nextWord() & 0x1fffff;
    return (high * 2 ** 32 + nextWord()) / 2 ** 53;
  }

  function nextShortNormal(): number {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const theta = 2 * Math.PI * nextDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-nextDouble()));
    spare = radius * Math.sin(theta);
    return radius * Math.cos(theta);
  }

  function drawUniforms(count: number): Float32Array {
    return Float32Array.from({ length: count }, nextFloat);
  }

  function drawNormals(dims: readonly number[]): Tensor {
    const count = countElements(dims);
    if (count < blockLength) {
      return createTensor(dims, Float32Array.from({ length: count }, nextShortNormal));
    }
    const values = drawUniforms(count);
    for (let i = 0; i + blockLength <= count; i += blockLength) fillNormalBlock(values, i);
    if (count % blockLength !== 0) {
      // torch draws the last 16 values anew rather than cutting a block short.
      values.set(drawUniforms(blockLength), count - blockLength);
      fillNormalBlock(values, count - blockLength);
    }
    return createTensor(dims, values);
  }

  return { drawUniforms, drawNormals };
}
