import { detachWeights } from '../../ui/runtime/onnx/detach-weights.ts';
import { readValueInfo } from '../../ui/runtime/onnx/read-value-info.ts';
import { rewriteGraph } from '../../ui/runtime/onnx/rewrite-graph.ts';
import {
  dataType,
  dimTag,
  graphTag,
  modelTag,
  nodeTag,
  opsetTag,
  shapeTag,
  tensorTag,
  tensorTypeTag,
  typeTag,
  valueInfoTag,
} from '../../ui/runtime/onnx/schema.ts';
import {
  joinPieces,
  type Pieces,
  readText,
  readWire,
  writeInteger,
  writeNested,
  writeText,
} from '../../ui/runtime/onnx/wire.ts';
import { type NewNode, writeNode, writeTensor } from '../../ui/runtime/onnx/write-graph.ts';

/** A node of a test: attributes are whole numbers, and its operator may come from another set. */
export type TestNode = Omit<NewNode, 'name' | 'integers'> & {
  readonly integers?: NewNode['integers'];
  readonly domain?: string;
};

const writeTestNode = (node: TestNode): Pieces =>
  writeNested(graphTag.node, [
    ...writeNode({ integers: {}, ...node, name: `test ${node.outputs.join()}` }),
    ...(node.domain === undefined ? [] : writeText(nodeTag.domain, node.domain)),
  ]);

function writeEdge(name: string, type: number, dims: readonly (number | string)[]): Pieces {
  const shape = dims.flatMap((dim) =>
    writeNested(
      shapeTag.dim,
      typeof dim === 'number' ? writeInteger(dimTag.value, dim) : writeText(dimTag.name, dim),
    ),
  );
  const tensor = [
    ...writeInteger(tensorTypeTag.elementType, type),
    ...writeNested(tensorTypeTag.shape, shape),
  ];
  return [
    ...writeText(valueInfoTag.name, name),
    ...writeNested(valueInfoTag.type, writeNested(typeTag.tensor, tensor)),
  ];
}

/** A node with a value renamed wherever it takes or gives it. */
function rename(message: Uint8Array, from: string, to: string): Pieces {
  return readWire(message).flatMap(({ tag, whole, value }) =>
    (tag === nodeTag.input || tag === nodeTag.output) && readText(value) === from
      ? writeText(tag, to)
      : [whole],
  );
}

export type Edge = {
  readonly name: string;
  /** What the outside calls it from now on. */
  readonly newName?: string;
  /** TensorProto.DataType; the present one where it is left out. */
  readonly type?: number;
  readonly dims?: readonly (number | string)[];
  /** Between what the outside sees and what the graph knew, under the name `${name} inside`. */
  readonly nodes: readonly TestNode[];
  readonly initializers?: readonly Pieces[];
};

const innerName = (name: string) => `${name} inside`;

function rewriteEdge(model: Uint8Array, edge: Edge, kind: 'input' | 'output'): Uint8Array<ArrayBuffer> {
  const { name, nodes, initializers = [] } = edge;
  const added = nodes.flatMap(writeTestNode);
  return rewriteGraph(model, (graph) => {
    const renamed = readWire(graph).flatMap(({ tag, whole, value }) => {
      if (tag === graphTag.node) return writeNested(tag, rename(value, name, innerName(name)));
      if (tag !== graphTag[kind] || readValueInfo(value).name !== name) return [whole];
      const known = readValueInfo(value);
      const outer = edge.newName ?? name;
      return writeNested(tag, writeEdge(outer, edge.type ?? known.type, edge.dims ?? known.dims));
    });
    const constants = initializers.flatMap((tensor) => writeNested(graphTag.initializer, tensor));
    return kind === 'input' ? [...added, ...renamed, ...constants] : [...renamed, ...added, ...constants];
  });
}

/** The model with another kind of input; `nodes` turn it into `${name} inside`. */
export const rewriteInput = (model: Uint8Array, edge: Edge) => rewriteEdge(model, edge, 'input');
/** The model with nodes between `${name} inside`, what it computed, and its output. */
export const rewriteOutput = (model: Uint8Array, edge: Edge) => rewriteEdge(model, edge, 'output');

const cast = (from: string, to: string, type: number): TestNode => ({
  opType: 'Cast',
  inputs: [from],
  outputs: [to],
  integers: { to: type },
});

/** An input of another type, turned back inside. */
export const castInput = (model: Uint8Array, name: string, type: number, inner: number) =>
  rewriteInput(model, { name, type, nodes: [cast(name, innerName(name), inner)] });
/** A float output in half precision. */
export const halveOutput = (model: Uint8Array, name: string) =>
  rewriteOutput(model, {
    name,
    type: dataType.float16,
    nodes: [cast(innerName(name), name, dataType.float16)],
  });

const same = (from: string, to: string): TestNode => ({ opType: 'Identity', inputs: [from], outputs: [to] });

/** An input that takes one shape alone. */
export const fixInput = (model: Uint8Array, name: string, dims: readonly number[]) =>
  rewriteInput(model, { name, dims, nodes: [same(name, innerName(name))] });
/** An input that goes by another name. */
export const renameInput = (model: Uint8Array, name: string, newName: string) =>
  rewriteInput(model, { name, newName, nodes: [same(newName, innerName(name))] });
/** An output that goes by another name. */
export const renameOutput = (model: Uint8Array, name: string, newName: string) =>
  rewriteOutput(model, { name, newName, nodes: [same(innerName(name), newName)] });

/** A scalar input as one of the given length, of which the first number counts. */
export function lengthenScalar(model: Uint8Array, name: string, type: number, length: number | string) {
  return rewriteInput(model, {
    name,
    type,
    dims: [length],
    nodes: [
      { opType: 'Gather', inputs: [name, 'test first'], outputs: ['test picked'] },
      cast('test picked', innerName(name), dataType.float),
    ],
    initializers: [writeTensor('test first', [], BigInt64Array.of(0n))],
  });
}

/** A tensor of 64-bit floats; `dims` empty for a scalar. */
export function writeDoubles(name: string, dims: readonly number[], values: readonly number[]): Pieces {
  return [
    ...dims.flatMap((dim) => writeInteger(tensorTag.dims, dim)),
    ...writeInteger(tensorTag.dataType, dataType.double),
    ...writeText(tensorTag.name, name),
    ...writeNested(tensorTag.rawData, [new Uint8Array(Float64Array.from(values).buffer)]),
  ];
}

/** The output squared and rooted with 64-bit exponents and scaled in 64 bits, as older exporters spell layer norms. */
export function computeInDoubles(model: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  const step = (k: number) => `test double ${k}`;
  return rewriteOutput(model, {
    name,
    nodes: [
      { opType: 'Pow', inputs: [innerName(name), 'test two'], outputs: [step(1)] },
      { opType: 'Pow', inputs: [step(1), 'test half'], outputs: [step(2)] },
      cast(step(2), step(3), dataType.double),
      { opType: 'Mul', inputs: [step(3), 'test scale'], outputs: [step(4)] },
      cast(step(4), name, dataType.float),
    ],
    initializers: [
      writeDoubles('test two', [], [2]),
      writeDoubles('test half', [], [0.5]),
      writeDoubles('test scale', [1], [0.25]),
    ],
  });
}

/** The output through an operator of another set. */
export function addForeignNode(model: Uint8Array, name: string, domain: string, opType: string) {
  const withNode = rewriteOutput(model, {
    name,
    nodes: [{ opType, domain, inputs: [innerName(name)], outputs: [name] }],
  });
  const opset = [...writeText(opsetTag.domain, domain), ...writeInteger(opsetTag.version, 1)];
  return joinPieces([withNode, ...writeNested(modelTag.opsetImport, opset)]);
}

/** The model with its weights in another file, which is the old file whole: `location` is its name. */
export async function moveWeights(
  model: Uint8Array<ArrayBuffer>,
  location: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return (await detachWeights(new Blob([model]), location, 0)) as Uint8Array<ArrayBuffer>;
}

/** The model with the first `count` numbers of its largest 32-bit weight replaced. */
export function spoilWeight(model: Uint8Array, spoiled: number, count = 1): Uint8Array<ArrayBuffer> {
  const spoiledModel = model.slice() as Uint8Array<ArrayBuffer>;
  const graph = readWire(spoiledModel).find(({ tag }) => tag === modelTag.graph)!.value;
  const raws = readWire(graph)
    .filter(({ tag }) => tag === graphTag.initializer)
    .flatMap(({ value }) => readWire(value).filter(({ tag }) => tag === tensorTag.rawData));
  const largest = raws.reduce((a, b) => (b.value.length > a.value.length ? b : a)).value;
  const view = new DataView(largest.buffer, largest.byteOffset, largest.length);
  for (let i = 0; i < Math.min(count, largest.length / 4); i++) view.setFloat32(4 * i, spoiled, true);
  return spoiledModel;
}

/** A graph without nodes that wants float inputs of these shapes. */
export function writeGraphOf(
  inputs: Readonly<Record<string, readonly (number | string)[]>>,
): Uint8Array<ArrayBuffer> {
  const body = Object.entries(inputs).flatMap(([name, dims]) =>
    writeNested(graphTag.input, writeEdge(name, dataType.float, dims)),
  );
  return joinPieces(writeNested(modelTag.graph, [...writeText(graphTag.name, 'graph'), ...body]));
}

/** A model of nodes that may come from com.microsoft, with float inputs and one output. */
export function writeNodes(
  inputs: Readonly<Record<string, readonly number[]>>,
  nodes: readonly TestNode[],
  initializers: readonly Pieces[],
  output = 'y',
): Uint8Array<ArrayBuffer> {
  const opset = (domain: string, version: number) =>
    writeNested(modelTag.opsetImport, [
      ...writeText(opsetTag.domain, domain),
      ...writeInteger(opsetTag.version, version),
    ]);
  const body = [
    ...nodes.flatMap(writeTestNode),
    ...writeText(graphTag.name, 'graph'),
    ...initializers.flatMap((tensor) => writeNested(graphTag.initializer, tensor)),
    ...Object.entries(inputs).flatMap(([name, dims]) =>
      writeNested(graphTag.input, writeEdge(name, dataType.float, dims)),
    ),
    ...writeNested(graphTag.output, writeText(valueInfoTag.name, output)),
  ];
  return joinPieces([
    ...writeInteger(modelTag.irVersion, 8),
    ...writeNested(modelTag.graph, body),
    ...opset('', 17),
    ...opset('com.microsoft', 1),
  ]);
}
