import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type FileJournal, openJournal } from '../../../../ui/engine/worker/downloads/journal.ts';
import { openPartFile } from '../../../../ui/engine/worker/downloads/part-file.ts';
import { createMemoryTable } from '../../../../ui/engine/worker/store/memory-table.ts';
import { createPieceStore } from '../../../../ui/engine/worker/store/piece-store.ts';

const pack = { id: 'a pack/with @ signs', revision: 'r' };
const entry: FileJournal = {
  base: 'https://a/',
  etag: '"e"',
  lastModified: null,
  totalBytes: 30,
  pieceBytes: 10,
  pieces: { done: [[0, 1]], partial: [[2, 4]] },
  hash: null,
  verified: null,
};

describe('the journal of a download', () => {
  const createStore = () => createPieceStore('memory', createMemoryTable());

  it('keeps what many files write at once', async () => {
    const files = createStore();
    const journal = await openJournal(files, pack);
    await Promise.all([...'abcdef'].map((path) => journal.write(path, { ...entry, etag: path })));
    const again = await openJournal(files, pack);
    for (const path of 'abcdef') expect(again.read(path)).toEqual({ ...entry, etag: path });
    expect(again.read('g')).toBeNull();
  });

  it('goes on where the last piece was kept, with the hash of the front, reading none of it back', async () => {
    const files = createStore();
    const bytes = Uint8Array.from({ length: 25 }, (_, i) => i * 7);
    const options = { files, pack, path: 'f', pieceBytes: 10, totalBytes: 25 };
    const first = await openPartFile({ ...options, journal: await openJournal(files, pack) });
    for (const index of [0, 2]) {
      await first.write(bytes.slice(index * 10, index * 10 + 10), index * 10);
      await first.keep(index);
    }
    await first.write(bytes.slice(10, 13), 10);
    first.pieces.setWritten(1, 3);
    await first.rest();

    const journal = await openJournal(files, pack);
    expect(journal.read('f')?.hash?.bytes).toBe(10);
    const reads: number[] = [];
    const watched: typeof files = {
      ...files,
      async openForWriting(path) {
        const file = await files.openForWriting(path);
        return {
          ...file,
          read(into, at) {
            if (path.endsWith('.part')) reads.push(at);
            return file.read(into, at);
          },
        };
      },
    };
    const second = await openPartFile({ ...options, files: watched, journal });
    expect(second.pieces.written(1)).toBe(3);
    expect(second.pieces.next(25, new Set())).toBe(1);
    await second.write(bytes.slice(13, 20), 13);
    await second.keep(1);
    expect(await second.digest()).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(Math.min(...reads)).toBe(10);
  });

  it('believes nothing about bytes that are no longer there', async () => {
    const files = createStore();
    const journal = await openJournal(files, pack);
    await journal.write('f', entry);
    const part = await openPartFile({ files, pack, path: 'f', journal, pieceBytes: 10, totalBytes: 30 });
    expect(part.pieces.doneBytes(30)).toBe(0);
  });
});
