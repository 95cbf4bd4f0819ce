import {
  attributeTag,
  attributeType,
  dataLocation,
  dataType,
  dimTag,
  entryTag,
  graphTag,
  modelTag,
  nodeTag,
  opsetTag,
  shapeTag,
  tensorTag,
  tensorTypeTag,
  typeTag,
  valueInfoTag,
} from './schema.ts';
import { joinPieces, type Pieces, writeInteger, writeNested, writeText } from './wire.ts';

/** A node to be written. Attributes are whole numbers or lists of them. */
export type NewNode = {
  readonly opType: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly integers: Readonly<Record<string, number | readonly number[]>>;
};

/** A NodeProto message. */
export function writeNode(node: NewNode): Pieces {
  return [
    ...node.inputs.flatMap((input) => writeText(nodeTag.input, input)),
    ...node.outputs.flatMap((output) => writeText(nodeTag.output, output)),
    ...writeText(nodeTag.name, node.name),
    ...writeText(nodeTag.opType, node.opType),
    ...Object.entries(node.integers).flatMap(([name, value]) =>
      writeNested(nodeTag.attribute, writeAttribute(name, value)),
    ),
  ];
}

function writeAttribute(name: string, value: number | readonly number[]): Pieces {
  if (typeof value === 'number') {
    return [
      ...writeText(attributeTag.name, name),
      ...writeInteger(attributeTag.i, value),
      ...writeInteger(attributeTag.type, attributeType.int),
    ];
  }
  return [
    ...writeText(attributeTag.name, name),
    ...value.flatMap((item) => writeInteger(attributeTag.ints, item)),
    ...writeInteger(attributeTag.type, attributeType.ints),
  ];
}

/** A TensorProto message of type FLOAT or INT64, told from the array. */
export function writeTensor(
  name: string,
  dims: readonly number[],
  values: Float32Array | BigInt64Array,
): Pieces {
  const type = values instanceof Float32Array ? dataType.float : dataType.int64;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [
    ...dims.flatMap((dim) => writeInteger(tensorTag.dims, dim)),
    ...writeInteger(tensorTag.dataType, type),
    ...writeText(tensorTag.name, name),
    ...writeNested(tensorTag.rawData, [bytes]),
  ];
}

function writeEntry(key: string, value: string): Pieces {
  return writeNested(tensorTag.externalData, [
    ...writeText(entryTag.key, key),
    ...writeText(entryTag.value, value),
  ]);
}

/** The fields of a TensorProto whose data are `length` bytes at `offset` in the file that the graph calls `location`. */
export function writeExternalData(location: string, offset: number, length: number): Pieces {
  return [
    ...writeEntry('location', location),
    ...writeEntry('offset', String(offset)),
    ...writeEntry('length', String(length)),
    ...writeInteger(tensorTag.dataLocation, dataLocation.external),
  ];
}

/** A ValueInfoProto message: a float tensor of a fixed shape. */
function writeValueInfo(name: string, dims: readonly number[]): Pieces {
  const shape = dims.flatMap((dim) => writeNested(shapeTag.dim, writeInteger(dimTag.value, dim)));
  const tensor = [
    ...writeInteger(tensorTypeTag.elementType, dataType.float),
    ...writeNested(tensorTypeTag.shape, shape),
  ];
  return [
    ...writeText(valueInfoTag.name, name),
    ...writeNested(valueInfoTag.type, writeNested(typeTag.tensor, tensor)),
  ];
}

/** A whole model file of float tensors, for graphs made here. */
export function writeModel(graph: {
  readonly nodes: readonly NewNode[];
  readonly initializers: readonly Pieces[];
  readonly input: { readonly name: string; readonly dims: readonly number[] };
  readonly output: { readonly name: string; readonly dims: readonly number[] };
}): Uint8Array<ArrayBuffer> {
  const body = [
    ...graph.nodes.flatMap((node) => writeNested(graphTag.node, writeNode(node))),
    ...writeText(graphTag.name, 'graph'),
    ...graph.initializers.flatMap((tensor) => writeNested(graphTag.initializer, tensor)),
    ...writeNested(graphTag.input, writeValueInfo(graph.input.name, graph.input.dims)),
    ...writeNested(graphTag.output, writeValueInfo(graph.output.name, graph.output.dims)),
  ];
  const opset = [...writeText(opsetTag.domain, ''), ...writeInteger(opsetTag.version, 17)];
  return joinPieces([
    ...writeInteger(modelTag.irVersion, 8),
    ...writeNested(modelTag.graph, body),
    ...writeNested(modelTag.opsetImport, opset),
  ]);
}
