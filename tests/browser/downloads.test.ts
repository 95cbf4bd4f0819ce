import { writeFile } from 'node:fs/promises';
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startUnkindServer, type UnkindServer } from '../fakes/unkind-server.ts';
import { createRig, orderFiles, type Rig, readPeak, type ShelfPage, wantedHashes } from './downloads/rig.ts';

const mebibyte = 1024 * 1024;
const settings = { pieceBytes: mebibyte / 4, lanes: 3 };
const inFlightBytes = settings.pieceBytes * settings.lanes;
/** What a real export looks like, some thousand times smaller. */
const files = {
  'model_index.json': 500,
  'text_encoder/model.onnx': 700_001,
  'unet/model.onnx': 5 * mebibyte + 17,
  'vae_decoder/model.onnx': mebibyte,
};
const totalBytes = Object.values(files).reduce((sum, bytes) => sum + bytes, 0);

describe('downloading a pack in Chromium', () => {
  let rig: Rig;
  let unkind: UnkindServer;
  let context: BrowserContext;
  let shelf: ShelfPage;

  beforeAll(async () => {
    [rig, unkind] = await Promise.all([createRig(), startUnkindServer()]);
    context = await rig.start();
    shelf = await rig.open(context);
  });
  afterAll(async () => {
    await rig?.close();
    await unkind?.close();
  });
  afterEach(() => unkind.reset());

  /** Resolves when the server has sent so many bytes of content. */
  const sent = (bytes: number) =>
    expect.poll(() => unkind.sentBytes(), { timeout: 60_000, interval: 5 }).toBeGreaterThanOrEqual(bytes);

  it('fetches every byte once, verifies and opens it, and asks nothing the second time', async () => {
    const order = orderFiles(unkind, 'whole', files);
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.sentBytes()).toBe(totalBytes);
    expect(unkind.served.every(({ method, status }) => method === 'GET' && status === 206)).toBe(true);
    expect(await shelf.call('kind')).toBe('opfs');
    expect(await shelf.call('hashes', 'whole')).toEqual(wantedHashes(unkind, order));
    const list = await shelf.call('list');
    expect(list).toMatchObject([{ id: 'whole', revision: 'r1', state: 'installed' }]);
    expect(list[0]!.bytes).toBeGreaterThan(totalBytes);
    expect((await shelf.call('raw')).filter((path) => path.endsWith('.part'))).toEqual([]);
    expect(await shelf.call('progress', 'whole')).toContainEqual(
      expect.objectContaining({ doneBytes: totalBytes, totalBytes }),
    );
    const asked = unkind.served.length;
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.served.length).toBe(asked);
    await shelf.call('remove', order);
    expect(await shelf.call('list')).toEqual([]);
    expect(await shelf.call('raw')).toEqual([]);
  });

  it('pins the hashes of files that nobody has told any of', async () => {
    const order = orderFiles(unkind, 'pinned', files, { known: false });
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.sentBytes()).toBe(totalBytes);
    expect(await shelf.call('hashes', 'pinned')).toEqual(wantedHashes(unkind, order));
    expect(await shelf.call('verify', order)).toEqual([]);
    await shelf.call('remove', order);
  });

  it('fetches a pack of many files', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `parts/${i}.bin`);
    const order = orderFiles(unkind, 'many', Object.fromEntries(names.map((name, i) => [name, 1000 + i])));
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.served.length).toBe(names.length);
    expect(await shelf.call('hashes', 'many')).toEqual(wantedHashes(unkind, order));
    await shelf.call('remove', order);
  });

  it('pauses, keeps what has come, and goes on with the rest; a cancelled one stays resumable, a removed one is gone', async () => {
    const order = orderFiles(unkind, 'paused', files);
    unkind.pauseMs = 15;
    await shelf.call('begin', order, settings);
    await sent(totalBytes * 0.3);
    await shelf.call('pause', order);
    expect(await shelf.call('outcome', 'paused')).toMatchObject({ end: 'paused' });
    expect(await shelf.call('list')).toMatchObject([{ id: 'paused', state: 'partial' }]);
    expect(await shelf.call('hashes', 'paused')).toBeNull();
    await shelf.call('begin', order, settings);
    await sent(totalBytes * 0.6);
    await shelf.call('cancel', 'paused');
    expect(await shelf.call('outcome', 'paused')).toMatchObject({ end: 'cancelled' });
    unkind.pauseMs = 0;
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.sentBytes()).toBeLessThanOrEqual(totalBytes + 2 * inFlightBytes);
    expect(await shelf.call('hashes', 'paused')).toEqual(wantedHashes(unkind, order));
    const other = orderFiles(unkind, 'given-up', files);
    unkind.pauseMs = 15;
    await shelf.call('begin', other, settings);
    await sent(totalBytes * 1.5);
    await shelf.call('remove', other);
    expect(await shelf.call('outcome', 'given-up')).toMatchObject({ end: 'paused' });
    await shelf.call('remove', order);
    expect(await shelf.call('raw')).toEqual([]);
  });

  it('is fetched once for two pages of a profile, and the second goes on where the first was closed', async () => {
    const order = orderFiles(unkind, 'shared', files);
    const second = await rig.open(context);
    unkind.pauseMs = 10;
    await second.call('begin', order, settings);
    await sent(1);
    await shelf.call('begin', order, settings);
    await sent(totalBytes * 0.5);
    // The one that waits sees how far the other is.
    expect((await shelf.call('progress', 'shared')).at(-1)!.doneBytes).toBeGreaterThan(0);
    await second.page.close();
    expect(await shelf.call('outcome', 'shared')).toMatchObject({ end: 'installed' });
    expect(unkind.sentBytes()).toBeLessThanOrEqual(totalBytes + inFlightBytes);
    const third = await rig.open(context);
    expect(await third.call('hashes', 'shared')).toEqual(wantedHashes(unkind, order));
    await shelf.call('remove', order);
    unkind.served.length = 0;
    const both = [third, shelf].map((one) => one.call('install', order, settings));
    expect((await Promise.all(both)).map(({ end }) => end)).toEqual(['installed', 'installed']);
    expect(unkind.sentBytes()).toBe(totalBytes);
    await third.page.close();
    await shelf.call('remove', order);
  });

  it('goes on after the browser was killed at 10, 50 and 99 percent, and fetches again only what was in flight', async () => {
    const order = orderFiles(unkind, 'killed', files);
    for (const share of [0.1, 0.5, 0.99]) {
      unkind.holdAtBytes = unkind.sentBytes();
      const asked = unkind.served.length;
      await shelf.call('begin', order, settings);
      // Once it asks, it has read of all files what is there; nothing comes while the server holds.
      await expect.poll(() => unkind.served.length, { interval: 20 }).toBeGreaterThan(asked);
      const last = () => shelf.call('progress', 'killed').then((told) => told.at(-1));
      await expect.poll(last, { interval: 20 }).toBeDefined();
      const doneBefore = (await last())!.doneBytes;
      // At most one block more per request that is open.
      unkind.holdAtBytes += totalBytes * share - doneBefore - settings.lanes * 65_536;
      await sent(unkind.holdAtBytes);
      await rig.kill();
      context = await rig.start();
      shelf = await rig.open(context);
      // A tenth may end before the first piece is whole and noted.
      const kept = (await shelf.call('list')).map(({ id, state }) => `${id} ${state}`);
      expect(share === 0.1 && kept.length === 0 ? ['killed partial'] : kept).toEqual(['killed partial']);
      expect(await shelf.call('hashes', 'killed')).toBeNull();
    }
    unkind.holdAtBytes = Number.POSITIVE_INFINITY;
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.sentBytes()).toBeLessThanOrEqual(totalBytes + 3 * inFlightBytes);
    expect(await shelf.call('hashes', 'killed')).toEqual(wantedHashes(unkind, order));
    await shelf.call('remove', order);
  });

  it.skipIf(process.platform !== 'linux')(
    'takes less than 64 MB of memory for a pack of 300 MB',
    async () => {
      const call = await rig.startUndriven();
      // The first download pays for the code and the buffers that every one needs.
      await call('install', orderFiles(unkind, 'small', files), settings);
      const order = orderFiles(unkind, 'large', { 'unet/model.onnx': 300_000_000 });
      const before = new Map<number, number>();
      for (const pid of rig.renderers()) {
        await writeFile(`/proc/${pid}/clear_refs`, '5');
        before.set(pid, await readPeak(pid));
      }
      expect(before.size).toBeGreaterThan(0);
      expect(await call('install', order, {})).toMatchObject({ end: 'installed' });
      const rises = await Promise.all([...before].map(async ([pid, bytes]) => (await readPeak(pid)) - bytes));
      expect(Math.max(...rises)).toBeGreaterThan(0);
      expect(Math.max(...rises) / mebibyte).toBeLessThan(64);
    },
  );
});
