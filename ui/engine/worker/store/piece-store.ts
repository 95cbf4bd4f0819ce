import { type FileStore, type StoreKind, storing, type WritableFile } from './file-store.ts';

/** Files are kept as records of this size where there is no file system. */
export const recordBytes = 8 * 1024 * 1024;

/** A file's record; `key` stays the same when it is renamed. */
export type FileRecord = { readonly path: string; readonly key: string; readonly bytes: number };

/** Where the records lie. Each call happens wholly or not at all. */
export type PieceTable = {
  find(path: string): Promise<FileRecord | null>;
  /** Every file whose path begins so. */
  findBelow(prefix: string): Promise<FileRecord[]>;
  /** Puts a file's record and some of its pieces; removes its pieces from `pieceCount` on. */
  put(file: FileRecord, pieces: ReadonlyMap<number, Blob>, pieceCount: number): Promise<void>;
  piece(key: string, index: number): Promise<Blob | null>;
  move(from: string, to: string): Promise<void>;
  remove(files: readonly FileRecord[]): Promise<void>;
};

const countOf = (bytes: number) => Math.ceil(bytes / recordBytes);

async function readPiece(table: PieceTable, key: string, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(recordBytes);
  const piece = await table.piece(key, index);
  if (piece !== null) bytes.set(new Uint8Array(await piece.arrayBuffer()));
  return bytes;
}

/** Bytes [from, until) of a piece, fewer where it ends before. */
async function bytesOf(piece: Blob | null, from: number, until: number): Promise<Uint8Array<ArrayBuffer>> {
  return piece === null ? new Uint8Array(0) : new Uint8Array(await piece.slice(from, until).arrayBuffer());
}

/** Collects what is written in whole pieces, since a record can only be replaced. */
function openPieceFile(table: PieceTable, record: FileRecord): WritableFile {
  const { path, key } = record;
  let size = record.bytes;
  const loaded = new Map<number, Uint8Array<ArrayBuffer>>();
  const loading = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();
  let changed = new Set<number>();
  let filled = new Set<number>();

  /** The one buffer of a piece, however many ask for it at once: what is written to a second one would be lost. */
  async function load(index: number): Promise<Uint8Array<ArrayBuffer>> {
    const known = loaded.get(index);
    if (known !== undefined) return known;
    const reading =
      loading.get(index) ??
      readPiece(table, key, index).then((bytes) => {
        loaded.set(index, bytes);
        return bytes;
      });
    loading.set(index, reading);
    return reading.finally(() => loading.delete(index));
  }

  async function flush(): Promise<void> {
    const pieces = new Map<number, Blob>();
    const [flushed, full] = [changed, filled];
    // Others go on writing while the records are put away: that is for the next time.
    changed = new Set();
    filled = new Set();
    for (const index of flushed) {
      const end = Math.min(recordBytes, size - index * recordBytes);
      if (end > 0) pieces.set(index, new Blob([loaded.get(index)!.subarray(0, end)]));
    }
    try {
      await table.put({ path, key, bytes: size }, pieces, countOf(size));
    } catch (thrown) {
      for (const index of flushed) changed.add(index);
      throw thrown;
    }
    for (const index of full) if (!changed.has(index)) loaded.delete(index);
  }

  return {
    size: () => size,
    write: (bytes, at) =>
      storing(path, async () => {
        for (let done = 0; done < bytes.length; ) {
          const index = Math.floor((at + done) / recordBytes);
          const from = (at + done) % recordBytes;
          const part = bytes.subarray(done, done + recordBytes - from);
          const piece = await load(index);
          piece.set(part, from);
          // A flush may have let it go in between.
          loaded.set(index, piece);
          changed.add(index);
          if (from + part.length === recordBytes) filled.add(index);
          done += part.length;
        }
        size = Math.max(size, at + bytes.length);
      }),
    read: (into, at) =>
      storing(path, async () => {
        const end = Math.max(at, Math.min(size, at + into.length));
        for (let position = at; position < end; ) {
          const index = Math.floor(position / recordBytes);
          const from = position % recordBytes;
          const until = Math.min(recordBytes, from + end - position);
          const held = loaded.get(index)?.subarray(from, until);
          const part = held ?? (await bytesOf(await table.piece(key, index), from, until));
          into.set(part, position - at);
          into.fill(0, position - at + part.length, position - at + until - from);
          position += until - from;
        }
        return end - at;
      }),
    truncate: (bytes) =>
      storing(path, async () => {
        for (const index of [...loaded.keys()]) {
          if (index < countOf(bytes)) continue;
          loaded.delete(index);
          changed.delete(index);
          filled.delete(index);
        }
        if (bytes < size && bytes % recordBytes > 0) {
          const last = countOf(bytes) - 1;
          (await load(last)).fill(0, bytes % recordBytes);
          changed.add(last);
        }
        size = bytes;
        await flush();
      }),
    flush: () => storing(path, flush),
    close: () => storing(path, async () => (changed.size > 0 ? flush() : undefined)),
  };
}

/** A store of files over a table of records. */
export function createPieceStore(kind: StoreKind, table: PieceTable): FileStore {
  const below = (path: string) => (path === '' ? '' : `${path}/`);
  return {
    kind,
    openForWriting: (path) =>
      storing(path, async () => {
        const record = (await table.find(path)) ?? { path, key: crypto.randomUUID(), bytes: 0 };
        await table.put(record, new Map(), countOf(record.bytes));
        return openPieceFile(table, record);
      }),
    open: (path) =>
      storing(path, async () => {
        const record = await table.find(path);
        if (record === null) return null;
        const pieces: Blob[] = [];
        for (let index = 0; index < countOf(record.bytes); index++) {
          const bytes = Math.min(recordBytes, record.bytes - index * recordBytes);
          const piece = (await table.piece(record.key, index)) ?? new Blob([]);
          pieces.push(piece.slice(0, bytes));
          if (piece.size < bytes) pieces.push(new Blob([new Uint8Array(bytes - piece.size)]));
        }
        return new Blob(pieces);
      }),
    move: (from, to) => storing(from, () => table.move(from, to)),
    remove: (path) =>
      storing(path, async () => {
        const file = await table.find(path);
        const files = await table.findBelow(below(path));
        await table.remove(file === null ? files : [file, ...files]);
      }),
    list: (folder) =>
      storing(folder, async () => {
        const prefix = below(folder);
        const files = await table.findBelow(prefix);
        return files.map(({ path, bytes }) => ({ path: path.slice(prefix.length), bytes }));
      }),
  };
}
