import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { isMiscomputed, padMiscomputedConvs } from '../../../ui/runtime/conv-padding.ts';
import { readOnnxGraph } from '../../../ui/runtime/onnx/read-graph.ts';
import { writeModel, writeTensor } from '../../../ui/runtime/onnx/write-graph.ts';
import type { Runtime } from '../../../ui/runtime/runtime.ts';
import { readTensor } from '../../../ui/runtime/tensor-bridge.ts';
import { startNodeRuntime } from '../../parity/open-pack-from-folder.ts';

const packs = new URL('../../fixtures/parity/packs/', import.meta.url);
const readModel = (path: string) => new Uint8Array(readFileSync(new URL(path, packs)));

const wrapper = { opType: 'Identity', name: 'wrap', inputs: ['w'], outputs: ['wrapped'], integers: {} };

function convModel(channels: number, kernel: number, isWrapped = false): Uint8Array {
  const length = 4 * channels * kernel * kernel;
  const weight = Float32Array.from({ length }, (_, i) => Math.cos(i * 7.7));
  const border = (kernel - 1) / 2;
  return writeModel({
    nodes: [
      ...(isWrapped ? [wrapper] : []),
      {
        opType: 'Conv',
        name: 'conv',
        inputs: ['x', isWrapped ? 'wrapped' : 'w'],
        outputs: ['y'],
        integers: { kernel_shape: [kernel, kernel], pads: [border, border, border, border] },
      },
    ],
    initializers: [writeTensor('w', [4, channels, kernel, kernel], weight)],
    input: { name: 'x', dims: [1, channels, 6, 5] },
    output: { name: 'y', dims: [1, 4, 6, 5] },
  });
}

describe('which convolutions are rewritten', () => {
  it.each([
    [6, 3, true],
    [9, 3, true],
    [15, 5, true],
    [27, 3, true],
    [3, 3, false],
    [12, 3, false],
    [8, 3, false],
    [9, 1, false],
  ])('%i channels, kernel %i: %s', (channels, kernel, expected) => {
    expect(isMiscomputed([4, channels, kernel, kernel], 1)).toBe(expected);
    const model = convModel(channels, kernel);
    expect(padMiscomputedConvs(model) !== model).toBe(expected);
  });
  it('not those in groups', () => {
    expect(isMiscomputed([9, 9, 3, 3], 9)).toBe(false);
  });
});

describe('a rewritten graph', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await startNodeRuntime();
  });

  async function run(model: Uint8Array, channels: number): Promise<Float32Array> {
    const session = await runtime.createSession(model);
    const values = Float32Array.from({ length: channels * 30 }, (_, i) => Math.sin(i * 1.3));
    const x = new runtime.ort.Tensor('float32', values, [1, channels, 6, 5]);
    const { y } = await runtime.call(() => session.run({ x }));
    return (await readTensor(y!)).data;
  }

  it.each([6, 9, 15])('computes what it computed, with %i channels', async (channels) => {
    const model = convModel(channels, 3);
    const before = await run(model, channels);
    const after = await run(padMiscomputedConvs(model), channels);
    expect(Math.max(...before.map((value, i) => Math.abs(value - after[i]!)))).toBeLessThan(1e-5);
  });

  it("pads only the first convolution of an inpainting pack's U-Net", () => {
    const original = readModel('sd15_inpaint/unet/model.onnx');
    const [before, after] = [original, padMiscomputedConvs(original)].map(readOnnxGraph);
    const added = after!.nodes.filter((node) => node.opType === 'Pad');
    expect(after!.nodes).toHaveLength(before!.nodes.length + 2);
    expect(added).toHaveLength(2);
    const others = (nodes: typeof before) =>
      nodes!.nodes.filter(({ opType, name }) => opType !== 'Pad' && name !== '/conv_in/Conv');
    expect(others(after)).toEqual(others(before));
  });

  it('finds a weight behind the nodes that quantised packs unpack it with', async () => {
    const model = convModel(9, 3, true);
    const padded = padMiscomputedConvs(model);
    expect(readOnnxGraph(padded).nodes.map(({ opType }) => opType)).toEqual([
      'Identity',
      'Pad',
      'Pad',
      'Conv',
    ]);
    const [before, after] = [await run(model, 9), await run(padded, 9)];
    expect(Math.max(...before.map((value, i) => Math.abs(value - after[i]!)))).toBeLessThan(1e-5);
  });

  it('leaves a 4-channel U-Net alone', () => {
    const original = readModel('sd15/unet/model.onnx');
    expect(padMiscomputedConvs(original)).toBe(original);
  });
});

it.each([
  ['nothing', new Uint8Array()],
  ['a cut file', readModel('sd15/unet/model.onnx').slice(0, 5000)],
  ['a picture', new Uint8Array(readFileSync(new URL('../image.png', packs)))],
])('says of %s that it is no model', (_, bytes) => {
  expect(() => readOnnxGraph(bytes)).toThrow();
});
