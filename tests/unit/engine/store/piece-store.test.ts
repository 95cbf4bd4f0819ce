import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryTable } from '../../../../ui/engine/worker/store/memory-table.ts';
import { createPieceStore, recordBytes } from '../../../../ui/engine/worker/store/piece-store.ts';

const createStore = () => createPieceStore('memory', createMemoryTable());
const bytesOf = async (blob: Blob | null) =>
  blob === null ? null : new Uint8Array(await blob.arrayBuffer());

/** Offsets where something may go wrong: at the beginning and around the ends of records. */
const offset = fc
  .tuple(fc.constantFrom(0, recordBytes, 2 * recordBytes), fc.integer({ min: -3, max: 3 }))
  .map(([near, by]) => Math.max(0, near + by));
const step = fc.oneof(
  fc.record({
    kind: fc.constant('write' as const),
    at: offset,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
  }),
  fc.record({ kind: fc.constantFrom('flush' as const, 'reopen' as const) }),
  fc.record({ kind: fc.constant('truncate' as const), at: offset }),
);

describe('files in records', () => {
  it('hold what a plain buffer would, whatever is written, cut off and reopened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const store = createStore();
        let file = await store.openForWriting('f');
        let plain = new Uint8Array(0);
        for (const one of steps) {
          if (one.kind === 'write') {
            await file.write(one.bytes as Uint8Array<ArrayBuffer>, one.at);
            const grown = new Uint8Array(Math.max(plain.length, one.at + one.bytes.length));
            grown.set(plain);
            grown.set(one.bytes, one.at);
            plain = grown;
          } else if (one.kind === 'truncate') {
            await file.truncate(one.at);
            const cut = new Uint8Array(one.at);
            cut.set(plain.subarray(0, one.at));
            plain = cut;
          } else {
            await file.flush();
            if (one.kind === 'reopen') {
              await file.close();
              file = await store.openForWriting('f');
            }
          }
          const read = new Uint8Array(12);
          for (const near of [0, recordBytes, 2 * recordBytes]) {
            const from = Math.max(0, near - 6);
            const expected = plain.subarray(from, from + 12);
            expect(await file.read(read, from)).toBe(Math.max(0, expected.length));
            expect([...read.subarray(0, expected.length)]).toEqual([...expected]);
          }
        }
        await file.close();
        const kept = (await bytesOf(await store.open('f')))!;
        expect(Buffer.compare(kept, plain)).toBe(0);
      }),
      { numRuns: 8 },
    );
  });

  it('keep what is written while they are being put away', async () => {
    const table = createMemoryTable();
    const store = createPieceStore('memory', {
      ...table,
      put: async (...args) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await table.put(...args);
      },
      piece: async (...args) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return table.piece(...args);
      },
    });
    const file = await store.openForWriting('f');
    // Two hands on one record, neither of which has been loaded.
    await Promise.all([file.write(new Uint8Array([1]), 0), file.write(new Uint8Array([2]), 1)]);
    const flushing = file.flush();
    await file.write(new Uint8Array([3]), 2);
    await flushing;
    await file.close();
    expect(await bytesOf(await store.open('f'))).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('are renamed over others, listed below their folder and removed with it', async () => {
    const store = createStore();
    for (const [path, value] of [
      ['a/x', 1],
      ['a/b/y', 2],
      ['ab/z', 3],
    ] as const) {
      const file = await store.openForWriting(path);
      await file.write(new Uint8Array([value]), 0);
      await file.close();
    }
    expect(await store.list('a')).toEqual([
      { path: 'x', bytes: 1 },
      { path: 'b/y', bytes: 1 },
    ]);
    await store.move('a/x', 'a/b/y');
    expect(await bytesOf(await store.open('a/b/y'))).toEqual(new Uint8Array([1]));
    expect(await store.open('a/x')).toBeNull();
    await store.remove('a');
    expect(await store.list('')).toEqual([{ path: 'ab/z', bytes: 1 }]);
    await store.remove('nothing');
    await expect(store.move('nothing', 'x')).rejects.toMatchObject({ code: 'storage-refused' });
  });
});
