import type { FileRecord, PieceTable } from './piece-store.ts';

/** Records that end with the page. */
export function createMemoryTable(): PieceTable {
  const files = new Map<string, FileRecord>();
  const pieces = new Map<string, Map<number, Blob>>();
  return {
    find: async (path) => files.get(path) ?? null,
    findBelow: async (prefix) => [...files.values()].filter(({ path }) => path.startsWith(prefix)),
    async put(file, changed, pieceCount) {
      files.set(file.path, file);
      const kept = pieces.get(file.key) ?? new Map<number, Blob>();
      pieces.set(file.key, kept);
      for (const [index, piece] of changed) kept.set(index, piece);
      for (const index of [...kept.keys()]) if (index >= pieceCount) kept.delete(index);
    },
    piece: async (key, index) => pieces.get(key)?.get(index) ?? null,
    async move(from, to) {
      const file = files.get(from);
      if (file === undefined) throw new DOMException(`${from} is not there`, 'NotFoundError');
      const former = files.get(to);
      if (former !== undefined) pieces.delete(former.key);
      files.delete(from);
      files.set(to, { ...file, path: to });
    },
    async remove(removed) {
      for (const { path, key } of removed) {
        files.delete(path);
        pieces.delete(key);
      }
    },
  };
}
