import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { turnDoublesIntoFloats } from '../../../ui/runtime/graph-repair/double-to-float.ts';
import { fitUpsampling, takesAnySize } from '../../../ui/runtime/graph-repair/fit-upsampling.ts';
import { refuseForeignOperators } from '../../../ui/runtime/graph-repair/foreign-operators.ts';
import { simplifyPowers } from '../../../ui/runtime/graph-repair/power-nodes.ts';
import { repairGraph, usesHalfFloats } from '../../../ui/runtime/graph-repair/repair-graph.ts';
import { readOnnxGraph } from '../../../ui/runtime/onnx/read-graph.ts';
import { rewriteGraph } from '../../../ui/runtime/onnx/rewrite-graph.ts';
import { dataType } from '../../../ui/runtime/onnx/schema.ts';
import { type NewNode, writeModel } from '../../../ui/runtime/onnx/write-graph.ts';
import type { Runtime } from '../../../ui/runtime/runtime.ts';
import { readTensor } from '../../../ui/runtime/tensor-bridge.ts';
import {
  addForeignNode,
  castInput,
  computeInDoubles,
  moveWeights,
  writeDoubles,
} from '../../fakes/graph-variants.ts';
import { startNodeRuntime } from '../../parity/open-pack-from-folder.ts';

const node = (opType: string, inputs: string[], output: string, integers = {}): NewNode => ({
  opType,
  name: output,
  inputs,
  outputs: [output],
  integers,
});

/** x + 0 of 12 numbers, so that there is a graph to change. */
const plain = writeModel({
  nodes: [node('Identity', ['x'], 'y')],
  initializers: [],
  input: { name: 'x', dims: [3, 4] },
  output: { name: 'y', dims: [3, 4] },
});
const doubled = computeInDoubles(plain, 'y');

const packUrl = new URL('../../fixtures/parity/packs/sd15/', import.meta.url);
const readPart = (part: string) => new Uint8Array(readFileSync(new URL(`${part}/model.onnx`, packUrl)));
const encoder = readPart('text_encoder');

describe('64-bit numbers', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await startNodeRuntime();
  });

  async function run(model: Uint8Array): Promise<Float32Array> {
    const session = await runtime.createSession(model);
    const values = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i) * 3 - 1);
    const x = new runtime.ort.Tensor('float32', values, [3, 4]);
    const { y } = await runtime.call(() => session.run({ x }));
    const { data } = await readTensor(y!);
    await runtime.call(() => session.release());
    return data;
  }

  it('are computed in 32 bits to the same result', async () => {
    const repaired = repairGraph(doubled, false);
    const graph = readOnnxGraph(repaired);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual([
      'Identity',
      'Mul',
      'Sqrt',
      'Cast',
      'Mul',
      'Cast',
    ]);
    expect([...graph.initializers.values()].map(({ type }) => type)).not.toContain(dataType.double);
    expect(graph.nodes.flatMap(({ integers }) => integers.get('to') ?? [])).not.toContain(dataType.double);
    const [before, after] = [await run(doubled), await run(repaired)];
    for (const [i, value] of before.entries()) expect(after[i]).toBeCloseTo(value, 6);
  });

  it('keep an exponent that has no simpler node', async () => {
    const cubes = writeModel({
      nodes: [node('Pow', ['x', 'three'], 'y')],
      initializers: [writeDoubles('three', [], [3])],
      input: { name: 'x', dims: [3, 4] },
      output: { name: 'y', dims: [3, 4] },
    });
    const repaired = repairGraph(cubes, false);
    expect(readOnnxGraph(repaired).nodes[0]!.opType).toBe('Pow');
    expect(readOnnxGraph(repaired).initializers.get('three')!.type).toBe(dataType.float);
    const [before, after] = [await run(cubes), await run(repaired)];
    for (const [i, value] of before.entries()) expect(after[i]).toBeCloseTo(value, 4);
  });

  it('come and go as inputs and outputs of 32 bits', () => {
    const { inputs } = readOnnxGraph(
      turnDoublesIntoFloats(castInput(plain, 'x', dataType.double, dataType.float)),
    );
    expect(inputs).toEqual([{ name: 'x', type: dataType.float, dims: [3, 4] }]);
  });

  it.each([
    ['too large', [1e300], 'holds numbers beyond 32 bits'],
    ['too large and negative', [0, -1.7e308], 'holds numbers beyond 32 bits'],
  ])('that are %s are refused', (_, values, message) => {
    const model = writeModel({
      nodes: [],
      initializers: [writeDoubles('limit', [values.length], values)],
      input: { name: 'x', dims: [1] },
      output: { name: 'x', dims: [1] },
    });
    expect(() => turnDoublesIntoFloats(model)).toThrow(message);
  });

  it('leave infinities and the rest of a graph as they are', async () => {
    const model = writeModel({
      nodes: [],
      initializers: [writeDoubles('limit', [1], [Number.NEGATIVE_INFINITY])],
      input: { name: 'x', dims: [1] },
      output: { name: 'x', dims: [1] },
    });
    expect(() => turnDoublesIntoFloats(model)).not.toThrow();
    expect(Buffer.compare(repairGraph(encoder, false), encoder)).toBe(0);
    const detached = await moveWeights(encoder, 'weights.pb');
    expect(Buffer.compare(repairGraph(detached, false), detached)).toBe(0);
  });
});

describe('upsampling', () => {
  const unet = readPart('unet');
  const fit = (model: Uint8Array) => rewriteGraph(model, fitUpsampling);
  const sizesOf = (model: Uint8Array) =>
    readOnnxGraph(model).nodes.flatMap(({ opType, inputs }) => (opType === 'Resize' ? [inputs[3]] : []));

  it('follows the skip connections of a U-Net, which then takes any size', () => {
    expect(takesAnySize(readOnnxGraph(unet), 2)).toBe(true);
    // One upsampling does not make up for two halvings.
    expect(takesAnySize(readOnnxGraph(unet), 4)).toBe(false);
    expect(sizesOf(unet)).toEqual([undefined]);
    const fitted = fit(unet);
    expect(sizesOf(fitted)).toEqual(['/up_blocks.0/upsamplers.0/Resize_output_0_sizes']);
    // What has been done is not done again.
    expect(Buffer.compare(fit(fitted), fitted)).toBe(0);
  });

  it('stays as it is in a decoder, which joins it with nothing', () => {
    const decoder = readPart('vae_decoder');
    expect(sizesOf(decoder).length).toBeGreaterThan(0);
    expect(Buffer.compare(fit(decoder), decoder)).toBe(0);
    expect(takesAnySize(readOnnxGraph(decoder), 8)).toBe(false);
  });
});

it('powers of anything but a single number stay', () => {
  const model = writeModel({
    nodes: [node('Pow', ['x', 'twos'], 'y')],
    initializers: [writeDoubles('twos', [2], [2, 2])],
    input: { name: 'x', dims: [1, 2] },
    output: { name: 'y', dims: [1, 2] },
  });
  expect(readOnnxGraph(rewriteGraph(model, simplifyPowers)).nodes[0]!.opType).toBe('Pow');
});

describe('operators that no browser has', () => {
  const check = (domain: string, opType: string, device: 'webgpu' | 'wasm') => () =>
    refuseForeignOperators(readOnnxGraph(addForeignNode(plain, 'y', domain, opType)), 'unet', device);

  it.each([
    ['com.microsoft', 'NhwcConv', 'webgpu'],
    ['com.microsoft', 'GroupNorm', 'wasm'],
    ['com.microsoft', 'BiasSplitGelu', 'wasm'],
    ['org.pytorch.aten', 'ATen', 'webgpu'],
    ['com.ms.internal.nhwc', 'Conv', 'webgpu'],
  ] as const)('are named: %s %s on %s', (domain, opType, device) => {
    expect(check(domain, opType, device)).toThrow(
      expect.objectContaining({ reason: 'model-operator', subject: `unet: ${domain} ${opType}` }),
    );
  });

  it.each([
    ['com.microsoft', 'BiasSplitGelu', 'webgpu'],
    ['com.microsoft', 'MatMulNBits', 'wasm'],
    ['ai.onnx', 'Identity', 'wasm'],
  ] as const)('are not %s %s on %s', (domain, opType, device) => {
    expect(check(domain, opType, device)).not.toThrow();
  });
});

it('half precision is seen in inputs, weights and casts', () => {
  expect(usesHalfFloats(readOnnxGraph(plain))).toBe(false);
  expect(usesHalfFloats(readOnnxGraph(castInput(plain, 'x', dataType.float16, dataType.float)))).toBe(true);
  const inside = castInput(plain, 'x', dataType.float, dataType.float16);
  expect(usesHalfFloats(readOnnxGraph(inside))).toBe(true);
});

it.each(['unet', 'text_encoder', 'vae_encoder', 'vae_decoder', 'upscaler'])(
  'half-precision weights that are only widened, as the default pack’s %s keeps its own, need no such GPU',
  (part) => {
    const url = new URL(`../../../models/default/${part}/model.onnx`, import.meta.url);
    const graph = readOnnxGraph(new Uint8Array(readFileSync(url)));
    expect([...graph.initializers.values()].some(({ type }) => type === dataType.float16)).toBe(true);
    expect(usesHalfFloats(graph)).toBe(false);
  },
);
