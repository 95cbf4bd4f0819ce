import { type OnnxInitializer, readInitializer } from './read-tensor.ts';
import { type OnnxValue, readValueInfo } from './read-value-info.ts';
import { attributeTag, functionTag, graphTag, modelTag, nodeTag, opsetTag } from './schema.ts';
import { readInteger, readIntegers, readText, readWire, readWireHead, type WireField } from './wire.ts';

export type { OnnxInitializer } from './read-tensor.ts';
export type { OnnxValue } from './read-value-info.ts';

export type OnnxNode = {
  readonly opType: string;
  /** The operator set that it comes from; empty for the standard one. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes of type INT and INTS by name; others are left out. */
  readonly integers: ReadonlyMap<string, readonly number[]>;
};

export type OnnxGraph = {
  /** Version of the standard operator set. */
  readonly opset: number;
  /** The nodes of the graph itself, in its order. */
  readonly nodes: readonly OnnxNode[];
  /** The nodes of graphs inside of nodes (loops, branches) and of the model's own functions. */
  readonly innerNodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxInitializer>;
  /** What the graph wants to be fed; older files list their initializers here too, which are left out. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Domains of the operators that the model defines itself. */
  readonly ownDomains: ReadonlySet<string>;
};

/** Reads as much of a model file as rewriting and loading need. Throws where the bytes are no model. */
export function readOnnxGraph(model: Uint8Array): OnnxGraph {
  return collect(readWire(model), readWire);
}

/**
 * Reads what the beginning of a model file says. Its nodes come first in the files of every exporter we know, so that
 * a few megabytes tell whether a graph of gigabytes can run. Throws where the bytes do not begin a model.
 */
export function readGraphHead(head: Uint8Array): OnnxGraph {
  const { fields, cut } = readWireHead(head);
  return collect(cut === null ? fields : [...fields, cut], (graph) => readWireHead(graph).fields);
}

function collect(model: readonly WireField[], readFields: (graph: Uint8Array) => WireField[]): OnnxGraph {
  let opset = 0;
  let graph: Uint8Array | null = null;
  const innerNodes: OnnxNode[] = [];
  const ownDomains = new Set<string>();
  for (const { tag, value } of model) {
    if (tag === modelTag.opsetImport) opset = Math.max(opset, readStandardOpset(value));
    if (tag === modelTag.graph) graph = value;
    if (tag === modelTag.functions) {
      for (const field of readWire(value)) {
        if (field.tag === functionTag.domain) ownDomains.add(readText(field.value));
        if (field.tag === functionTag.node) innerNodes.push(...readNodes(field.value));
      }
    }
  }
  if (graph === null) throw new RangeError('This file holds no ONNX graph.');
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxInitializer>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  for (const { tag, value } of readFields(graph)) {
    if (tag === graphTag.node) {
      const [node, ...inner] = readNodes(value);
      nodes.push(node!);
      innerNodes.push(...inner);
    }
    if (tag === graphTag.input) inputs.push(readValueInfo(value));
    if (tag === graphTag.output) outputs.push(readValueInfo(value));
    if (tag === graphTag.initializer) {
      const initializer = readInitializer(value);
      initializers.set(initializer.name, initializer);
    }
  }
  const fed = inputs.filter(({ name }) => !initializers.has(name));
  return { opset, nodes, innerNodes, initializers, inputs: fed, outputs, ownDomains };
}

/** The version of the standard domain; 0 for any other domain. */
function readStandardOpset(message: Uint8Array): number {
  let domain = '';
  let version = 0;
  for (const { tag, value } of readWire(message)) {
    if (tag === opsetTag.domain) domain = readText(value);
    if (tag === opsetTag.version) version = readInteger(value);
  }
  return standardDomain(domain) === '' ? version : 0;
}

/** The standard operator set goes by two names. */
const standardDomain = (domain: string) => (domain === 'ai.onnx' ? '' : domain);

/** A node, and behind it all nodes of the graphs inside of it. */
export function readNodes(message: Uint8Array): OnnxNode[] {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const inner: OnnxNode[] = [];
  const integers = new Map<string, readonly number[]>();
  let name = '';
  let opType = '';
  let domain = '';
  for (const { tag, value } of readWire(message)) {
    if (tag === nodeTag.input) inputs.push(readText(value));
    if (tag === nodeTag.output) outputs.push(readText(value));
    if (tag === nodeTag.name) name = readText(value);
    if (tag === nodeTag.opType) opType = readText(value);
    if (tag === nodeTag.domain) domain = standardDomain(readText(value));
    if (tag === nodeTag.attribute) {
      const attribute = readAttribute(value);
      if (attribute.integers.length > 0) integers.set(attribute.name, attribute.integers);
      inner.push(...attribute.nodes);
    }
  }
  return [{ opType, domain, name, inputs, outputs, integers }, ...inner];
}

function readAttribute(message: Uint8Array): { name: string; integers: number[]; nodes: OnnxNode[] } {
  let name = '';
  const integers: number[] = [];
  const nodes: OnnxNode[] = [];
  for (const { tag, value } of readWire(message)) {
    if (tag === attributeTag.name) name = readText(value);
    if (tag === attributeTag.i || tag === attributeTag.ints) integers.push(...readIntegers(value));
    if (tag === attributeTag.graph || tag === attributeTag.graphs) {
      for (const field of readWire(value))
        if (field.tag === graphTag.node) nodes.push(...readNodes(field.value));
    }
  }
  return { name, integers, nodes };
}

/** The files beside the graph that its weights lie in. */
export function listExternalFiles(graph: OnnxGraph): string[] {
  const locations = [...graph.initializers.values()].flatMap(({ external }) => external?.location ?? []);
  return [...new Set(locations)];
}
