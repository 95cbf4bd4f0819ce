import { type OnnxGraph, type OnnxInitializer, type OnnxNode, readOnnxGraph } from './onnx/read-graph.ts';
import { rewriteGraph } from './onnx/rewrite-graph.ts';
import { graphTag, nodeTag } from './onnx/schema.ts';
import { type Pieces, readWire, writeNested, writeText } from './onnx/wire.ts';
import { writeNode, writeTensor } from './onnx/write-graph.ts';

/**
 * True for the convolutions that onnxruntime-web 1.30 gets wrong on WebGPU without a word: kernels larger than 1x1
 * over more than 3 input channels, divisible by 3 and not by 4 (microsoft/onnxruntime issue 29651).
 */
export function isMiscomputed(weightDims: readonly number[], group: number): boolean {
  const [, channels = 0, ...kernel] = weightDims;
  const taps = kernel.reduce((product, size) => product * size, 1);
  return (
    kernel.length === 2 && taps > 1 && group === 1 && channels > 3 && channels % 3 === 0 && channels % 4 !== 0
  );
}

/** Operators that pass a weight on in its own shape: quantised and half-precision packs unpack through them. */
const unpackers = new Set(['Cast', 'DequantizeLinear', 'Identity']);

function traceWeight(
  graph: OnnxGraph,
  producers: Map<string, OnnxNode>,
  name: string,
): OnnxInitializer | null {
  const initializer = graph.initializers.get(name);
  if (initializer !== undefined) return initializer;
  const producer = producers.get(name);
  if (producer === undefined || !unpackers.has(producer.opType)) return null;
  return traceWeight(graph, producers, producer.inputs[0] ?? '');
}

/** Missing channels of every miscomputed convolution, by the index of its node. */
function findMiscomputed(graph: OnnxGraph): Map<number, number> {
  const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node])));
  const missing = new Map<number, number>();
  for (const [index, node] of graph.nodes.entries()) {
    if (node.opType !== 'Conv') continue;
    const weight = traceWeight(graph, producers, node.inputs[1] ?? '');
    const group = node.integers.get('group')?.[0] ?? 1;
    if (weight === null || !isMiscomputed(weight.dims, group)) continue;
    missing.set(index, 4 - (weight.dims[1]! % 4));
  }
  return missing;
}

const padsName = (missing: number) => `underpaint_channel_pads_${missing}`;

/** From this opset on Pad takes its amounts as an input. */
const padsAsInputOpset = 11;

function writeChannelPad(opset: number, input: string, output: string, missing: number): Pieces {
  const amounts = [0, 0, 0, 0, 0, missing, 0, 0];
  const isInput = opset >= padsAsInputOpset;
  return writeNode({
    opType: 'Pad',
    name: output,
    inputs: isInput ? [input, padsName(missing)] : [input],
    outputs: [output],
    integers: isInput ? {} : { pads: amounts },
  });
}

/** The node with its first two inputs renamed and everything else copied as it stands. */
function renameInputs(node: Uint8Array, names: readonly [string, string]): Pieces {
  let seen = 0;
  return readWire(node).flatMap(({ tag, whole }) => {
    const name = tag === nodeTag.input ? names[seen++] : undefined;
    return name === undefined ? [whole] : writeText(nodeTag.input, name);
  });
}

/**
 * Gives every miscomputed convolution zero channels up to the next multiple of 4, on its input and its weight, which
 * leaves the result as it is. Weights are padded in the graph, where onnxruntime folds them once, so that it does not
 * matter where their data lies. Returns the model itself where there is nothing to do.
 */
export function padMiscomputedConvs(model: Uint8Array): Uint8Array {
  const graph = readOnnxGraph(model);
  const missing = findMiscomputed(graph);
  if (missing.size === 0) return model;

  let index = -1;
  const rewriteNode = (whole: Uint8Array, message: Uint8Array): Pieces => {
    index++;
    const amount = missing.get(index);
    if (amount === undefined) return [whole];
    const [input = '', weight = ''] = graph.nodes[index]!.inputs;
    const padded: [string, string] = [
      `underpaint_padded_input_${index}`,
      `underpaint_padded_weight_${index}`,
    ];
    return [
      ...writeNested(graphTag.node, writeChannelPad(graph.opset, input, padded[0], amount)),
      ...writeNested(graphTag.node, writeChannelPad(graph.opset, weight, padded[1], amount)),
      ...writeNested(graphTag.node, renameInputs(message, padded)),
    ];
  };
  return rewriteGraph(model, (message) => {
    const body = readWire(message).flatMap(({ tag, whole, value }) =>
      tag === graphTag.node ? rewriteNode(whole, value) : [whole],
    );
    if (graph.opset < padsAsInputOpset) return body;
    const amounts = [...new Set(missing.values())].flatMap((amount) => {
      const pads = BigInt64Array.from([0, 0, 0, 0, 0, amount, 0, 0], BigInt);
      return writeNested(graphTag.initializer, writeTensor(padsName(amount), [8], pads));
    });
    return [...body, ...amounts];
  });
}
