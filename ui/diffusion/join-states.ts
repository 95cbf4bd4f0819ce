import { createTensor, type Tensor } from './tensor.ts';

/** Chunks of one prompt [1, tokens, width] one after another. */
export function joinTokens(chunks: readonly Tensor[]): Tensor {
  const [first] = chunks;
  if (first === undefined || chunks.length === 1) return first!;
  const tokens = chunks.reduce((count, { dims }) => count + dims[1]!, 0);
  const joined = createTensor([1, tokens, first.dims[2]!]);
  let offset = 0;
  for (const { data } of chunks) {
    joined.data.set(data, offset);
    offset += data.length;
  }
  return joined;
}

/** Different encoders' states of the same tokens [1, tokens, width] side by side; throws RangeError for other tokens. */
export function joinWidths(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first!;
  const tokens = first.dims[1]!;
  if (parts.some(({ dims }) => dims[1] !== tokens)) throw new RangeError('States of different lengths.');
  const width = parts.reduce((sum, { dims }) => sum + dims[2]!, 0);
  const joined = createTensor([1, tokens, width]);
  let column = 0;
  for (const { data, dims } of parts) {
    const own = dims[2]!;
    for (let t = 0; t < tokens; t++)
      joined.data.set(data.subarray(t * own, (t + 1) * own), t * width + column);
    column += own;
  }
  return joined;
}
