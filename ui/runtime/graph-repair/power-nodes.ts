import { readNodes } from '../onnx/read-graph.ts';
import { readScalar } from '../onnx/read-tensor.ts';
import { attributeTag, graphTag, nodeTag, tensorTag } from '../onnx/schema.ts';
import { type Pieces, readText, readWire, type WireField, writeNested } from '../onnx/wire.ts';
import { writeNode } from '../onnx/write-graph.ts';

const textOf = (fields: readonly WireField[], wanted: number): string => {
  const field = fields.find(({ tag }) => tag === wanted);
  return field === undefined ? '' : readText(field.value);
};

/** The single numbers among a graph's initializers and Constant nodes, by name. */
function readConstants(fields: readonly WireField[]): Map<string, number> {
  const constants = new Map<string, number>();
  function keep(name: string, tensor: Uint8Array): void {
    const value = readScalar(tensor);
    if (value !== null) constants.set(name, value);
  }
  for (const { tag, value } of fields) {
    if (tag === graphTag.initializer) keep(textOf(readWire(value), tensorTag.name), value);
    if (tag !== graphTag.node) continue;
    const node = readWire(value);
    if (textOf(node, nodeTag.opType) !== 'Constant') continue;
    const attribute = node.find((field) => field.tag === nodeTag.attribute);
    const tensor = readWire(attribute?.value ?? new Uint8Array()).find(
      (field) => field.tag === attributeTag.tensor,
    );
    if (tensor !== undefined) keep(textOf(node, nodeTag.output), tensor.value);
  }
  return constants;
}

/** The node that computes the same as Pow with a constant exponent; null where there is none simpler. */
function simplify(message: Uint8Array, constants: ReadonlyMap<string, number>): Pieces | null {
  const [node] = readNodes(message);
  if (node?.opType !== 'Pow' || node.domain !== '') return null;
  const [base = '', exponent = ''] = node.inputs;
  const power = constants.get(exponent);
  const same = { name: node.name, outputs: node.outputs, integers: {} };
  if (power === 2) return writeNode({ opType: 'Mul', inputs: [base, base], ...same });
  if (power === 0.5) return writeNode({ opType: 'Sqrt', inputs: [base], ...same });
  return null;
}

/**
 * Squares and square roots in place of Pow with the exponents 2 and 0.5: exporters of older operator sets spell out
 * layer norms with 64-bit exponents, for which the WebGPU builds of onnxruntime-web have no Pow.
 */
export function simplifyPowers(graph: Uint8Array): Pieces {
  const fields = readWire(graph);
  const constants = readConstants(fields);
  return fields.flatMap(({ tag, whole, value }) => {
    const simple = tag === graphTag.node ? simplify(value, constants) : null;
    return simple === null ? [whole] : writeNested(graphTag.node, simple);
  });
}
