import { describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../../../protocol/errors.ts';
import type { FileStore } from '../../../../ui/engine/worker/store/file-store.ts';
import { createMemoryTable } from '../../../../ui/engine/worker/store/memory-table.ts';
import { tryOut } from '../../../../ui/engine/worker/store/opfs-store.ts';
import { createPieceStore } from '../../../../ui/engine/worker/store/piece-store.ts';

/** A place for files whose every write fails; counts the files that are open. */
function createFailing(code: ErrorCode) {
  const store = createPieceStore('memory', createMemoryTable());
  let open = 0;
  const failing: FileStore = {
    ...store,
    async openForWriting(path) {
      const file = await store.openForWriting(path);
      open++;
      return {
        ...file,
        write: async () => {
          throw new AppError(code);
        },
        async close() {
          open--;
          await file.close();
        },
      };
    },
  };
  return { failing, countOpen: () => open };
}

describe('trying whether files can be written', () => {
  it('takes a full disk for no refusal, so that what is on it can be removed', async () => {
    const { failing, countOpen } = createFailing('no-space');
    await tryOut(failing);
    expect(countOpen()).toBe(0);
    expect(await failing.list('')).toEqual([]);
  });

  it('tells a refusal, and leaves no file behind', async () => {
    const { failing, countOpen } = createFailing('storage-refused');
    await expect(tryOut(failing)).rejects.toMatchObject({ code: 'storage-refused' });
    expect(countOpen()).toBe(0);
    expect(await failing.list('')).toEqual([]);
  });
});
