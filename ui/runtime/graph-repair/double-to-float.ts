import { DiffusionError } from '../../diffusion/diffusion-error.ts';
import { readDoubles } from '../onnx/read-tensor.ts';
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

/** Attributes that name a type of elements: of Cast, of the random generators, of windows. */
const typeAttributes = new Set(['to', 'dtype', 'output_datatype']);

type Rewrite = (message: Uint8Array) => Pieces;

/** Copies a message with some of its nested messages rewritten. */
function rewriteNested(message: Uint8Array, rewrites: Readonly<Record<number, Rewrite>>): Pieces {
  return readWire(message).flatMap(({ tag, whole, value }) => {
    const rewrite = rewrites[tag];
    return rewrite === undefined ? [whole] : writeNested(tag, rewrite(value));
  });
}

const isDouble = ({ tag, value }: WireField, typeTagOf: number) =>
  tag === typeTagOf && readInteger(value) === dataType.double;

const refuse = (name: string, why: string): never => {
  throw new DiffusionError('model-operator', `The 64-bit tensor ${name} ${why}.`, {
    subject: `float64 ${name}`,
  });
};

function rewriteTensor(message: Uint8Array): Pieces {
  const fields = readWire(message);
  if (!fields.some((field) => isDouble(field, tensorTag.dataType))) return [message];
  const nameField = fields.find(({ tag }) => tag === tensorTag.name);
  const name = nameField === undefined ? '' : readText(nameField.value);
  if (fields.some(({ tag }) => tag === tensorTag.externalData)) refuse(name, 'lies in another file');
  const doubles = readDoubles(fields);
  const floats = Float32Array.from(doubles);
  // What was finite must stay so: an infinity in place of a very large number turns softmaxes into NaN.
  const fits = doubles.every((value, i) => Number.isFinite(floats[i]!) || !Number.isFinite(value));
  if (!fits) refuse(name, 'holds numbers beyond 32 bits');
  const kept = fields.filter(
    ({ tag }) => tag !== tensorTag.dataType && tag !== tensorTag.rawData && tag !== tensorTag.doubleData,
  );
  return [
    ...kept.map(({ whole }) => whole),
    ...writeInteger(tensorTag.dataType, dataType.float),
    ...writeNested(tensorTag.rawData, [new Uint8Array(floats.buffer)]),
  ];
}

function rewriteAttribute(message: Uint8Array): Pieces {
  const fields = readWire(message);
  const name = fields.find(({ tag }) => tag === attributeTag.name);
  const namesType = name !== undefined && typeAttributes.has(readText(name.value));
  return fields.flatMap((field) => {
    const { tag, whole, value } = field;
    if (namesType && isDouble(field, attributeTag.i)) return writeInteger(attributeTag.i, dataType.float);
    if (tag === attributeTag.tensor || tag === attributeTag.tensors)
      return writeNested(tag, rewriteTensor(value));
    if (tag === attributeTag.graph || tag === attributeTag.graphs)
      return writeNested(tag, rewriteDoubles(value));
    return [whole];
  });
}

const rewriteNode: Rewrite = (message) => rewriteNested(message, { [nodeTag.attribute]: rewriteAttribute });

const rewriteTensorType: Rewrite = (message) =>
  readWire(message).flatMap((field) =>
    isDouble(field, tensorTypeTag.elementType)
      ? writeInteger(tensorTypeTag.elementType, dataType.float)
      : [field.whole],
  );

const rewriteValueInfo: Rewrite = (message) =>
  rewriteNested(message, {
    [valueInfoTag.type]: (type) => rewriteNested(type, { [typeTag.tensor]: rewriteTensorType }),
  });

/** A graph that computes in 32 bits what it computed in 64. */
function rewriteDoubles(graph: Uint8Array): Pieces {
  return rewriteNested(graph, {
    [graphTag.node]: rewriteNode,
    [graphTag.initializer]: rewriteTensor,
    [graphTag.input]: rewriteValueInfo,
    [graphTag.output]: rewriteValueInfo,
    [graphTag.valueInfo]: rewriteValueInfo,
  });
}

/**
 * The model with 32-bit floats wherever it has 64-bit ones, for which the WebGPU builds of onnxruntime-web 1.30 have no
 * operators: constants, weights, casts, inputs and outputs. Throws `model-operator` where a number would not fit.
 */
export function turnDoublesIntoFloats(model: Uint8Array): Uint8Array<ArrayBuffer> {
  return joinPieces(
    rewriteNested(model, {
      [modelTag.graph]: rewriteDoubles,
      [modelTag.functions]: (message) => rewriteNested(message, { [functionTag.node]: rewriteNode }),
    }),
  );
}
