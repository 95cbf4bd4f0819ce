/** A dense array of 32-bit floats, last dimension fastest. Half precision exists only at a model's boundary. */
export type Tensor = { readonly data: Float32Array; readonly dims: readonly number[] };

/** Number of elements that `dims` hold; 1 for a scalar. */
export function countElements(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}

/** A tensor of zeros, or around the given data, whose length must fit. */
export function createTensor(dims: readonly number[], data?: Float32Array): Tensor {
  const length = countElements(dims);
  if (data !== undefined && data.length !== length) {
    throw new RangeError(`${data.length} values do not fill [${dims.join(', ')}].`);
  }
  return { dims: [...dims], data: data ?? new Float32Array(length) };
}

/** A new tensor of the same shape with `map(value, index)` in every place. */
export function mapTensor(tensor: Tensor, map: (value: number, index: number) => number): Tensor {
  const data = new Float32Array(tensor.data.length);
  for (let i = 0; i < data.length; i++) data[i] = map(tensor.data[i]!, i);
  return { dims: tensor.dims, data };
}

/** Joins tensors along the channel axis of [1, C, H, W]; heights and widths must agree. */
export function joinChannels(...parts: readonly Tensor[]): Tensor {
  const first = parts[0]!;
  const [, , height = 0, width = 0] = first.dims;
  let channels = 0;
  for (const part of parts) {
    if (part.dims[0] !== 1 || part.dims[2] !== height || part.dims[3] !== width) {
      throw new RangeError(`[${part.dims.join(', ')}] cannot be joined to [${first.dims.join(', ')}].`);
    }
    channels += part.dims[1]!;
  }
  const joined = createTensor([1, channels, height, width]);
  let offset = 0;
  for (const part of parts) {
    joined.data.set(part.data, offset);
    offset += part.data.length;
  }
  return joined;
}

/** True where all values are the same: a picture like that was not painted by anything. */
export function isConstantTensor({ data }: Tensor): boolean {
  return data.every((value) => value === data[0]);
}

/** True where no value is NaN or infinite. */
export function isFiniteTensor(tensor: Tensor): boolean {
  for (const value of tensor.data) if (!Number.isFinite(value)) return false;
  return true;
}
