import type { PartFile } from './part-file.ts';
import { rangeOfPiece } from './pieces.ts';
import type { ReadChunk } from './read-body.ts';

type Taking = { part: PartFile; next: ReadChunk; stop: AbortSignal; onBytes(count: number): void };

/**
 * Writes a part of a piece as it comes, up to the offset `end`, and keeps the piece when it is full. Throws where the
 * answer ends too early; a RangeError where it goes on too long, and the piece is forgotten then.
 */
export async function takePart({
  part,
  index,
  end,
  next,
  stop,
  onBytes,
}: Taking & { index: number; end: number }): Promise<void> {
  const { pieces } = part;
  const piece = rangeOfPiece(index, pieces.pieceBytes, part.origin().totalBytes);
  let at = piece.start + pieces.written(index);
  for (let chunk = await next(); chunk !== null && !stop.aborted; chunk = await next()) {
    if (at + chunk.length > end) {
      pieces.setWritten(index, 0);
      throw new RangeError(`more than the bytes up to ${end} came`);
    }
    await part.write(chunk, at);
    at += chunk.length;
    if (stop.aborted) return;
    pieces.setWritten(index, at - piece.start);
    onBytes(chunk.length);
  }
  if (stop.aborted) return;
  if (at === piece.end) return part.keep(index);
  if (at < end) throw new Error(`the answer ended at ${at} instead of ${end}`);
}

/**
 * Takes a whole file from its beginning where there are no ranges. What is on the disk already is passed over. Throws
 * as takePart does.
 */
export async function takeWhole({ part, next, stop, onBytes }: Taking): Promise<void> {
  const { pieces } = part;
  const { totalBytes } = part.origin();
  let at = 0;

  async function writeAcross(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let done = 0; done < chunk.length && !stop.aborted; ) {
      const index = Math.floor(at / pieces.pieceBytes);
      const piece = rangeOfPiece(index, pieces.pieceBytes, totalBytes);
      const bytes = chunk.subarray(done, Math.min(chunk.length, done + piece.end - at));
      const isNew = !pieces.has(index) && at + bytes.length > piece.start + pieces.written(index);
      if (isNew) await part.write(bytes, at);
      at += bytes.length;
      done += bytes.length;
      if (stop.aborted || !isNew) continue;
      pieces.setWritten(index, at - piece.start);
      onBytes(bytes.length);
      if (at === piece.end) await part.keep(index);
    }
  }

  for (let chunk = await next(); chunk !== null && !stop.aborted; chunk = await next()) {
    if (totalBytes !== null && at + chunk.length > totalBytes)
      throw new RangeError(`more than ${totalBytes} bytes came`);
    await writeAcross(chunk);
  }
  if (stop.aborted) return;
  if (totalBytes !== null && at < totalBytes) throw new Error(`the answer ended at ${at} of ${totalBytes}`);
  if (totalBytes !== null) return;
  // Only its end has told how long the file is.
  part.setOrigin({ totalBytes: at });
  const last = Math.floor(at / pieces.pieceBytes);
  if (at > 0 && at % pieces.pieceBytes > 0 && !pieces.has(last)) await part.keep(last);
}
