import { attributeTag, entryTag, graphTag, modelTag, nodeTag, opsetTag, tensorTag } from './schema.ts';
import { readInteger, readIntegers, readText, readWire } from './wire.ts';

export type OnnxNode = {
  readonly opType: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes of type INT and INTS by name; others are left out. */
  readonly integers: ReadonlyMap<string, readonly number[]>;
};

/** An initializer without its data. */
export type OnnxInitializer = {
  readonly name: string;
  readonly dims: readonly number[];
  /** File beside the graph that holds the data; null where the data is in the graph. */
  readonly location: string | null;
};

export type OnnxGraph = {
  /** Version of the standard operator set. */
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxInitializer>;
};

/** Reads as much of a model file as rewriting and loading need. Throws where the bytes are no model. */
export function readOnnxGraph(model: Uint8Array): OnnxGraph {
  let opset = 0;
  let graph: Uint8Array | null = null;
  for (const { tag, value } of readWire(model)) {
    if (tag === modelTag.opsetImport) opset = Math.max(opset, readStandardOpset(value));
    if (tag === modelTag.graph) graph = value;
  }
  if (graph === null) throw new RangeError('This file holds no ONNX graph.');
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxInitializer>();
  for (const { tag, value } of readWire(graph)) {
    if (tag === graphTag.node) nodes.push(readNode(value));
    if (tag === graphTag.initializer) {
      const initializer = readInitializer(value);
      initializers.set(initializer.name, initializer);
    }
  }
  return { opset, nodes, initializers };
}

/** The version of the standard domain; 0 for any other domain. */
function readStandardOpset(message: Uint8Array): number {
  let domain = '';
  let version = 0;
  for (const { tag, value } of readWire(message)) {
    if (tag === opsetTag.domain) domain = readText(value);
    if (tag === opsetTag.version) version = readInteger(value);
  }
  return domain === '' || domain === 'ai.onnx' ? version : 0;
}

function readNode(message: Uint8Array): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const integers = new Map<string, readonly number[]>();
  let name = '';
  let opType = '';
  for (const { tag, value } of readWire(message)) {
    if (tag === nodeTag.input) inputs.push(readText(value));
    if (tag === nodeTag.output) outputs.push(readText(value));
    if (tag === nodeTag.name) name = readText(value);
    if (tag === nodeTag.opType) opType = readText(value);
    if (tag === nodeTag.attribute) {
      const [key, values] = readIntegerAttribute(value);
      if (values.length > 0) integers.set(key, values);
    }
  }
  return { opType, name, inputs, outputs, integers };
}

function readIntegerAttribute(message: Uint8Array): [string, number[]] {
  let name = '';
  const values: number[] = [];
  for (const { tag, value } of readWire(message)) {
    if (tag === attributeTag.name) name = readText(value);
    if (tag === attributeTag.i || tag === attributeTag.ints) values.push(...readIntegers(value));
  }
  return [name, values];
}

function readInitializer(message: Uint8Array): OnnxInitializer {
  const dims: number[] = [];
  let name = '';
  let location: string | null = null;
  for (const { tag, value } of readWire(message)) {
    if (tag === tensorTag.dims) dims.push(...readIntegers(value));
    if (tag === tensorTag.name) name = readText(value);
    if (tag === tensorTag.externalData) location = readLocation(value) ?? location;
  }
  return { name, dims, location };
}

function readLocation(message: Uint8Array): string | null {
  let key = '';
  let text = '';
  for (const { tag, value } of readWire(message)) {
    if (tag === entryTag.key) key = readText(value);
    if (tag === entryTag.value) text = readText(value);
  }
  return key === 'location' ? text : null;
}

/** The files beside the graph that its weights lie in. */
export function listExternalFiles(graph: OnnxGraph): string[] {
  const locations = [...graph.initializers.values()].flatMap(({ location }) => location ?? []);
  return [...new Set(locations)];
}
