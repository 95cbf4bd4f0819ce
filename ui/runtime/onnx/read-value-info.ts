import { dimTag, shapeTag, tensorTypeTag, typeTag, valueInfoTag } from './schema.ts';
import { readInteger, readText, readWire } from './wire.ts';

/** A graph's input or output. Numbers in `dims` are fixed, words (also empty ones) are free. */
export type OnnxValue = {
  readonly name: string;
  /** TensorProto.DataType; 0 where it is no tensor. */
  readonly type: number;
  readonly dims: readonly (number | string)[];
};

const only = (message: Uint8Array, wanted: number): Uint8Array =>
  readWire(message).find(({ tag }) => tag === wanted)?.value ?? new Uint8Array();

/** A ValueInfoProto message. */
export function readValueInfo(message: Uint8Array): OnnxValue {
  const tensor = only(only(message, valueInfoTag.type), typeTag.tensor);
  const elementType = only(tensor, tensorTypeTag.elementType);
  const shape = readWire(only(tensor, tensorTypeTag.shape));
  return {
    name: readText(only(message, valueInfoTag.name)),
    type: elementType.length > 0 ? readInteger(elementType) : 0,
    dims: shape.filter(({ tag }) => tag === shapeTag.dim).map(({ value }) => readDim(value)),
  };
}

function readDim(message: Uint8Array): number | string {
  for (const { tag, value } of readWire(message)) {
    if (tag === dimTag.value) return readInteger(value);
    if (tag === dimTag.name) return readText(value);
  }
  return '';
}
