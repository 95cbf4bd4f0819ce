import { createTensor, type Tensor } from './tensor.ts';

/** One item of a batch as a batch of one; shares the batch's memory. */
export function takeItem(batch: Tensor, index: number): Tensor {
  const length = batch.data.length / batch.dims[0]!;
  const data = batch.data.subarray(index * length, (index + 1) * length);
  return { dims: [1, ...batch.dims.slice(1)], data };
}

/** Batches of one of the same shape joined to a larger one. */
export function stackItems(items: readonly Tensor[]): Tensor {
  const first = items[0]!;
  const joined = createTensor([items.length, ...first.dims.slice(1)]);
  for (const [i, item] of items.entries()) joined.data.set(item.data, i * first.data.length);
  return joined;
}

/** One item of a batch as a batch of `count` equal ones. */
export function repeatItem(batch: Tensor, index: number, count: number): Tensor {
  return stackItems(new Array<Tensor>(count).fill(takeItem(batch, index)));
}
