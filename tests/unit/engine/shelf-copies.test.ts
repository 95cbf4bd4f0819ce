import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCancellation } from '../../../protocol/cancellation.ts';
import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import { openShelfNotes } from '../../../ui/engine/worker/shelf/shelf-notes.ts';
import type { ShelfStore } from '../../../ui/engine/worker/store/shelf-store.ts';
import type { PackSource } from '../../../ui/runtime/pack-files.ts';
import { createShelfRig, openRigStore, patient, type ShelfRig } from '../../fakes/shelf-rig.ts';

const pack = join(import.meta.dirname, '../../fixtures/parity/packs/sd15');
const paths = (readdirSync(pack, { recursive: true }) as string[]).filter((path) =>
  statSync(join(pack, path)).isFile(),
);

let store: ShelfStore;
let rig: ShelfRig;
beforeEach(async () => {
  store = await openRigStore();
  rig = createShelfRig(store);
});

/** The pack's folder as a browser hands it on, one file replaced. */
function folderFiles(change: Record<string, Uint8Array<ArrayBuffer>> = {}) {
  return paths.map((path) => {
    const bytes = change[path] ?? new Uint8Array(readFileSync(join(pack, path)));
    return { path: `fox/${path}`, file: new File([bytes], path, { lastModified: 1_700_000_000_000 }) };
  });
}

/** A .zip archive of the pack below a folder, with other entries beside it. */
async function zipPack(
  extra: Record<string, Uint8Array<ArrayBuffer> | string> = {},
  leaveOut = /^$/,
  options: { password?: string; level?: number } = {},
): Promise<Blob> {
  const zip = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  for (const path of paths.filter((one) => !leaveOut.test(one)))
    await zip.add(`export/${path}`, new Uint8ArrayReader(new Uint8Array(readFileSync(join(pack, path)))));
  for (const [name, content] of Object.entries(extra))
    await zip.add(
      name,
      typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content),
    );
  return zip.close();
}

const importZip = (file: Blob, name = 'fox.zip', context = patient()) =>
  rig.shelf.handlers.importZip({ name, file }, context) as Promise<ModelInfo>;

async function isSame(source: PackSource | null, path: string): Promise<boolean> {
  return Buffer.from((await source?.read(path)) ?? []).equals(readFileSync(join(pack, path)));
}

async function packFiles(): Promise<string[]> {
  return (await store.files.list('')).map(({ path }) => path).filter((path) => path.startsWith('folder'));
}

describe('a folder that was added', () => {
  it('is kept for the next start, and its copy counts from then on', async () => {
    const model = await rig.imported.add('fox', folderFiles());
    await rig.shelf.keep(model);
    expect(rig.imported.list()).toEqual([]);
    expect(await rig.item('folder:fox')).toMatchObject({ origin: 'folder', state: 'installed', name: 'fox' });
    const later = createShelfRig(store);
    expect(await later.shelf.list()).toEqual([model]);
    const source = await later.shelf.find('folder:fox');
    expect(await isSame(source, 'unet/model.onnx')).toBe(true);
    expect(await later.shelf.handlers.verifyModel({ id: 'folder:fox' }, patient())).toEqual({ broken: [] });
  });

  it('is not copied twice, and takes the place of an older one of its name', async () => {
    await rig.shelf.keep(await rig.imported.add('fox', folderFiles()));
    const [first] = await store.list();
    await rig.shelf.keep(await rig.imported.add('fox', folderFiles()));
    expect((await store.list()).map(({ installedAt }) => installedAt)).toEqual([first?.installedAt]);
    const config = readFileSync(join(pack, 'unet/config.json'), 'utf8');
    const changed = { 'unet/config.json': new TextEncoder().encode(`${config} `) };
    await rig.shelf.keep(await rig.imported.add('fox', folderFiles(changed)));
    const packs = await store.list();
    expect(packs).toHaveLength(1);
    expect(packs[0]?.revision).not.toBe(first?.revision);
  });

  it('stays usable from where it is when the disk has no room for it', async () => {
    rig = createShelfRig(await openRigStore(1000));
    const model = await rig.imported.add('fox', folderFiles());
    await rig.shelf.keep(model);
    expect(rig.imported.list()).toEqual([model]);
    expect(await rig.item('folder:fox')).toMatchObject({ state: 'failed', failure: { code: 'no-space' } });
  });

  it('is known at the next start where the page ended right after the last file', async () => {
    const model = await rig.imported.add('fox', folderFiles());
    await rig.shelf.keep(model);
    await openShelfNotes(store).change((notes) => ({ ...notes, packs: {} }));
    const later = createShelfRig(store);
    expect(await later.shelf.list()).toEqual([model]);
    expect(await later.item('folder:fox')).toMatchObject({
      origin: 'folder',
      state: 'installed',
      name: 'fox',
    });
  });

  it('leaves nothing of a copy that a crash has cut off', async () => {
    const file = await store.files.openForWriting('folder%3Afox@0123/files/unet/model.onnx');
    await file.write(new Uint8Array(5000), 0);
    await file.close();
    expect(await packFiles()).toHaveLength(1);
    await createShelfRig(store).item('default');
    await expect.poll(packFiles).toEqual([]);
  });
});

describe('a .zip file that was added', () => {
  it('is found wherever it is in the archive, without what does not belong to it', async () => {
    const archive = await zipPack({ '__MACOSX/export/._model_index.json': 'x', 'export/preview.png': 'x' });
    expect(await importZip(archive)).toMatchObject({ id: 'folder:fox', name: 'fox', origin: 'folder' });
    expect(await rig.item('folder:fox')).toMatchObject({ origin: 'zip', state: 'installed' });
    const source = await createShelfRig(store).shelf.find('folder:fox');
    const listed = (await source?.list())?.map(({ path }) => path).sort();
    expect(listed).toEqual(paths.filter((path) => !/\.(md|png)$/.test(path)).sort());
    expect(await isSame(source, 'vae_decoder/model.onnx')).toBe(true);
  });

  const refused: [string, () => Promise<Blob>, string][] = [
    ['a name that leads out of it', () => renamed(zipPack({ 'aa/evil.txt': 'x' })), 'archive-unsafe'],
    [
      'contents made to fill a disk',
      () => zipPack({ 'export/zeros.bin': new Uint8Array(2 ** 27) }),
      'archive-unsafe',
    ],
    ['a password', () => zipPack({}, /^$/, { password: 'secret' }), 'archive-unreadable'],
    ['no pack in it', () => zipPack({}, /./), 'not-a-model'],
    ['a part missing', () => zipPack({}, /^unet\/model/), 'model-file-missing'],
    ['a damaged file', () => damaged(zipPack({}, /^$/, { level: 0 })), 'archive-unreadable'],
    ['its end cut off', async () => (await zipPack()).slice(0, 100_000), 'archive-unreadable'],
    ['nothing of a .zip', async () => new Blob(['hello']), 'archive-unreadable'],
  ];
  it.each(refused)('is refused with %s, and nothing of it is kept', async (_, make, code) => {
    await expect(importZip(await make())).rejects.toMatchObject({ code });
    expect(await packFiles()).toEqual([]);
    expect(await rig.shelf.list()).toEqual([]);
  });

  it('is refused before anything is written when the disk has no room', async () => {
    store = await openRigStore(1000);
    rig = createShelfRig(store);
    await expect(importZip(await zipPack())).rejects.toMatchObject({ code: 'no-space' });
    expect(await packFiles()).toEqual([]);
  });

  it('can be stopped half way, and nothing of it is kept', async () => {
    const { token, cancel } = createCancellation();
    const context = {
      cancelled: token,
      progress: ({ doneBytes }: { doneBytes: number }) => (doneBytes > 100_000 ? cancel() : undefined),
    };
    await expect(importZip(await zipPack(), 'fox.zip', context)).rejects.toMatchObject({ code: 'cancelled' });
    expect(await packFiles()).toEqual([]);
  });
});

/** The name that the writer would refuse to write: every `aa/evil.txt` becomes `../evil.txt`. */
async function renamed(archive: Promise<Blob>): Promise<Blob> {
  const bytes = Buffer.from(await (await archive).arrayBuffer());
  for (let at = bytes.indexOf('aa/evil'); at >= 0; at = bytes.indexOf('aa/evil', at)) bytes.write('..', at);
  return new Blob([bytes]);
}

/** One bit of the U-Net's weights, far from every header. */
async function damaged(archive: Promise<Blob>): Promise<Blob> {
  const bytes = Buffer.from(await (await archive).arrayBuffer());
  const weights = readFileSync(join(pack, 'unet/model.onnx')).subarray(500_000, 500_064);
  const at = bytes.indexOf(weights);
  if (at < 0) throw new Error('the archive does not hold the weights as they are');
  bytes[at]! ^= 1;
  return new Blob([bytes]);
}
