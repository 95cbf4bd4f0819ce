import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  answers,
  changesAfter,
  claimsMore,
  cuts,
  holdsOther,
  ignoresRanges,
  type Misdeed,
  overflows,
  shifts,
  signsAddresses,
  stalls,
  times,
  to,
} from '../fakes/misdeeds.ts';
import { startUnkindServer, type UnkindServer } from '../fakes/unkind-server.ts';
import { createRig, orderFiles, type Rig, type ShelfPage, wantedHashes } from './downloads/rig.ts';

const kibibyte = 1024;
const pieceBytes = 128 * kibibyte;
const settings = { pieceBytes, lanes: 3 };
const weights = 'unet/model.onnx';
const files = { 'model_index.json': 300, [weights]: 1024 * kibibyte + 5 };
const totalBytes = Object.values(files).reduce((sum, bytes) => sum + bytes, 0);

describe('downloading from unkind servers', () => {
  let rig: Rig;
  let unkind: UnkindServer;
  let shelf: ShelfPage;
  let count = 0;
  let id = '';

  beforeAll(async () => {
    [rig, unkind] = await Promise.all([createRig(), startUnkindServer()]);
    shelf = await rig.open(await rig.start());
  });
  afterAll(async () => {
    await rig?.close();
    await unkind?.close();
  });
  beforeEach(() => {
    id = `pack-${++count}`;
  });
  afterEach(async () => {
    await shelf.call('remove', { id, revision: 'r1' });
    unkind.reset();
  });

  const servedBy = (mirror: string) => unkind.served.filter((one) => one.mirror === mirror);

  /** Orders from mirrors a and b, and downloads. */
  async function install(options: { known?: boolean; mirrors?: string[] } = {}) {
    const order = orderFiles(unkind, id, files, { mirrors: ['a', 'b'], ...options });
    return { order, outcome: await shelf.call('install', order, settings) };
  }

  async function expectWhole(options: { known?: boolean; mirrors?: string[] } = {}): Promise<void> {
    const { order, outcome } = await install(options);
    expect(outcome).toMatchObject({ end: 'installed' });
    expect(await shelf.call('hashes', id)).toEqual(wantedHashes(unkind, order));
  }

  /** Nothing that counts as installed is left, whatever the download ended with. */
  async function expectRefused(code: string, options: { known?: boolean; mirrors?: string[] } = {}) {
    const { outcome } = await install(options);
    expect(outcome).toMatchObject({ end: code, subject: weights });
    expect(await shelf.call('hashes', id)).toBeNull();
    const states = (await shelf.call('list')).map(({ state }) => state);
    expect(states).not.toContain('installed');
    expect((await shelf.call('raw')).filter((path) => path.endsWith(`files/${weights}`))).toEqual([]);
  }

  it('goes on inside a piece when the line is cut', async () => {
    unkind.misdeeds.set('a', [to(weights, times(6, cuts(70_001)))]);
    await expectWhole({ mirrors: ['a'] });
    expect(unkind.sentBytes()).toBeLessThanOrEqual(totalBytes + 6 * 64 * kibibyte);
  });

  it('gives up on a line that is always cut at once, with what it was', async () => {
    unkind.misdeeds.set('a', [to(weights, cuts(100))]);
    await expectRefused('network-lost', { mirrors: ['a'] });
  });

  it('does not wait for a server that has fallen silent', async () => {
    unkind.misdeeds.set('a', [to(weights, times(3, stalls(1000)))]);
    await expectWhole({ mirrors: ['a'] });
  });

  it('takes the next mirror where a file is missing, refused or gone', async () => {
    for (const status of [404, 410, 401, 451]) {
      unkind.misdeeds.set('a', [to(weights, answers(status))]);
      await expectWhole();
      expect(servedBy('b').every(({ path }) => path === weights)).toBe(true);
      await shelf.call('remove', { id, revision: 'r1' });
    }
  });

  it('says that no server gives it out when none does', async () => {
    for (const mirror of ['a', 'b']) unkind.misdeeds.set(mirror, [to(weights, answers(404))]);
    await expectRefused('server-refused');
  });

  it('waits as long as a busy server asks, and asks again after other failures', async () => {
    unkind.misdeeds.set('a', [
      to(weights, times(1, answers(429, { 'Retry-After': 2 }))),
      to(weights, times(2, answers(503))),
      to(weights, times(3, answers(500))),
    ]);
    await expectWhole({ mirrors: ['a'] });
    unkind.misdeeds.set('a', [to(weights, answers(503, { 'Retry-After': 3600 }))]);
    await shelf.call('remove', { id, revision: 'r1' });
    await expectWhole();
  });

  it('asks the address that stays when a signed one has expired', async () => {
    unkind.misdeeds.set('a', [to(weights, signsAddresses(1))]);
    await expectWhole({ mirrors: ['a'] });
    unkind.misdeeds.set('a', [to(weights, times(2, answers(403)))]);
    await shelf.call('remove', { id, revision: 'r1' });
    await expectWhole({ mirrors: ['a'] });
  });

  it('takes a whole file where there are no ranges and nothing is wasted by that', async () => {
    unkind.misdeeds.set('a', [ignoresRanges]);
    await expectWhole({ mirrors: ['a'] });
    expect(unkind.sentBytes()).toBe(totalBytes);
    await shelf.call('remove', { id, revision: 'r1' });
    await expectWhole({ mirrors: ['a'], known: false });
  });

  it('turns to a mirror with ranges rather than fetch what it has', async () => {
    let asked = 0;
    // The first piece comes as a part; from then on this server knows no ranges.
    unkind.misdeeds.set('a', [
      to(weights, (one, honest) => (++asked > 1 ? ignoresRanges(one, honest) : null)),
    ]);
    await expectWhole();
    expect(servedBy('b').length).toBeGreaterThan(0);
    await shelf.call('remove', { id, revision: 'r1' });
    asked = 0;
    await expectWhole({ mirrors: ['a'] });
  });

  it('starts a file again when it changes half way', async () => {
    // Only the later state of the file is what the order wants: bytes of both would fit nothing.
    const wanted = 1001;
    const old: Misdeed = (asked, honest) =>
      asked.sentBefore > 300_000
        ? null
        : holdsOther(7)(asked, { ...honest, headers: { ...honest.headers, ETag: '"old"' } });
    unkind.misdeeds.set('a', [to(weights, old)]);
    await expectWhole({ mirrors: ['a'] });
    expect(unkind.files.get(weights)!.seed).toBe(wanted);
  });

  it('never mixes two states of a file whose hash nobody knows', async () => {
    unkind.misdeeds.set('a', [to(weights, changesAfter(300_000, 77))]);
    const { outcome } = await install({ mirrors: ['a'], known: false });
    expect(outcome).toMatchObject({ end: 'installed' });
    unkind.files.set(weights, { seed: 77, bytes: files[weights]! });
    const order = { files: Object.keys(files).map((path) => ({ path })) };
    expect(await shelf.call('hashes', id)).toEqual(wantedHashes(unkind, order));
  });

  it('never joins what two mirrors call the same file when no hash can tell', async () => {
    // The first mirror holds another file of this length, and is gone after three pieces of it.
    const leaves: Misdeed = (asked, honest) =>
      asked.before < 3 ? holdsOther(5)(asked, honest) : answers(404)(asked, honest);
    unkind.misdeeds.set('a', [to(weights, leaves)]);
    await expectWhole({ known: false });
    expect(servedBy('b').reduce((sum, one) => sum + one.sentBytes, 0)).toBe(files[weights]);
  });

  it('finds wrong bytes, and takes the file from the next mirror', async () => {
    unkind.misdeeds.set('a', [to(weights, holdsOther(5))]);
    await expectWhole();
    await shelf.call('remove', { id, revision: 'r1' });
    await expectRefused('model-broken', { mirrors: ['a'] });
  });

  it('tells apart which mirror was wrong when a file came from both', async () => {
    // The first mirror sends one wrong piece and is gone; the second, which is right, must not be blamed for it.
    unkind.misdeeds.set('a', [
      to(weights, (asked, honest) =>
        asked.before < 1 ? holdsOther(5)(asked, honest) : answers(404)(asked, honest),
      ),
    ]);
    await expectWhole();
  });

  it('believes no part that is not the one it asked for', async () => {
    for (const misdeed of [shifts(1), overflows(10)]) {
      unkind.misdeeds.set('a', [to(weights, misdeed)]);
      await expectWhole();
      await shelf.call('remove', { id, revision: 'r1' });
      await expectRefused('server-refused', { mirrors: ['a'] });
      await shelf.call('remove', { id, revision: 'r1' });
    }
  });

  it('believes no length but the one that belongs to the file', async () => {
    for (const more of [1, -1, 500_000]) {
      unkind.misdeeds.set('a', [to(weights, claimsMore(more))]);
      await expectWhole();
      await shelf.call('remove', { id, revision: 'r1' });
      await expectRefused('changed-on-server', { mirrors: ['a'] });
      await shelf.call('remove', { id, revision: 'r1' });
    }
  });

  it('fetches empty files and files of exactly one piece, whether or not their size is known', async () => {
    for (const known of [true, false]) {
      const order = orderFiles(unkind, id, { empty: 0, piece: pieceBytes, more: pieceBytes + 1 }, { known });
      expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'installed' });
      expect(await shelf.call('hashes', id)).toEqual(wantedHashes(unkind, order));
      await shelf.call('remove', order);
    }
  });

  it('refuses an order that leads out of its folder, before asking anybody', async () => {
    for (const path of ['../x', '/x', 'a//b', 'a/./b', 'a\\b', 'https://x', '']) {
      const order = {
        id,
        revision: 'r1',
        bases: [unkind.base('a')],
        files: [{ path, bytes: 1, sha256: null }],
      };
      expect(await shelf.call('install', order, settings)).toMatchObject({ end: 'request-invalid' });
    }
    expect(unkind.served).toEqual([]);
  });

  it('says what is needed and what is free before the first byte', async () => {
    const order = orderFiles(unkind, id, files);
    const huge = { ...order, files: order.files.map((file) => ({ ...file, bytes: 8e14 })) };
    const outcome = await shelf.call('install', huge, settings);
    expect(outcome.end).toBe('no-space');
    expect(outcome.subject).toMatch(/^1600000\.0 GB > [\d.]+ GB$/);
    expect(unkind.served).toEqual([]);
  });
});
