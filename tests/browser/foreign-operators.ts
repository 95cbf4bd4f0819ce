import { writeTensor } from '../../ui/runtime/onnx/write-graph.ts';
import { type TestNode, writeNodes } from '../fakes/graph-variants.ts';

/** An operator of com.microsoft with inputs that its schema takes. */
type Foreign = { opType: string; x: number[]; weights: number[][]; integers?: TestNode['integers'] };

const channelsLast = { groups: 8, activation: 1, channels_last: 1 };

/** What optimizers write for other devices; x is the input, the weights follow it. */
export const foreignOperators: readonly Foreign[] = [
  {
    opType: 'NhwcConv',
    x: [1, 8, 8, 4],
    weights: [[4, 3, 3, 4], [4]],
    integers: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
  },
  { opType: 'GroupNorm', x: [1, 8, 8, 32], weights: [[32], [32]], integers: channelsLast },
  { opType: 'SkipGroupNorm', x: [1, 8, 8, 32], weights: [[32], [32], [1, 8, 8, 32]], integers: channelsLast },
  { opType: 'BiasSoftmax', x: [2, 4], weights: [[2, 4]], integers: { axis: 1, is_inner_broadcast: 1 } },
  { opType: 'GemmFastGelu', x: [4, 4], weights: [[4, 4], [4]] },
  { opType: 'BiasAdd', x: [1, 16, 320], weights: [[320], [1, 16, 320]] },
  { opType: 'BiasSplitGelu', x: [1, 16, 2560], weights: [[2560]] },
  { opType: 'QuickGelu', x: [4, 4], weights: [] },
  { opType: 'SkipLayerNormalization', x: [1, 4, 8], weights: [[1, 4, 8], [8], [8]] },
  {
    opType: 'MultiHeadAttention',
    x: [1, 16, 32],
    weights: [
      [1, 16, 32],
      [1, 16, 32],
    ],
    integers: { num_heads: 4 },
  },
];

/** A model of that one operator. */
export function writeForeign({ opType, x, weights, integers = {} }: Foreign): Uint8Array<ArrayBuffer> {
  return writeNodes(
    { x },
    [
      {
        opType,
        domain: 'com.microsoft',
        inputs: ['x', ...weights.map((_, i) => `w${i}`)],
        outputs: ['y'],
        integers,
      },
    ],
    weights.map((dims, i) => {
      const length = dims.reduce((product, dim) => product * dim, 1);
      return writeTensor(
        `w${i}`,
        dims,
        Float32Array.from({ length }, (_, k) => Math.cos(k)),
      );
    }),
  );
}
