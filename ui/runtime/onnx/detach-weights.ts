import { PbfReader } from 'pbf';
import { type BlobWindow, createBlobWindow } from './blob-window.ts';
import { dataType, graphTag, modelTag, tensorTag } from './schema.ts';
import { joinPieces, type Pieces, readHeader, readInteger, type WireHeader, writeNested } from './wire.ts';
import { writeExternalData } from './write-graph.ts';

/** Tensors up to this size stay in the graph, where shapes and constants are worked out from them. */
const inlineBytes = 16 * 1024;
/** Files up to this size are read whole: nothing is won by taking them apart. */
const wholeBytes = 16 * 1024 * 1024;

/** A tag and a length, at most. */
const headerBytes = 20;

/** A field in the file: its header, and where it starts. */
type FileField = WireHeader & { readonly start: number };

async function* walk(file: BlobWindow, start: number, end: number): AsyncGenerator<FileField> {
  let position = start;
  while (position < end) {
    const bytes = await file.peek(position, position + headerBytes);
    const header = readHeader(new PbfReader(bytes));
    const valueEnd = position + header.valueEnd;
    if (header.tag === 0 || valueEnd > end) throw new RangeError('The file ends in the middle of a field.');
    yield { ...header, start: position, valueStart: position + header.valueStart, valueEnd };
    position = valueEnd;
  }
}

/** Fields whose bytes are a tensor's data as an external file holds them. */
function isPlainData({ tag, isSized }: FileField, type: number): boolean {
  return tag === tensorTag.rawData || (tag === tensorTag.floatData && isSized && type === dataType.float);
}

/** A TensorProto that points at its data in the file; the bytes themselves where it is small or of another form. */
async function detachTensor(file: BlobWindow, tensor: FileField, location: string): Promise<Pieces> {
  const { start, valueStart, valueEnd } = tensor;
  if (valueEnd - valueStart <= inlineBytes) return [await file.copy(start, valueEnd)];
  const fields: FileField[] = [];
  for await (const field of walk(file, valueStart, valueEnd)) fields.push(field);
  const typeField = fields.find(({ tag }) => tag === tensorTag.dataType);
  const type =
    typeField === undefined ? 0 : readInteger(await file.copy(typeField.valueStart, typeField.valueEnd));
  const data = fields.filter((field) => isPlainData(field, type));
  const [only] = data;
  // Doubles are rewritten, so they must be at hand; data in several pieces lies in no one place.
  if (only === undefined || data.length > 1 || type === dataType.double)
    return [await file.copy(start, valueEnd)];
  const kept: Uint8Array[] = [];
  for (const field of fields) if (field !== only) kept.push(await file.copy(field.start, field.valueEnd));
  return writeNested(graphTag.initializer, [
    ...kept,
    ...writeExternalData(location, only.valueStart, only.valueEnd - only.valueStart),
  ]);
}

async function detachGraph(file: BlobWindow, graph: FileField, location: string): Promise<Pieces> {
  const pieces: Uint8Array[] = [];
  for await (const field of walk(file, graph.valueStart, graph.valueEnd)) {
    if (field.tag === graphTag.initializer) pieces.push(...(await detachTensor(file, field, location)));
    else pieces.push(await file.copy(field.start, field.valueEnd));
  }
  return writeNested(modelTag.graph, pieces);
}

/**
 * The graph of a model file without its large weights, which point back at the file itself under the name `location`:
 * onnxruntime then reads them from there, and gigabytes in one file are never copied. Files small enough to be read
 * whole come back as they are. Throws RangeError where the file is cut or no model.
 */
export async function detachWeights(
  file: Blob,
  location: string,
  smallest: number = wholeBytes,
): Promise<Uint8Array> {
  if (file.size <= smallest) return new Uint8Array(await file.arrayBuffer());
  const window = createBlobWindow(file);
  const pieces: Uint8Array[] = [];
  for await (const field of walk(window, 0, window.length)) {
    if (field.tag === modelTag.graph) pieces.push(...(await detachGraph(window, field, location)));
    else pieces.push(await window.copy(field.start, field.valueEnd));
  }
  return joinPieces(pieces);
}
