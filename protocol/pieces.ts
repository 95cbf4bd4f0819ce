import type { Endpoint } from './envelope.ts';
import { copyFigmaValue, isBytes, type ValuePath } from './figma-value.ts';
import { ownValue } from './own-value.ts';

export type PiecesOptions = {
  /** The most bytes that one message carries; 8 MB. */
  pieceBytes?: number;
  /** The most bytes held for messages that are not complete yet; the oldest are dropped beyond it. 512 MB. */
  maxHeldBytes?: number;
};

/** A byte array sent ahead of the message it belongs to. */
type Piece = { kind: 'piece'; stream: number; index: number; bytes: Uint8Array };
/** A message whose byte arrays came ahead: each goes back to its path in `body`, where null holds the place. */
type Assembly = { kind: 'assembly'; body: unknown; parts: Part[] };
type Part = { path: ValuePath; stream: number; totalBytes: number };

/**
 * Fits a wire to what Figma carries: JSON values and Uint8Array, never more than `pieceBytes` of them at once, because
 * posting clones the whole message. `post` throws AppError('bad-message') for what Figma cannot carry, before sending any
 * of it. A message whose pieces did not all arrive is delivered with null in their place, for its reader to refuse.
 */
export function inPieces(wire: Endpoint, options: PiecesOptions = {}): Endpoint {
  const { pieceBytes = 8 * 2 ** 20, maxHeldBytes = 512 * 2 ** 20 } = options;
  const held = createPieceStore(maxHeldBytes);
  let nextStream = 1;

  function post(message: unknown): void {
    const ahead: { bytes: Uint8Array; part: Part }[] = [];
    let room = pieceBytes;
    const body = copyFigmaValue(message, (bytes, path) => {
      if (bytes.byteLength <= room) {
        room -= bytes.byteLength;
        return alone(bytes);
      }
      ahead.push({ bytes, part: { path, stream: nextStream++, totalBytes: bytes.byteLength } });
      return null;
    });
    for (const { bytes, part } of ahead) {
      for (let index = 0; index * pieceBytes < bytes.byteLength; index++) {
        const piece = bytes.slice(index * pieceBytes, (index + 1) * pieceBytes);
        wire.post({ kind: 'piece', stream: part.stream, index, bytes: piece } satisfies Piece);
      }
    }
    const parts = ahead.map(({ part }) => part);
    wire.post(parts.length === 0 ? body : ({ kind: 'assembly', body, parts } satisfies Assembly));
  }

  return {
    post,
    listen(onMessage) {
      wire.listen((message) => {
        if (isPiece(message)) held.add(message);
        else if (isAssembly(message)) onMessage(assemble(message, held));
        else onMessage(message);
      });
    },
    ...(wire.onClose === undefined ? {} : { onClose: (onClosed) => wire.onClose?.(onClosed) }),
  };
}

type PieceStore = { add(piece: Piece): void; take(part: Part): Uint8Array | null };

function createPieceStore(maxHeldBytes: number): PieceStore {
  const streams = new Map<number, { chunks: Uint8Array[]; bytes: number }>();
  let heldBytes = 0;

  function drop(id: number): void {
    heldBytes -= streams.get(id)?.bytes ?? 0;
    streams.delete(id);
  }

  return {
    add({ stream: id, index, bytes }) {
      // A first piece starts anew: its number may be left over from a page that was reloaded in the middle.
      if (index === 0) drop(id);
      const stream = streams.get(id) ?? { chunks: [], bytes: 0 };
      if (index !== stream.chunks.length) return drop(id);
      stream.chunks.push(bytes);
      stream.bytes += bytes.byteLength;
      heldBytes += bytes.byteLength;
      streams.set(id, stream);
      for (const oldest of streams.keys()) {
        if (heldBytes <= maxHeldBytes) break;
        drop(oldest);
      }
    },
    take({ stream: id, totalBytes }) {
      const stream = streams.get(id);
      drop(id);
      if (stream === undefined || stream.bytes !== totalBytes) return null;
      const [only] = stream.chunks;
      if (only !== undefined && stream.chunks.length === 1) return only;
      const whole = new Uint8Array(totalBytes);
      let offset = 0;
      for (const chunk of stream.chunks) {
        whole.set(chunk, offset);
        offset += chunk.byteLength;
      }
      return whole;
    },
  };
}

function assemble({ body, parts }: Assembly, held: PieceStore): unknown {
  for (const part of parts) {
    const bytes = held.take(part);
    const last = part.path[part.path.length - 1];
    let holder: unknown = body;
    for (const key of part.path.slice(0, -1))
      holder = isHolder(holder) ? ownValue(holder, String(key)) : null;
    // Only a place that the sender has left empty is filled, so that a path from outside reaches no prototype.
    if (last !== undefined && isHolder(holder) && ownValue(holder, String(last)) === null)
      holder[last] = bytes;
  }
  return body;
}

/** A view posted as it is would carry all of its buffer along. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}

function isPiece(message: unknown): message is Piece {
  return (
    isHolder(message) &&
    message.kind === 'piece' &&
    Number.isSafeInteger(message.stream) &&
    Number.isSafeInteger(message.index) &&
    isBytes(message.bytes)
  );
}

function isAssembly(message: unknown): message is Assembly {
  return (
    isHolder(message) &&
    message.kind === 'assembly' &&
    Array.isArray(message.parts) &&
    message.parts.every(isPart)
  );
}

function isPart(part: unknown): part is Part {
  return (
    isHolder(part) &&
    Array.isArray(part.path) &&
    part.path.every((key) => typeof key === 'string' || typeof key === 'number') &&
    Number.isSafeInteger(part.stream) &&
    Number.isSafeInteger(part.totalBytes)
  );
}
