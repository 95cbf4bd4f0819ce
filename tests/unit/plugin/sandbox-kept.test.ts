import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../protocol/history-entry.ts';
import { mostEntries } from '../../../protocol/history-entry.ts';
import type { Keeping } from '../../../protocol/host-contract.ts';
import { utf8Length } from '../../../protocol/utf8-length.ts';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { absoluteBoundingBox } from '../../host/document/geometry.ts';
import { solid } from '../host-render/stage.ts';
import { add, addPhoto, codeOf, pngOf, rotate } from './scenes.ts';

const sandbox = await loadSandbox();
const document = 'abcdefgh';

const entryOf = (id: string, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id,
  time: 1,
  recipe: { request: { prompt: 'a boat' } },
  thumbnail: '',
  node: '',
  page: '',
  ...change,
});
const keepOf = (entry: HistoryEntry): Keeping => ({
  document,
  recipes: 'allowed',
  result: entry.id,
  facts: { tool: 'Underpaint' },
  buttons: { again: 'Again.', vary: 'Vary.' },
  entries: [entry],
});

async function place(rig: Rig, entry: HistoryEntry) {
  const target = add(rig, 'FRAME', rig.page, { width: 64, height: 48, fills: [solid(1, 1, 1)] });
  const params = { target, png: pngOf(64, 48), name: 'p', recipe: entry.recipe, keep: keepOf(entry) };
  await rig.panel.call('placeFill', params);
  return target;
}
const historyOf = async (rig: Rig) => (await rig.panel.call('readHistory')).entries;

describe('the history in the document', () => {
  test('drops the oldest of too many', async () => {
    const rig = openRig(sandbox);
    const ids = Array.from({ length: mostEntries }, (_, at) => `a-${String(at).padStart(3, '0')}`);
    const entries = ids.map((id) => entryOf(id));
    await rig.panel.call('writeHistory', { document, recipes: 'allowed', entries });
    await place(rig, entryOf('b-000'));
    expect((await historyOf(rig)).map(({ id }) => id)).toEqual([...ids.slice(1), 'b-000']);
  });

  test('keeps an entry over 100 kB without its picture, and is not stopped by one that stays too large', async () => {
    const rig = openRig(sandbox);
    const recipe = { request: { prompt: '漢'.repeat(20_000) } };
    const thumbnail = `data:image/webp;base64,${'A'.repeat(50_000)}`;
    const target = await place(rig, entryOf('a-1', { recipe, thumbnail }));
    expect(await historyOf(rig)).toEqual([entryOf('a-1', { recipe, node: target, page: 'Page 1' })]);
    const huge = await place(rig, entryOf('a-2', { recipe: { request: { prompt: '漢'.repeat(40_000) } } }));
    expect((await historyOf(rig)).map(({ id }) => id)).toEqual(['a-1']);
    expect(rig.document.get(huge).fills.at(-1)?.type).toBe('IMAGE');
  });

  test('leaves out what is no entry', async () => {
    const rig = openRig(sandbox);
    await place(rig, entryOf('a-1'));
    const root = rig.document.get(rig.document.rootId);
    const own = { ...root.pluginData['underpaint-test'], 'history/x': '{', 'history/y': '{"id":"y"}' };
    rig.document.update(root.id, { pluginData: { 'underpaint-test': own } });
    expect((await historyOf(rig)).map(({ id }) => id)).toEqual(['a-1']);
  });

  test('is not there without an id in the manifest, and pictures are placed all the same', async () => {
    const rig = openRig(sandbox, { hasId: false });
    await place(rig, entryOf('a-1'));
    expect(await historyOf(rig)).toEqual([]);
    expect(await rig.panel.call('hello')).toMatchObject({
      canStore: false,
      document: null,
      recipes: 'unasked',
    });
  });
});

test('what is kept on the machine is found again, deleted with null, and refused where there is no room', async () => {
  const rig = openRig(sandbox);
  expect(await rig.panel.call('loadKept', { key: 'queue' })).toEqual({ value: null });
  await rig.panel.call('saveKept', { key: 'queue', value: 'two' });
  const again = openRig(sandbox, { storage: rig.storage });
  expect(await again.panel.call('loadKept', { key: 'queue' })).toEqual({ value: 'two' });
  await again.panel.call('saveKept', { key: 'queue', value: null });
  expect(await again.panel.call('loadKept', { key: 'queue' })).toEqual({ value: null });
  again.faults.clientStorageQuotaBytes = 10;
  expect(await codeOf(again.panel.call('saveKept', { key: 'queue', value: 'x'.repeat(50) }))).toBe(
    'storage-full',
  );
});

test.each([0, 30])('a caption lies right below its picture in a frame turned by %d°', async (degrees) => {
  const rig = openRig(sandbox);
  const outer = add(rig, 'FRAME', rig.page, {
    x: 50,
    y: 60,
    width: 400,
    height: 300,
    layoutMode: degrees ? 'NONE' : 'HORIZONTAL',
  });
  const photo = addPhoto(rig, outer, { x: 10, y: 20 });
  rotate(rig, outer, degrees);
  rig.document.history.commit();
  const depth = rig.document.history.undoDepth;
  const { node } = await rig.panel.call('placeCaption', { under: photo, text: 'Made with Underpaint' });
  const caption = rig.document.get(node);
  expect(caption).toMatchObject({
    name: 'Underpaint credit',
    characters: 'Made with Underpaint',
    parentId: outer,
  });
  const [over, under] = [photo, node].map((id) => absoluteBoundingBox(rig.document, id));
  expect(under?.y).toBeCloseTo((over?.y ?? 0) + (over?.height ?? 0) + 8);
  expect(under?.x).toBeCloseTo(over?.x ?? 0);
  expect(rig.document.history.undoDepth).toBe(depth + 1);
  rig.document.history.undo();
  expect(rig.document.find(node)).toBeUndefined();
  expect(await codeOf(rig.panel.call('placeCaption', { under: '9:9', text: 'x' }))).toBe('target-gone');
});

test('bytes are counted as UTF-8 has them', () => {
  for (const text of ['', 'abc', 'äöü', '漢字', 'a😀b', '\ud800'])
    expect(utf8Length(text)).toBe(text === '\ud800' ? 2 : new TextEncoder().encode(text).length);
});
