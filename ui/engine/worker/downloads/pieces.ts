/** Files are fetched in pieces of this size, each one request. */
export const defaultPieceBytes = 8 * 1024 * 1024;

/** Which pieces of a file are safe on the disk, and how far the others have come. Numbers are piece indices and bytes. */
export type Pieces = {
  readonly pieceBytes: number;
  has(index: number): boolean;
  markDone(index: number): void;
  /** Notes how many bytes of a piece that is not done are written. */
  setWritten(index: number, bytes: number): void;
  written(index: number): number;
  /** Bytes from the beginning of the file that are done without a gap, where the file has `totalBytes`. */
  frontBytes(totalBytes: number): number;
  /** The first piece that is neither done nor in `busy`; null where there is none. */
  next(totalBytes: number, busy: ReadonlySet<number>): number | null;
  isComplete(totalBytes: number): boolean;
  doneBytes(totalBytes: number | null): number;
  clear(): void;
  save(): SavedPieces;
};

/** Runs of done pieces, both ends included, and [piece, bytes] of those under way. */
export type SavedPieces = { done: [number, number][]; partial: [number, number][] };

/** Where a piece begins and ends (exclusive), in bytes of a file whose size may not be known yet. */
export function rangeOfPiece(index: number, pieceBytes: number, totalBytes: number | null) {
  const start = index * pieceBytes;
  return { start, end: Math.min(start + pieceBytes, totalBytes ?? Number.POSITIVE_INFINITY) };
}

function toRuns(done: ReadonlySet<number>): [number, number][] {
  const runs: [number, number][] = [];
  for (const index of [...done].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}

export function createPieces(pieceBytes: number, saved: SavedPieces = { done: [], partial: [] }): Pieces {
  const done = new Set<number>();
  for (const [from, to] of saved.done) for (let index = from; index <= to; index++) done.add(index);
  const partial = new Map(saved.partial.filter(([index]) => !done.has(index)));
  const countOf = (totalBytes: number) => Math.ceil(totalBytes / pieceBytes);

  function firstMissing(): number {
    let index = 0;
    while (done.has(index)) index++;
    return index;
  }

  return {
    pieceBytes,
    has: (index) => done.has(index),
    markDone(index) {
      done.add(index);
      partial.delete(index);
    },
    setWritten: (index, bytes) => void partial.set(index, bytes),
    written: (index) => partial.get(index) ?? 0,
    frontBytes: (totalBytes) => Math.min(totalBytes, firstMissing() * pieceBytes),
    next(totalBytes, busy) {
      for (let index = firstMissing(); index < countOf(totalBytes); index++)
        if (!done.has(index) && !busy.has(index)) return index;
      return null;
    },
    isComplete: (totalBytes) => firstMissing() >= countOf(totalBytes),
    doneBytes(totalBytes) {
      let bytes = 0;
      for (const index of done) {
        const { start, end } = rangeOfPiece(index, pieceBytes, totalBytes);
        bytes += Math.max(0, end - start);
      }
      for (const part of partial.values()) bytes += part;
      return bytes;
    },
    clear() {
      done.clear();
      partial.clear();
    },
    save: () => ({ done: toRuns(done), partial: [...partial].filter(([, bytes]) => bytes > 0) }),
  };
}
