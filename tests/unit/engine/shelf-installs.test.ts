import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCancellation } from '../../../protocol/cancellation.ts';
import { openShelfNotes } from '../../../ui/engine/worker/shelf/shelf-notes.ts';
import { pathsOfPack } from '../../../ui/engine/worker/store/pack-folder.ts';
import type { ShelfStore } from '../../../ui/engine/worker/store/shelf-store.ts';
import { type PackServer, startPackServer } from '../../fakes/pack-server.ts';
import { createShelfRig, openRigStore, patient, type ShelfRig } from '../../fakes/shelf-rig.ts';

const pack = join(import.meta.dirname, '../../fixtures/parity/packs/sd15');
// A row of the catalog that nobody publishes whole, so that a server of one's own has to.
const id = 'lcm-tiny-sd';

let server: PackServer;
let store: ShelfStore;
let rig: ShelfRig;

beforeEach(async () => {
  server = await startPackServer({ packs: { [id]: pack } });
  store = await openRigStore();
  rig = createShelfRig(store);
});
afterEach(() => server.close());

const addServer = (to = rig) => to.shelf.handlers.addBase({ url: server.url }, patient() as never);

/** Waits until a download has brought something and is not through. */
async function untilUnderWay(): Promise<void> {
  await expect
    .poll(async () => (await rig.item(id)).progress?.doneBytes ?? 0, { timeout: 15_000 })
    .toBeGreaterThan(0);
}

describe('the shelf', () => {
  it('has what comes with the page installed, and offers what a server has with its bytes', async () => {
    expect(await rig.item('default')).toMatchObject({ origin: 'page', state: 'installed' });
    expect(await rig.item(id)).toMatchObject({ state: 'offered', isDownloadable: false });
    expect(await addServer()).toEqual({ url: server.url, models: 1 });
    const offered = await rig.item(id);
    expect(offered).toMatchObject({ state: 'offered', isDownloadable: true });
    expect(offered.bytes).toBeGreaterThan(1e6);
    expect(offered.bytes).toBeLessThan(5e6);
  });

  it('fetches nothing before the license is accepted in the words that are shown', async () => {
    await addServer();
    server.served.length = 0;
    for (const acceptedLicense of [null, '0'.repeat(64)])
      await expect(rig.shelf.handlers.install({ id, acceptedLicense }, patient())).rejects.toMatchObject({
        code: 'license-not-accepted',
      });
    expect(server.served).toEqual([]);
    await rig.install(id);
    expect((await rig.item(id)).license?.acceptedOn).toMatch(/^20\d\d-/);
  });

  it('lists at the next start what came whole before its page ended', async () => {
    await addServer();
    await rig.install(id);
    const listed = await rig.shelf.list();
    expect(listed.map((model) => model.id)).toEqual([id]);
    const { change } = openShelfNotes(store);
    await change(({ packs, ...kept }) => ({
      ...kept,
      packs: { ...packs, [id]: { ...packs[id]!, model: null } },
    }));
    const later = createShelfRig(store);
    expect(await later.shelf.list()).toEqual(listed);
  });

  it('installs what is found, listed and still there at the next start', async () => {
    await addServer();
    const progress: number[] = [];
    const acceptedLicense = (await rig.item(id)).license!.textHash;
    const installed = await rig.shelf.handlers.install(
      { id, acceptedLicense },
      { ...patient(), progress: ({ doneBytes }) => progress.push(doneBytes) },
    );
    expect(installed).toMatchObject({ id, state: 'installed', progress: null, failure: null });
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toBe(Math.max(...progress));
    const later = createShelfRig(store);
    expect(await later.item(id)).toMatchObject({ state: 'installed' });
    expect(await later.shelf.list()).toMatchObject([
      { id, name: 'Tiny SD, LCM', tasks: ['generate', 'fill', 'vary'], defaultScheduler: 'lcm' },
    ]);
    const source = await later.shelf.find(id);
    expect(await source?.has('unet/model.onnx')).toBe(true);
    expect((await later.item(id)).lastUsed).not.toBeNull();
  });

  it('pauses, offers to go on after a restart, and fetches no file twice', async () => {
    await addServer();
    server.bytesPerSecond = 400_000;
    const ended = rig.install(id);
    await untilUnderWay();
    await rig.shelf.handlers.pauseInstall({ id }, patient() as never);
    expect(await ended).toMatchObject({ state: 'paused' });
    const next = createShelfRig(store);
    const paused = await next.item(id);
    expect(paused).toMatchObject({ state: 'paused', progress: null });
    expect(paused.installedBytes).toBeGreaterThan(0);
    expect(await next.shelf.list()).toEqual([]);
    server.bytesPerSecond = null;
    expect(await next.shelf.handlers.resumeInstall({ id }, patient())).toMatchObject({ state: 'installed' });
    const small = server.served.filter((path) => path.endsWith('model_index.json'));
    expect(small).toHaveLength(1);
  });

  it('is told of at most four states a second while something is fetched', async () => {
    await addServer();
    server.bytesPerSecond = 1_000_000;
    const startMs = performance.now();
    await rig.install(id);
    const seconds = (performance.now() - startMs) / 1000;
    expect(rig.told.length).toBeLessThanOrEqual(4 * seconds + 2);
    await expect.poll(() => rig.told.at(-1)?.items.find((item) => item.id === id)?.state).toBe('installed');
  });

  it('pauses when the only caller gives up, and removes what has come when told to', async () => {
    await addServer();
    server.bytesPerSecond = 400_000;
    const { token, cancel } = createCancellation();
    const acceptedLicense = (await rig.item(id)).license!.textHash;
    const ended = rig.shelf.handlers.install({ id, acceptedLicense }, { ...patient(), cancelled: token });
    await untilUnderWay();
    cancel();
    expect(await ended).toMatchObject({ state: 'paused' });
    const again = rig.install(id);
    again.catch(() => {});
    await untilUnderWay();
    await rig.shelf.handlers.cancelInstall({ id }, patient() as never);
    await expect(again).rejects.toMatchObject({ code: 'cancelled' });
    expect(await rig.item(id)).toMatchObject({ state: 'offered', installedBytes: 0, failure: null });
  });

  it('says what failed, and goes on where it was when asked again', async () => {
    await addServer();
    await server.close();
    await expect(rig.install(id)).rejects.toMatchObject({ code: 'server-unreachable' });
    expect(await rig.item(id)).toMatchObject({ state: 'failed', failure: { code: 'server-unreachable' } });
    server = await startPackServer({ packs: { [id]: pack } });
    await addServer();
    expect(await rig.install(id)).toMatchObject({ state: 'installed', failure: null });
  });

  it('finds a damaged file, does not paint with it, and fetches that file alone', async () => {
    await addServer();
    await rig.install(id);
    const [stored] = await store.list();
    const file = await store.files.openForWriting(pathsOfPack(stored!).file('unet/model.onnx'));
    await file.write(new Uint8Array([1, 2, 3, 4]), 1000);
    await file.flush();
    await file.close();
    expect(await rig.shelf.handlers.verifyModel({ id }, patient())).toEqual({ broken: ['unet/model.onnx'] });
    expect(await rig.item(id)).toMatchObject({
      state: 'failed',
      failure: { code: 'model-broken', subject: 'unet/model.onnx' },
    });
    expect(await rig.shelf.find(id)).toBeNull();
    server.served.length = 0;
    expect(await rig.install(id)).toMatchObject({ state: 'installed' });
    expect(
      new Set(server.served.filter((path) => path.startsWith(`${id}/`) && !path.endsWith('files.json'))),
    ).toEqual(new Set([`${id}/unet/model.onnx`]));
    expect(await rig.shelf.handlers.verifyModel({ id }, patient())).toEqual({ broken: [] });
  });

  it('removes a model from the disk, from the list and from memory', async () => {
    await addServer();
    await rig.install(id);
    await rig.shelf.handlers.removeModel({ id }, patient() as never);
    expect(await rig.item(id)).toMatchObject({ state: 'offered', installedBytes: 0 });
    expect(await rig.shelf.list()).toEqual([]);
    expect(rig.dropped).toContain(id);
    expect(await store.files.list('')).toEqual([
      expect.objectContaining({ path: expect.stringContaining('shelf/') }),
      expect.anything(),
    ]);
  });

  it('refuses before the first byte what does not fit the disk', async () => {
    rig = createShelfRig(await openRigStore(100_000));
    await addServer();
    server.served.length = 0;
    await expect(rig.install(id)).rejects.toMatchObject({ code: 'no-space' });
    expect(server.served.filter((path) => !path.endsWith('files.json'))).toEqual([]);
  });
});
