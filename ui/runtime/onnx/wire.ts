import { PbfReader, PbfWriter } from 'pbf';

const lengthDelimited = 2;

/** One field of a protobuf message, as a view on the bytes it was read from. */
export type WireField = {
  readonly tag: number;
  /** The whole field with its header: writing these bytes back copies it, whatever it means. */
  readonly whole: Uint8Array;
  /** What stands behind the header, without the length of a length-delimited value. */
  readonly value: Uint8Array;
};

/** The complete fields at the beginning of a message, and the one in the middle of which the bytes end, if any. */
export function readWireHead(message: Uint8Array): { fields: WireField[]; cut: WireField | null } {
  const reader = new PbfReader(message);
  const fields: WireField[] = [];
  while (reader.pos < message.length) {
    const start = reader.pos;
    const header = tryHeader(reader);
    if (header === null) return { fields, cut: { tag: 0, whole: message.subarray(start), value: none } };
    const { tag, valueStart, valueEnd } = header;
    if (tag === 0) throw new RangeError('These bytes are no protobuf message.');
    reader.pos = valueEnd;
    const field = {
      tag,
      whole: message.subarray(start, valueEnd),
      value: message.subarray(valueStart, valueEnd),
    };
    if (valueEnd > message.length) return { fields, cut: field };
    fields.push(field);
  }
  return { fields, cut: null };
}

/** No header is longer than a tag and a length. */
const longestHeader = 20;
const none = new Uint8Array();

/** A field's header; null where the bytes end before it does. */
function tryHeader(reader: PbfReader): WireHeader | null {
  const start = reader.pos;
  try {
    return readHeader(reader);
  } catch (thrown) {
    if (reader.length - start < longestHeader) return null;
    throw thrown;
  }
}

/** Splits a message into its fields in the order they stand in. Throws where the bytes are no message. */
export function readWire(message: Uint8Array): WireField[] {
  const { fields, cut } = readWireHead(message);
  if (cut !== null) throw new RangeError('These bytes are no whole protobuf message.');
  return fields;
}

/** A field's tag, its wire type, and where its value lies. */
export type WireHeader = {
  readonly tag: number;
  readonly isSized: boolean;
  readonly valueStart: number;
  readonly valueEnd: number;
};

/** Reads a field's header; the reader stands anywhere afterwards. `valueEnd` may lie beyond what the reader holds. */
export function readHeader(reader: PbfReader): WireHeader {
  const tag = reader.nextField();
  const isSized = reader.type === lengthDelimited;
  const length = isSized ? reader.readVarint() : 0;
  const valueStart = reader.pos;
  if (!isSized) reader.skip(reader.type);
  return { tag, isSized, valueStart, valueEnd: isSized ? valueStart + length : reader.pos };
}

/** A varint value as a number; exact up to 2^53. */
export function readInteger(value: Uint8Array): number {
  return new PbfReader(value).readVarint(true);
}

/** A repeated integer, packed into one field or not, as ONNX files have both. */
export function readIntegers(value: Uint8Array): number[] {
  const reader = new PbfReader(value);
  const values: number[] = [];
  while (reader.pos < value.length) values.push(reader.readVarint(true));
  return values;
}

const textDecoder = new TextDecoder();

export function readText(value: Uint8Array): string {
  return textDecoder.decode(value);
}

/** A message under construction: a list of pieces that is joined once, because graphs can be gigabytes. */
export type Pieces = readonly Uint8Array[];

function small(write: (writer: PbfWriter) => void): Uint8Array {
  const writer = new PbfWriter();
  write(writer);
  return writer.finish();
}

export function writeInteger(tag: number, value: number): Pieces {
  return [small((writer) => writer.writeVarintField(tag, value))];
}

export function writeText(tag: number, value: string): Pieces {
  return [small((writer) => writer.writeStringField(tag, value))];
}

/** A message or bytes inside a message. */
export function writeNested(tag: number, pieces: Pieces): Pieces {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const header = small((writer) => {
    writer.writeTag(tag, lengthDelimited);
    writer.writeVarint(length);
  });
  return [header, ...pieces];
}

export function joinPieces(pieces: Pieces): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}
