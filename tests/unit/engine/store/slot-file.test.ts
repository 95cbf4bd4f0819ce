import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../protocol/errors.ts';
import type { FileStore } from '../../../../ui/engine/worker/store/file-store.ts';
import { createMemoryTable } from '../../../../ui/engine/worker/store/memory-table.ts';
import { createPieceStore } from '../../../../ui/engine/worker/store/piece-store.ts';
import { openSlotFile, readSlots, removeSlots } from '../../../../ui/engine/worker/store/slot-file.ts';

async function overwrite(store: FileStore, path: string, text: string): Promise<void> {
  const file = await store.openForWriting(path);
  await file.truncate(0);
  await file.write(new TextEncoder().encode(text), 0);
  await file.close();
}

describe('a value in two slots', () => {
  const createStore = () => createPieceStore('memory', createMemoryTable());

  it('is the last one saved, also after reopening', async () => {
    const store = createStore();
    const slots = await openSlotFile(store, 'v');
    expect(slots.value).toBeNull();
    for (const value of [1, { two: 2 }, [3]]) await slots.save(value);
    expect(await readSlots(store, 'v')).toEqual([3]);
    const again = await openSlotFile(store, 'v');
    expect(again.value).toEqual([3]);
    await again.save('four');
    expect(await readSlots(store, 'v')).toBe('four');
  });

  it('falls back to the one before when the last was cut anywhere', async () => {
    const store = createStore();
    const slots = await openSlotFile(store, 'v');
    await slots.save('first');
    await slots.save('second');
    const whole = await (await store.open('v.0'))!.text();
    expect(whole).toContain('second');
    for (let length = 0; length < whole.length; length++) {
      await overwrite(store, 'v.0', whole.slice(0, length));
      expect(await readSlots(store, 'v')).toBe('first');
    }
    await overwrite(store, 'v.0', whole.replace('second', 'secund'));
    expect(await readSlots(store, 'v')).toBe('first');
  });

  it('outlives a disk that stays full, however often it is tried', async () => {
    const store = createStore();
    let isFull = false;
    const full: FileStore = {
      ...store,
      async openForWriting(path) {
        const file = await store.openForWriting(path);
        return {
          ...file,
          async write(bytes, at) {
            if (isFull) throw new AppError('no-space');
            await file.write(bytes, at);
          },
        };
      },
    };
    const slots = await openSlotFile(full, 'v');
    await slots.save('first');
    await slots.save('second');
    isFull = true;
    for (let tries = 0; tries < 3; tries++)
      await expect(slots.save('third')).rejects.toMatchObject({ code: 'no-space' });
    expect(await readSlots(store, 'v')).toBe('second');
    isFull = false;
    await slots.save('fourth');
    expect(await readSlots(store, 'v')).toBe('fourth');
  });

  it('does not come back to life while it is removed', async () => {
    const store = createStore();
    const slots = await openSlotFile(store, 'v');
    await slots.save('old');
    await slots.save('new');
    const removed: string[] = [];
    await removeSlots({ ...store, remove: async (path) => void removed.push(path) }, 'v');
    // A crash after the first removal leaves the newer value and never the older one.
    expect(removed).toEqual(['v.1', 'v.0']);
    await removeSlots(store, 'v');
    expect(await readSlots(store, 'v')).toBeNull();
  });
});
