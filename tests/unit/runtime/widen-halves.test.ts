import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { widenHalves } from '../../../ui/runtime/graph-repair/widen-halves.ts';
import { toHalfArray } from '../../../ui/runtime/half-float.ts';
import { openModelSession } from '../../../ui/runtime/model-session.ts';
import { readOnnxGraph } from '../../../ui/runtime/onnx/read-graph.ts';
import { rewriteGraph } from '../../../ui/runtime/onnx/rewrite-graph.ts';
import { attributeTag, dataType, graphTag, nodeTag, tensorTag } from '../../../ui/runtime/onnx/schema.ts';
import {
  joinPieces,
  type Pieces,
  readWire,
  writeInteger,
  writeNested,
  writeText,
} from '../../../ui/runtime/onnx/wire.ts';
import { writeModel, writeNode, writeTensor } from '../../../ui/runtime/onnx/write-graph.ts';
import { sourceOf } from '../../../ui/runtime/pack-files.ts';
import { planHalves } from '../../../ui/runtime/plan-halves.ts';
import type { Runtime } from '../../../ui/runtime/runtime.ts';
import { castInput, halveOutput, moveWeights } from '../../fakes/graph-variants.ts';
import { startNodeRuntime } from '../../parity/open-pack-from-folder.ts';

const unetUrl = new URL('../../fixtures/parity/half/sd15/unet/model.onnx', import.meta.url);
const unet = new Uint8Array(readFileSync(unetUrl));

const isHalf = ({ type }: { readonly type: number }) => type === dataType.float16;
const boolean = 9;

function writeRaw(name: string, type: number, dims: readonly number[], bytes: Uint8Array): Pieces {
  return [
    ...dims.flatMap((dim) => writeInteger(tensorTag.dims, dim)),
    ...writeInteger(tensorTag.dataType, type),
    ...writeText(tensorTag.name, name),
    ...writeNested(tensorTag.rawData, [bytes]),
  ];
}
const writeHalves = (name: string, dims: readonly number[], values: readonly number[]) =>
  writeRaw(name, dataType.float16, dims, new Uint8Array(toHalfArray(Float32Array.from(values)).buffer));

/** Halves the way that Python's make_tensor writes them: each as an integer. */
const writeListedHalves = (name: string, values: readonly number[]): Pieces => [
  ...writeInteger(tensorTag.dims, values.length),
  ...writeInteger(tensorTag.dataType, dataType.float16),
  ...writeText(tensorTag.name, name),
  ...[...toHalfArray(Float32Array.from(values))].flatMap((bits) => writeInteger(tensorTag.int32Data, bits)),
];

/** An attribute that holds a message: a tensor (type 4), a graph (5) or a sparse tensor (11). */
const writeAttribute = (name: string, tag: number, type: number, message: Pieces): Pieces =>
  writeNested(nodeTag.attribute, [
    ...writeText(attributeTag.name, name),
    ...writeNested(tag, message),
    ...writeInteger(attributeTag.type, type),
  ]);

const compute = (
  opType: string,
  inputs: string[],
  output: string,
  attributes: Pieces = [],
  integers = {},
): Pieces =>
  writeNested(graphTag.node, [
    ...writeNode({ opType, name: output, inputs, outputs: [output], integers }),
    ...attributes,
  ]);

const branch = (nodes: Pieces, initializers: Pieces, output: string): Pieces => [
  ...nodes,
  ...writeText(graphTag.name, output),
  ...initializers,
  ...writeNested(graphTag.output, writeText(1, output)),
];

const shell = writeModel({
  nodes: [{ opType: 'Identity', name: 'y', inputs: ['x'], outputs: ['y'], integers: {} }],
  initializers: [],
  input: { name: 'x', dims: [3, 4] },
  output: { name: 'y', dims: [3, 4] },
});

/** x of halves through what `body` computes of them, to y of halves. */
const withBody = (body: Pieces) =>
  rewriteGraph(halveOutput(castInput(shell, 'x', dataType.float16, dataType.float16), 'y'), (graph) => [
    ...readWire(graph).flatMap(({ tag, whole }) => (tag === graphTag.node ? [] : [whole])),
    ...body,
  ]);

const tensor = writeHalves('', [1], [0.1]);
const everyPlace = withBody([
  ...compute('Add', ['x', 'listed'], 'a'),
  ...compute('Constant', [], 'c', writeAttribute('value', attributeTag.tensor, 4, tensor)),
  ...compute('Mul', ['a', 'c'], 'b'),
  ...compute('ConstantOfShape', ['four'], 'd', writeAttribute('value', attributeTag.tensor, 4, tensor)),
  ...compute('Add', ['b', 'd'], 'e'),
  ...compute('If', ['yes'], 'f', [
    ...writeAttribute(
      'then_branch',
      attributeTag.graph,
      5,
      branch(
        compute('Add', ['e', 'inner'], 'g'),
        writeNested(graphTag.initializer, writeHalves('inner', [1], [3])),
        'g',
      ),
    ),
    ...writeAttribute('else_branch', attributeTag.graph, 5, branch(compute('Identity', ['e'], 'h'), [], 'h')),
  ]),
  ...compute('EyeLike', ['f'], 'i', [], { dtype: dataType.float16 }),
  ...compute('Add', ['f', 'i'], 'y'),
  ...writeNested(graphTag.initializer, writeListedHalves('listed', [0.1, -2, 65504, 2 ** -24])),
  ...writeNested(graphTag.initializer, writeTensor('four', [1], BigInt64Array.of(4n))),
  ...writeNested(graphTag.initializer, writeRaw('yes', boolean, [], Uint8Array.of(1))),
]);

describe('a graph of halves, widened', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await startNodeRuntime();
  });

  it('computes in 32 bits with the very numbers that its halves were', async () => {
    const widened = widenHalves(everyPlace)!;
    const session = await runtime.createSession(widened.model);
    const input = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i) * 3 - 1);
    const x = new runtime.ort.Tensor('float32', input, [3, 4]);
    const { y } = await runtime.call(() => session.run({ x }));
    await runtime.call(() => session.release());
    const tenth = 0.0999755859375;
    const listed = [tenth, -2, 65504, 2 ** -24];
    const { fround } = Math;
    const expected = input.map((value, i) => {
      const scaled = fround(fround(value + listed[i % 4]!) * tenth);
      return fround(fround(fround(scaled + tenth) + 3) + (i % 4 === Math.floor(i / 4) ? 1 : 0));
    });
    expect(Array.from(y!.data as Float32Array)).toEqual(Array.from(expected));
  });

  it('has no halves left, and every other byte of a U-Net’s weights where it was', () => {
    const before = readOnnxGraph(unet);
    const { model, weights } = widenHalves(unet)!;
    const graph = readOnnxGraph(model);
    expect(weights).toEqual([]);
    expect(before.inputs.some(isHalf) && [...before.initializers.values()].some(isHalf)).toBe(true);
    expect([...graph.initializers.values(), ...graph.inputs, ...graph.outputs].some(isHalf)).toBe(false);
    const castsTo = graph.nodes.flatMap(({ integers }) => integers.get('to') ?? []);
    expect(castsTo).toContain(dataType.float);
    expect(castsTo).not.toContain(dataType.float16);
    expect(graph.nodes.map(({ inputs, outputs }) => [inputs, outputs])).toEqual(
      before.nodes.map(({ inputs, outputs }) => [inputs, outputs]),
    );
  });

  it.each([
    ['beside the graph', 'weights.bin'],
    ['in the graph’s own file', 'model.onnx_data'],
  ])('finds its weights %s, as if they lay inside', async (_, location) => {
    const detached = await moveWeights(unet, location);
    const run = async (files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>) => {
      const source = sourceOf(async (path) => (files[path] ? new Blob([files[path]]) : null));
      const session = await openModelSession(source, runtime, 'unet', false);
      const feed = (values: number[], dims: number[]) =>
        new runtime.ort.Tensor('float32', Float32Array.from(values), dims);
      const wave = (length: number) => Array.from({ length }, (_, i) => Math.sin(i));
      const feeds = {
        sample: feed(wave(256), [1, 4, 8, 8]),
        timestep: feed(
          [500],
          session.inputs.find(({ name }) => name === 'timestep')!.shape.map(() => 1),
        ),
        encoder_hidden_states: feed(wave(77 * 32), [1, 77, 32]),
      };
      const [answer] = await session.run(feeds, ['out_sample']);
      await session.release();
      return answer!.data;
    };
    const inside = await run({ 'unet/model.onnx': unet });
    expect(inside.some((value) => Math.abs(value) > 0.1)).toBe(true);
    const outside = await run({ 'unet/model.onnx': detached, [`unet/${location}`]: unet });
    expect(outside).toEqual(inside);
  });
});

describe('a graph is left in halves', () => {
  const sparse = writeAttribute('sparse_value', attributeTag.sparseTensor, 11, []);
  const away: Pieces = [
    ...writeInteger(tensorTag.dataType, dataType.float16),
    ...writeNested(tensorTag.externalData, [...writeText(1, 'location'), ...writeText(2, 'weights.bin')]),
  ];
  it.each([
    ['sparse constant', withBody(compute('Constant', [], 'y', sparse))],
    ['constant in another file', withBody(compute('Constant', [], 'y', writeAttribute('value', 5, 4, away)))],
    ['sparse weight', withBody(writeNested(graphTag.sparseInitializer, []))],
    ['list of tensors', withBody(writeNested(graphTag.output, writeNested(2, writeNested(4, []))))],
    [
      'list inside a branch',
      withBody(
        compute(
          'If',
          ['x'],
          'y',
          writeAttribute(
            'then_branch',
            6,
            5,
            writeNested(graphTag.output, writeNested(2, writeNested(4, []))),
          ),
        ),
      ),
    ],
    ['cast that names its type in words', joinPieces(writeNested(7, [...writeText(2, 'no opset')]))],
  ])('that has a %s', (_, model) => {
    expect(widenHalves(model)).toBeNull();
    expect(widenHalves(everyPlace)).not.toBeNull();
  });
});

describe('who computes halves', () => {
  const graphOf = (sizeGb: number) =>
    readOnnxGraph(
      rewriteGraph(everyPlace, (graph) => [
        graph,
        ...writeNested(graphTag.initializer, [
          ...writeInteger(tensorTag.dims, sizeGb * 2 ** 29),
          ...writeInteger(tensorTag.dataType, dataType.float16),
          ...writeText(tensorTag.name, 'large'),
        ]),
      ]),
    );
  it.each([
    ['a GPU that can, any', 'webgpu', true, 5, 'as-is'],
    ['a GPU that cannot, those that fit in 32 bits', 'webgpu', false, 3, 'widen'],
    ['a GPU that cannot, none larger', 'webgpu', false, 5, 'refuse'],
    ['the processor, those that fit in 32 bits', 'wasm', false, 1, 'widen'],
    ['the processor, larger ones node by node', 'wasm', false, 2, 'as-is'],
  ] as const)('%s', (_, kind, computesHalf, sizeGb, plan) => {
    expect(planHalves(graphOf(sizeGb), { kind, computesHalf })).toBe(plan);
    expect(planHalves(readOnnxGraph(shell), { kind, computesHalf })).toBe('as-is');
  });
});
