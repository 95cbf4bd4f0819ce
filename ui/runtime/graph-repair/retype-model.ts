import {
  attributeTag,
  dataType,
  functionTag,
  graphTag,
  modelTag,
  nodeTag,
  tensorTag,
  tensorTypeTag,
  typeTag,
  valueInfoTag,
} from '../onnx/schema.ts';
import {
  joinPieces,
  type Pieces,
  readInteger,
  readText,
  readWire,
  type WireField,
  writeInteger,
  writeNested,
} from '../onnx/wire.ts';

/** Attributes that name a type of elements: of Cast, of the random generators, of windows, of DequantizeLinear. */
const typeAttributes = new Set(['to', 'dtype', 'output_datatype', 'output_dtype']);

type Rewrite = (message: Uint8Array) => Pieces;

/** What becomes of a TensorProto of the type that is replaced. */
export type TensorRewrite = (fields: readonly WireField[]) => Pieces;

/** Copies a message with some of its nested messages rewritten. */
function rewriteNested(message: Uint8Array, rewrites: Readonly<Record<number, Rewrite>>): Pieces {
  return readWire(message).flatMap(({ tag, whole, value }) => {
    const rewrite = rewrites[tag];
    return rewrite === undefined ? [whole] : writeNested(tag, rewrite(value));
  });
}

/** The fields of a TensorProto around its type and its data. */
export function keepAround(fields: readonly WireField[]): Pieces {
  const replaced: readonly number[] = [
    tensorTag.dataType,
    tensorTag.rawData,
    tensorTag.doubleData,
    tensorTag.int32Data,
    tensorTag.externalData,
    tensorTag.dataLocation,
  ];
  return fields.filter(({ tag }) => !replaced.includes(tag)).map(({ whole }) => whole);
}

/** A TensorProto with these 32-bit floats for its data, otherwise as it was. */
export function withFloats(fields: readonly WireField[], floats: Float32Array<ArrayBuffer>): Pieces {
  return [
    ...keepAround(fields),
    ...writeInteger(tensorTag.dataType, dataType.float),
    ...writeNested(tensorTag.rawData, [new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength)]),
  ];
}

/**
 * The model with 32-bit floats wherever it has elements of type `from` (TensorProto.DataType): constants, weights,
 * casts, inputs and outputs, also of the graphs inside of nodes and of the model's own functions.
 */
export function retypeModel(
  model: Uint8Array,
  from: number,
  rewriteTensor: TensorRewrite,
): Uint8Array<ArrayBuffer> {
  const names = ({ tag, value }: WireField, typeTagOf: number) =>
    tag === typeTagOf && readInteger(value) === from;

  const rewriteFitting: Rewrite = (message) => {
    const fields = readWire(message);
    return fields.some((field) => names(field, tensorTag.dataType)) ? rewriteTensor(fields) : [message];
  };

  function rewriteAttribute(message: Uint8Array): Pieces {
    const fields = readWire(message);
    const name = fields.find(({ tag }) => tag === attributeTag.name);
    const namesType = name !== undefined && typeAttributes.has(readText(name.value));
    return fields.flatMap((field) => {
      const { tag, whole, value } = field;
      if (namesType && names(field, attributeTag.i)) return writeInteger(attributeTag.i, dataType.float);
      if (tag === attributeTag.tensor || tag === attributeTag.tensors)
        return writeNested(tag, rewriteFitting(value));
      if (tag === attributeTag.graph || tag === attributeTag.graphs)
        return writeNested(tag, rewriteGraph(value));
      return [whole];
    });
  }
  const rewriteNode: Rewrite = (message) => rewriteNested(message, { [nodeTag.attribute]: rewriteAttribute });
  const rewriteTensorType: Rewrite = (message) =>
    readWire(message).flatMap((field) =>
      names(field, tensorTypeTag.elementType)
        ? writeInteger(tensorTypeTag.elementType, dataType.float)
        : [field.whole],
    );
  const rewriteValueInfo: Rewrite = (message) =>
    rewriteNested(message, {
      [valueInfoTag.type]: (type) => rewriteNested(type, { [typeTag.tensor]: rewriteTensorType }),
    });
  const rewriteGraph: Rewrite = (graph) =>
    rewriteNested(graph, {
      [graphTag.node]: rewriteNode,
      [graphTag.initializer]: rewriteFitting,
      [graphTag.input]: rewriteValueInfo,
      [graphTag.output]: rewriteValueInfo,
      [graphTag.valueInfo]: rewriteValueInfo,
    });

  return joinPieces(
    rewriteNested(model, {
      [modelTag.graph]: rewriteGraph,
      [modelTag.functions]: (message) => rewriteNested(message, { [functionTag.node]: rewriteNode }),
    }),
  );
}
