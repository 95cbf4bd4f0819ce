import { fromHalfArray } from '../half-float.ts';
import { readOnnxGraph } from '../onnx/read-graph.ts';
import { readInitializer } from '../onnx/read-tensor.ts';
import {
  attributeTag,
  countBytes,
  dataType,
  functionTag,
  graphTag,
  modelTag,
  nodeTag,
  tensorTag,
  typeTag,
  valueInfoTag,
} from '../onnx/schema.ts';
import {
  joinPieces,
  type Pieces,
  readIntegers,
  readWire,
  type WireField,
  writeInteger,
} from '../onnx/wire.ts';
import { writeExternalData } from '../onnx/write-graph.ts';
import { keepAround, retypeModel, withFloats } from './retype-model.ts';

/** Halves in a file beside the graph, and the file's name under which the graph now looks for the same in 32 bits. */
export type WidenedWeight = {
  readonly path: string;
  readonly location: string;
  readonly offset: number;
  /** Bytes of halves. */
  readonly length: number;
};

export type WidenedModel = {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly weights: readonly WidenedWeight[];
};

/** From this operator set on Cast names its type by number. */
const castsByNumberOpset = 6;

type Check = (message: Uint8Array) => boolean;

const every = (message: Uint8Array, checks: Readonly<Record<number, Check>>): boolean =>
  readWire(message).every(({ tag, value }) => checks[tag]?.(value) ?? true);

const never: Check = () => false;

const isTensor: Check = (type) => readWire(type).some(({ tag }) => tag === typeTag.tensor);
/** Values may leave their type open. */
const isPlainValue: Check = (value) => every(value, { [valueInfoTag.type]: isTensor });

/** A constant that is no initializer must be at hand. */
const liesInside: Check = (tensor) => !readWire(tensor).some(({ tag }) => tag === tensorTag.externalData);

const isPlainNode: Check = (node) => every(node, { [nodeTag.attribute]: isPlainAttribute });

function isPlainAttribute(attribute: Uint8Array): boolean {
  return every(attribute, {
    [attributeTag.tensor]: liesInside,
    [attributeTag.tensors]: liesInside,
    [attributeTag.graph]: isPlainGraph,
    [attributeTag.graphs]: isPlainGraph,
    [attributeTag.typeProto]: never,
    [attributeTag.typeProtos]: never,
    [attributeTag.sparseTensor]: never,
    [attributeTag.sparseTensors]: never,
  });
}

function isPlainGraph(graph: Uint8Array): boolean {
  return every(graph, {
    [graphTag.node]: isPlainNode,
    [graphTag.input]: isPlainValue,
    [graphTag.output]: isPlainValue,
    [graphTag.valueInfo]: isPlainValue,
    [graphTag.sparseInitializer]: never,
  });
}

const isPlainModel: Check = (model) =>
  every(model, {
    [modelTag.graph]: isPlainGraph,
    [modelTag.functions]: (message) => every(message, { [functionTag.node]: isPlainNode }),
  });

/** The halves of a TensorProto that has its data in the graph: as bytes, or each as the low bits of an integer. */
function readHalves(fields: readonly WireField[]): Uint16Array {
  const raw = fields.filter(({ tag }) => tag === tensorTag.rawData).map(({ value }) => value);
  if (raw.length > 0) return new Uint16Array(joinPieces(raw).buffer);
  const listed = fields.filter(({ tag }) => tag === tensorTag.int32Data);
  return Uint16Array.from(listed.flatMap(({ value }) => readIntegers(value)));
}

/**
 * The model computing in 32 bits what it computed in 16: weights, constants, casts, inputs and outputs. Every half is a
 * 32-bit float, so that nothing changes but the rounding between its nodes. Weights in files beside the graph are left
 * there, and named for whoever opens them. Null where the model has something in it whose type is told another way.
 */
export function widenHalves(model: Uint8Array): WidenedModel | null {
  if (readOnnxGraph(model).opset < castsByNumberOpset || !isPlainModel(model)) return null;
  const weights: WidenedWeight[] = [];

  function rewriteTensor(fields: readonly WireField[]): Pieces {
    const { external, type, dims } = readInitializer(joinPieces(fields.map(({ whole }) => whole)));
    if (external === null) return withFloats(fields, fromHalfArray(readHalves(fields)));
    const { location, offset } = external;
    const length = external.length ?? countBytes(type, dims) ?? 0;
    const path = `underpaint_widened_${weights.length}`;
    weights.push({ path, location, offset, length });
    return [
      ...keepAround(fields),
      ...writeInteger(tensorTag.dataType, dataType.float),
      ...writeExternalData(path, 0, 2 * length),
    ];
  }

  return { model: retypeModel(model, dataType.float16, rewriteTensor), weights };
}
