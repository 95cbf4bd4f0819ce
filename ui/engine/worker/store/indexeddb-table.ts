import { finish, openDatabase, settle } from './database.ts';
import type { FileRecord, PieceTable } from './piece-store.ts';

/** Every text that begins with `prefix`: U+FFFF sorts behind every character that a path has. */
const beginningWith = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

const piecesFrom = (key: string, index: number) =>
  IDBKeyRange.bound([key, index], [key, Number.POSITIVE_INFINITY]);

/** Records in IndexedDB, for browsers that refuse files. Rejects where it is refused as well. */
export async function openIndexedDbTable(name: string): Promise<PieceTable> {
  const database = await openDatabase(name, { files: 'path', pieces: null });

  function begin(mode: IDBTransactionMode) {
    // A piece counts as written only when it would survive the power going out.
    const transaction = database.transaction(['files', 'pieces'], mode, { durability: 'strict' });
    return {
      files: transaction.objectStore('files'),
      pieces: transaction.objectStore('pieces'),
      kept: mode === 'readwrite' ? finish(transaction) : Promise.resolve(),
    };
  }

  return {
    async find(path) {
      const found: FileRecord | undefined = await settle(begin('readonly').files.get(path));
      return found ?? null;
    },
    findBelow: (prefix) => settle(begin('readonly').files.getAll(beginningWith(prefix))),
    async put(file, changed, pieceCount) {
      const { files, pieces, kept } = begin('readwrite');
      files.put(file);
      for (const [index, piece] of changed) pieces.put(piece, [file.key, index]);
      pieces.delete(piecesFrom(file.key, pieceCount));
      await kept;
    },
    async piece(key, index) {
      const found: Blob | undefined = await settle(begin('readonly').pieces.get([key, index]));
      return found ?? null;
    },
    async move(from, to) {
      const { files, pieces, kept } = begin('readwrite');
      const [file, former]: (FileRecord | undefined)[] = await Promise.all([
        settle(files.get(from)),
        settle(files.get(to)),
      ]);
      if (file === undefined) throw new DOMException(`${from} is not there`, 'NotFoundError');
      if (former !== undefined) pieces.delete(piecesFrom(former.key, 0));
      files.delete(from);
      files.put({ ...file, path: to });
      await kept;
    },
    async remove(removed) {
      const { files, pieces, kept } = begin('readwrite');
      for (const { path, key } of removed) {
        files.delete(path);
        pieces.delete(piecesFrom(key, 0));
      }
      await kept;
    },
  };
}
