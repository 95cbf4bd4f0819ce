import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeBytes, startUnkindServer, type UnkindServer } from '../fakes/unkind-server.ts';
import { createRig, orderFiles, type Rig, type ShelfPage, wantedHashes } from './downloads/rig.ts';

const settings = { pieceBytes: 1024 * 1024, lanes: 2 };
const weights = 'unet/model.onnx';
/** More than one record of 8 MiB, where files are kept as records. */
const files = { 'model_index.json': 300, [weights]: 9 * 1024 * 1024 + 11 };
const totalBytes = Object.values(files).reduce((sum, bytes) => sum + bytes, 0);

describe('the shelf in Chromium', () => {
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

  const folder = 'underpaint-packs/tale@r1';

  async function installed() {
    const order = orderFiles(unkind, 'tale', files);
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    unkind.served.length = 0;
    return order;
  }

  it('reads ranges of a file that is too large to be read whole', async () => {
    const order = await installed();
    const made = unkind.files.get(weights)!;
    const range = await shelf.call('readRange', 'tale', weights, 8_388_600, 8_388_620);
    expect(range).toEqual([...makeBytes(made, 8_388_600, 8_388_620)]);
    expect(await shelf.call('readRange', 'tale', 'unet/other.onnx', 0, 1)).toEqual([]);
    await shelf.call('remove', order);
  });

  it('finds one flipped bit, counts the pack as installed no more, and fetches that file alone again', async () => {
    const order = await installed();
    expect(await shelf.call('verify', order)).toEqual([]);
    await shelf.call('flipRaw', `${folder}/files/${weights}`, 8_000_000);
    expect(await shelf.call('hashes', 'tale')).not.toEqual(wantedHashes(unkind, order));
    expect(await shelf.call('verify', order)).toEqual([weights]);
    expect(await shelf.call('hashes', 'tale')).toBeNull();
    expect(await shelf.call('verify', order)).toBeNull();
    expect(await shelf.call('list')).toMatchObject([{ state: 'partial' }]);
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.sentBytes()).toBe(files[weights]);
    expect(await shelf.call('hashes', 'tale')).toEqual(wantedHashes(unkind, order));
    await shelf.call('remove', order);
  });

  it('holds a file to the hash that its first download pinned', async () => {
    const order = orderFiles(unkind, 'tale', files, { known: false });
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    await shelf.call('flipRaw', `${folder}/files/${weights}`, 5);
    await shelf.call('verify', order);
    unkind.files.set(weights, { ...unkind.files.get(weights)!, seed: 4 });
    expect(await shelf.call('install', order, settings)).toMatchObject({
      end: 'model-broken',
      subject: weights,
    });
    await shelf.call('remove', order);
  });

  it('tells evicted packs from installed ones, and from those that were removed', async () => {
    const order = await installed();
    await shelf.call('removeRaw', `${folder}/files/${weights}`);
    expect(await shelf.call('list')).toMatchObject([{ id: 'tale', state: 'evicted' }]);
    expect(await shelf.call('hashes', 'tale')).toBeNull();
    await shelf.call('removeRaw', 'underpaint-packs/tale@r1');
    expect(await shelf.call('list')).toMatchObject([
      { id: 'tale', revision: 'r1', state: 'evicted', bytes: 0 },
    ]);
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.sentBytes()).toBe(totalBytes);
    expect(await shelf.call('list')).toMatchObject([{ state: 'installed' }]);
    await shelf.call('remove', order);
    expect(await shelf.call('list')).toEqual([]);
  });

  it('does not take a pack for installed whose manifest is damaged, and mends it without fetching', async () => {
    const order = await installed();
    const manifests = (await shelf.call('raw')).filter((path) => path.startsWith(`${folder}/manifest`));
    expect(manifests.length).toBeGreaterThan(0);
    for (const path of manifests) await shelf.call('flipRaw', path, 90);
    expect(await shelf.call('hashes', 'tale')).toBeNull();
    expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.served).toEqual([]);
    expect(await shelf.call('hashes', 'tale')).toEqual(wantedHashes(unkind, order));
    await shelf.call('remove', order);
  });

  it('keeps revisions apart and opens the one that was installed last', async () => {
    const first = orderFiles(unkind, 'tale', { a: 1000 });
    await shelf.call('install', first, settings);
    const second = orderFiles(unkind, 'tale', { a: 2000 }, { revision: 'r2' });
    await shelf.call('install', second, settings);
    expect((await shelf.call('list')).map(({ revision }) => revision).sort()).toEqual(['r1', 'r2']);
    expect(await shelf.call('hashes', 'tale')).toEqual(wantedHashes(unkind, second));
    for (const order of [first, second]) await shelf.call('remove', order);
  });

  it('says how much room there is, and that nobody has promised to keep it', async () => {
    const { usedBytes, freeBytes, isPersistent } = await shelf.call('room');
    expect(usedBytes).toBeGreaterThanOrEqual(0);
    expect(freeBytes).toBeGreaterThan(1e9);
    expect(isPersistent).toBe(false);
  });

  it('keeps packs in records where files are refused, resumes and outlives the page', async () => {
    const page = await rig.open(context, 'opfs');
    expect(await page.call('kind')).toBe('indexeddb');
    const order = orderFiles(unkind, 'records', files);
    unkind.pauseMs = 5;
    await page.call('begin', order, settings);
    await expect.poll(() => unkind.sentBytes(), { interval: 5, timeout: 30_000 }).toBeGreaterThan(4_000_000);
    await page.page.close();
    unkind.pauseMs = 0;
    const again = await rig.open(context, 'opfs');
    expect(await again.call('hashes', 'records')).toBeNull();
    expect(await again.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(unkind.sentBytes()).toBeLessThanOrEqual(totalBytes + settings.lanes * settings.pieceBytes);
    expect(await again.call('verify', order)).toEqual([]);
    expect(await again.call('hashes', 'records')).toEqual(wantedHashes(unkind, order));
    await again.call('remove', order);
    expect(await again.call('list')).toEqual([]);
    await again.page.close();
  });

  it('keeps packs in memory where all storage is refused, says so, and forgets them with the page', async () => {
    const page = await rig.open(context, 'all');
    expect(await page.call('kind')).toBe('memory');
    const order = orderFiles(unkind, 'fleeting', files);
    expect(await page.call('install', order, settings)).toMatchObject({ end: 'installed' });
    expect(await page.call('hashes', 'fleeting')).toEqual(wantedHashes(unkind, order));
    await page.page.close();
    expect(await shelf.call('list')).toEqual([]);
  });
});
