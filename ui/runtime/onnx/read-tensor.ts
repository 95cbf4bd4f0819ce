import { fromHalfBits } from '../half-float.ts';
import { dataType, entryTag, tensorTag } from './schema.ts';
import { readInteger, readIntegers, readText, readWire, type WireField } from './wire.ts';

/** An initializer without its data. */
export type OnnxInitializer = {
  readonly name: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType. */
  readonly type: number;
  /** Where the data lies in a file beside the graph; null where it is in the graph. */
  readonly external: ExternalData | null;
};

export type ExternalData = {
  /** The file's name as the graph has it, relative to the graph's folder. */
  readonly location: string;
  readonly offset: number;
  /** Null where the graph leaves it to type and shape. */
  readonly length: number | null;
};

/** What a TensorProto says of itself; of its data only where it lies. */
export function readInitializer(message: Uint8Array): OnnxInitializer {
  const dims: number[] = [];
  const entries = new Map<string, string>();
  let name = '';
  let type = 0;
  for (const { tag, value } of readWire(message)) {
    if (tag === tensorTag.dims) dims.push(...readIntegers(value));
    if (tag === tensorTag.name) name = readText(value);
    if (tag === tensorTag.dataType) type = readInteger(value);
    if (tag === tensorTag.externalData) entries.set(...readEntry(value));
  }
  const location = entries.get('location');
  const length = entries.get('length');
  const external =
    location === undefined
      ? null
      : {
          location,
          offset: readCount(entries.get('offset') ?? '0'),
          length: length === undefined ? null : readCount(length),
        };
  return { name, dims, type, external };
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${text} is no number of bytes.`);
  return count;
}

function readEntry(message: Uint8Array): [key: string, value: string] {
  let key = '';
  let text = '';
  for (const { tag, value } of readWire(message)) {
    if (tag === entryTag.key) key = readText(value);
    if (tag === entryTag.value) text = readText(value);
  }
  return [key, text];
}

const viewOf = ({ value }: WireField) => new DataView(value.buffer, value.byteOffset, value.byteLength);

function readFirst(type: number, field: WireField): number | null {
  const { tag, value } = field;
  if (tag === tensorTag.int32Data || tag === tensorTag.int64Data) {
    const [first = null] = readIntegers(value);
    return first !== null && type === dataType.float16 ? fromHalfBits(first) : first;
  }
  if (tag === tensorTag.floatData) return viewOf(field).getFloat32(0, true);
  if (tag === tensorTag.doubleData) return viewOf(field).getFloat64(0, true);
  if (tag !== tensorTag.rawData) return null;
  switch (type) {
    case dataType.float:
      return viewOf(field).getFloat32(0, true);
    case dataType.double:
      return viewOf(field).getFloat64(0, true);
    case dataType.float16:
      return fromHalfBits(viewOf(field).getUint16(0, true));
    case dataType.int32:
      return viewOf(field).getInt32(0, true);
    case dataType.int64:
      return Number(viewOf(field).getBigInt64(0, true));
    default:
      return null;
  }
}

/** The number in a TensorProto of rank 0; null for any other tensor. */
export function readScalar(message: Uint8Array): number | null {
  const fields = readWire(message);
  if (fields.some(({ tag }) => tag === tensorTag.dims)) return null;
  const typeField = fields.find(({ tag }) => tag === tensorTag.dataType);
  if (typeField === undefined) return null;
  const type = readInteger(typeField.value);
  const values = fields.flatMap((field) =>
    field.value.length > 0 && field !== typeField ? (readFirst(type, field) ?? []) : [],
  );
  return values[0] ?? null;
}

/** The 64-bit floats of a TensorProto of type DOUBLE that has its data in the graph. */
export function readDoubles(fields: readonly WireField[]): Float64Array {
  const bytes = fields
    .filter(({ tag }) => tag === tensorTag.rawData || tag === tensorTag.doubleData)
    .map(({ value }) => value);
  const total = bytes.reduce((sum, { length }) => sum + length, 0);
  const joined = new Uint8Array(total);
  let offset = 0;
  for (const part of bytes) {
    joined.set(part, offset);
    offset += part.length;
  }
  return new Float64Array(joined.buffer, 0, Math.floor(total / 8));
}
