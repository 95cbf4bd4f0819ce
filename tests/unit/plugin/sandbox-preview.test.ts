import { encode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { absoluteBoundingBox } from '../../host/document/geometry.ts';
import { withRotation } from '../../host/document/matrix.ts';
import { imageFill, noise, solid } from '../host-render/stage.ts';

const sandbox = await loadSandbox();
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const png = encode({ width: 20, height: 16, data: noise(20, 16), channels: 4, depth: 8 });
const otherPng = encode({ width: 20, height: 16, data: noise(20, 16, () => 128), channels: 4, depth: 8 });

const layersOf = ({ document }: Rig) =>
  Object.fromEntries([...document.takeState().nodes].filter(([id]) => id !== document.rootId));
const previews = ({ document, page }: Rig) =>
  document.descendantsOf(page).filter(({ name }) => name === 'Underpaint preview');

const rotate = ({ document }: Rig, id: string, degrees: number) =>
  document.setTransform(id, withRotation(document.get(id).transform, degrees));

function open(options: Parameters<typeof openRig>[1] = {}) {
  const rig = openRig(sandbox, options);
  const { document } = rig;
  const fills = [imageFill(rig.keepPicture(64, 48, noise(64, 48)))];
  const target = document.create('FRAME', rig.page, { width: 64, height: 48, fills });
  const mask = document.create('ELLIPSE', target, { width: 20, height: 16, fills: [solid(0, 1, 0)] });
  document.setPosition(mask, 12, 10);
  document.setSelection([mask]);
  document.history.commit();
  const spot = { target, masks: [mask], box: absoluteBoundingBox(document, mask) };
  return { ...rig, rig, target, mask, spot };
}

describe('a preview', () => {
  test('is one locked layer over the target, refilled from candidate to candidate, the mask hidden meanwhile', async () => {
    const { rig, document, panel, spot, target, mask } = open();
    const depth = document.history.undoDepth;
    await panel.call('showPreview', { ...spot, png });
    const [first] = previews(rig);
    await panel.call('showPreview', { ...spot, png: otherPng });
    const [second, third] = previews(rig);
    expect(third).toBeUndefined();
    expect(second?.id).toBe(first?.id);
    expect(second?.fills).not.toEqual(first?.fills);
    expect(second).toMatchObject({ locked: true, parentId: target });
    expect(document.get(mask).visible).toBe(false);
    // Open, but no step of its own.
    expect(document.history.undoDepth).toBe(depth + 1);
    expect(document.history.hasOpenChanges).toBe(true);
  });

  test('does not change what the selection means', async () => {
    const { panel, spot, target, mask } = open();
    const before = await panel.call('readSelection');
    const heard: unknown[] = [];
    panel.on('selectionChanged', (selection) => heard.push(selection));
    await pause(200);
    await panel.call('showPreview', { ...spot, png });
    await pause(200);
    expect(await panel.call('readSelection')).toEqual(before);
    expect(heard.length).toBeLessThanOrEqual(1);
    expect(before).toMatchObject({ target: { node: target }, masks: [{ node: mask }] });
  });

  test('goes without a trace', async () => {
    const { rig, panel, spot } = open();
    const before = layersOf(rig);
    await panel.call('showPreview', { ...spot, png });
    expect(layersOf(rig)).not.toEqual(before);
    await panel.call('clearPreview');
    expect(layersOf(rig)).toEqual(before);
  });

  test('goes when the plugin is closed', async () => {
    const { rig, runtime, panel, spot } = open();
    const before = layersOf(rig);
    await panel.call('showPreview', { ...spot, png });
    runtime.close();
    expect(layersOf(rig)).toEqual(before);
  });

  test('is no picture in a frame that has none', async () => {
    const { rig, document, panel } = open();
    const empty = document.create('FRAME', rig.page, { width: 40, height: 30, fills: [] });
    document.setSelection([empty]);
    const before = await panel.call('readSelection');
    expect(before).toMatchObject({ target: { hasPicture: false } });
    const box = absoluteBoundingBox(document, empty);
    await panel.call('showPreview', { target: empty, masks: [], png, box });
    expect(await panel.call('readSelection')).toEqual(before);
  });

  test('on a page that is deleted ends with it, and the next one works', async () => {
    const { rig, document, panel, spot } = open();
    const second = document.create('PAGE', document.rootId);
    document.setCurrentPage(second);
    await pause(200);
    const fills = [imageFill(rig.keepPicture(64, 48, noise(64, 48)))];
    const target = document.create('FRAME', second, { width: 64, height: 48, fills });
    const mask = document.create('ELLIPSE', target, { width: 20, height: 16, fills: [solid(0, 1, 0)] });
    const box = absoluteBoundingBox(document, mask);
    await panel.call('showPreview', { target, masks: [mask], png, box });
    document.setCurrentPage(rig.page);
    document.remove(second);
    await panel.call('clearPreview');
    const before = layersOf(rig);
    await panel.call('showPreview', { ...spot, png });
    await panel.call('clearPreview');
    expect(layersOf(rig)).toEqual(before);
  });

  test('is not part of what the next job reads', async () => {
    const { rig, panel, spot, target, mask } = open();
    const { png: before } = await panel.call('exportTarget', { target, masks: [mask], scale: 1 });
    await panel.call('showPreview', { ...spot, png });
    const { png: after } = await panel.call('exportTarget', { target, masks: [mask], scale: 1 });
    expect(Buffer.compare(after, before)).toBe(0);
    expect(previews(rig)).toEqual([]);
  });

  test('that is applied leaves one layer and one undo step', async () => {
    const { rig, document, panel, spot, mask } = open();
    const before = layersOf(rig);
    const depth = document.history.undoDepth;
    await panel.call('showPreview', { ...spot, png });
    await panel.call('showPreview', { ...spot, png: otherPng });
    await pause(50);
    const { node } = await panel.call('placePatch', { ...spot, png, name: 'p', recipe: {} });
    expect(Object.keys(layersOf(rig)).filter((id) => !(id in before))).toEqual([node]);
    expect(document.get(mask).visible).toBe(false);
    expect(document.history.undoDepth).toBe(depth + 1);
    document.history.undo();
    expect(layersOf(rig)).toEqual(before);
  });

  test('that the person has worked beside does not come back by undoing the patch', async () => {
    const { rig, document, panel, spot, mask, page } = open();
    await panel.call('showPreview', { ...spot, png });
    await pause(50);
    document.act(() => document.create('RECTANGLE', page, { name: 'theirs' }));
    await pause(50);
    await panel.call('placePatch', { ...spot, png, name: 'p', recipe: {} });
    document.history.undo();
    expect(previews(rig)).toEqual([]);
    expect(document.get(mask).visible).toBe(true);
    expect(document.descendantsOf(page).map(({ name }) => name)).toContain('theirs');
  });

  test('that an undo has brought back goes with the next thing done', async () => {
    const { rig, document, panel, spot, mask, page, target } = open();
    await panel.call('showPreview', { ...spot, png });
    document.act(() => document.create('RECTANGLE', page, {}));
    await panel.call('clearPreview');
    document.history.undo();
    expect(previews(rig)).toHaveLength(1);
    await panel.call('exportTarget', { target, masks: [mask], scale: 1 });
    expect(previews(rig)).toEqual([]);
    expect(document.get(mask).visible).toBe(true);
  });

  test('follows to another target', async () => {
    const { rig, document, panel, spot, mask, page } = open();
    await panel.call('showPreview', { ...spot, png });
    const other = document.create('FRAME', page, { width: 30, height: 30 });
    await panel.call('showPreview', {
      target: other,
      masks: [],
      png,
      box: absoluteBoundingBox(document, other),
    });
    expect(previews(rig)).toHaveLength(1);
    expect(previews(rig)[0]?.parentId).toBe(other);
    expect(document.get(mask).visible).toBe(true);
  });

  test('that the host refuses leaves nothing', async () => {
    const { rig, panel, faults, spot } = open();
    const before = layersOf(rig);
    faults.failNext('insertChild', 'Cannot move node. New parent is an instance or is inside of an instance');
    await expect(panel.call('showPreview', { ...spot, png })).rejects.toMatchObject({
      code: 'place-refused',
    });
    expect(layersOf(rig)).toEqual(before);
  });
});

test('a copy made for an export goes when the plugin is closed meanwhile', async () => {
  const { rig, document, runtime, panel, faults, page } = open();
  const fills = [imageFill(rig.keepPicture(64, 48, noise(64, 48)))];
  const photo = document.create('RECTANGLE', page, { width: 64, height: 48, fills });
  const box = absoluteBoundingBox(document, photo);
  await panel.call('placePatch', { target: photo, masks: [], png, box, name: 'p', recipe: {} });
  const before = layersOf(rig);
  faults.latencyMs = (operation) => (operation === 'exportAsync' ? 300 : 0);
  void panel.call('exportTarget', { target: photo, masks: [], scale: 1 }).catch(() => undefined);
  await pause(100);
  expect(layersOf(rig)).not.toEqual(before);
  runtime.close();
  expect(layersOf(rig)).toEqual(before);
  panel.close('closed');
});

describe('a preview of a fill', () => {
  type Build = (rig: Rig, outer: string) => string;
  const targets: Record<string, Build> = {
    'a frame with layers in it': ({ document }, outer) => {
      const frame = document.create('FRAME', outer, { width: 64, height: 48, fills: [] });
      document.create('ELLIPSE', frame, { width: 30, height: 30, fills: [solid(0, 1, 0)] });
      return frame;
    },
    'a turned, rounded frame that does not clip': (rig, outer) => {
      const frame = rig.document.create('FRAME', outer, {
        width: 64,
        height: 48,
        fills: [],
        clipsContent: false,
        cornerRadii: [12, 4, 0, 20],
      });
      const text = rig.document.create('RECTANGLE', frame, { width: 9, height: 70, fills: [solid(1, 0, 0)] });
      rig.document.setPosition(text, 20, 5);
      rotate(rig, frame, 25);
      return frame;
    },
    'an auto-layout frame': ({ document }, outer) => {
      const row = document.create('FRAME', outer, {
        fills: [],
        layoutMode: 'HORIZONTAL',
        primaryAxisSizingMode: 'AUTO',
        counterAxisSizingMode: 'AUTO',
        itemSpacing: 9,
      });
      for (const width of [20, 30])
        document.create('RECTANGLE', row, { width, height: 40, fills: [solid(0, 0, 1)] });
      return row;
    },
    'a turned ellipse': (rig, outer) => {
      const shape = rig.document.create('ELLIPSE', outer, { width: 64, height: 48, fills: [] });
      rotate(rig, shape, 25);
      return shape;
    },
    'a rounded rectangle below another layer': ({ document }, outer) => {
      const shape = document.create('RECTANGLE', outer, {
        width: 64,
        height: 48,
        fills: [],
        cornerRadii: [9, 9, 9, 9],
      });
      document.create('ELLIPSE', outer, { width: 30, height: 30, fills: [solid(0, 1, 0)] });
      return shape;
    },
  };

  test.each(Object.entries(targets))('on %s looks like the fill itself', async (_, build) => {
    const { rig, document, panel, page } = open();
    const outer = document.create('FRAME', page, { width: 120, height: 110, fills: [solid(1, 1, 1)] });
    const target = build(rig, outer);
    const [x = 0, y = 0] = [document.get(target).transform[0][2], document.get(target).transform[1][2]];
    document.setPosition(target, x + 20, y + 30);
    const before = layersOf(rig);
    const box = absoluteBoundingBox(document, target);
    await panel.call('showPreview', { target, masks: [], png, box, isFill: true });
    const previewed = await rig.shoot(outer, 1);
    await panel.call('showPreview', { target, masks: [], png: otherPng, box, isFill: true });
    await panel.call('showPreview', { target, masks: [], png, box, isFill: true });
    expect(previews(rig)).toHaveLength(1);
    expect(Buffer.compare((await rig.shoot(outer, 1)).data, previewed.data)).toBe(0);
    await panel.call('clearPreview');
    expect(layersOf(rig)).toEqual(before);
    await panel.call('placeFill', { target, png, name: 'p', recipe: {} });
    const applied = await rig.shoot(outer, 1);
    let farthest = 0;
    for (let i = 0; i < applied.data.length; i++)
      farthest = Math.max(farthest, Math.abs((applied.data[i] ?? 0) - (previewed.data[i] ?? 0)));
    expect(farthest).toBeLessThanOrEqual(2);
  });
});

describe('after a crash', () => {
  test('the next start takes the preview away and shows the mask again', async () => {
    const crashed = open();
    const before = layersOf(crashed.rig);
    await crashed.panel.call('showPreview', { ...crashed.spot, png });
    // Nothing of the first run is told: it stands still, as a crashed one does.
    const next = openRig(sandbox, { stage: crashed.rig });
    await next.panel.call('clearPreview');
    expect(layersOf(crashed.rig)).toEqual(before);
  });

  test('in the middle of an export the next start shows the mask again', async () => {
    const crashed = open();
    const before = layersOf(crashed.rig);
    crashed.faults.latencyMs = (operation) => (operation === 'exportAsync' ? 60_000 : 0);
    void crashed.panel
      .call('exportTarget', { target: crashed.target, masks: [crashed.mask], scale: 1 })
      .catch(() => undefined);
    await pause(100);
    expect(crashed.document.get(crashed.mask).visible).toBe(false);
    const next = openRig(sandbox, { stage: crashed.rig });
    await next.panel.call('clearPreview');
    expect(layersOf(crashed.rig)).toEqual(before);
    // It is a step of its own, so that undoing the next picture does not hide the mask.
    expect(crashed.document.history.hasOpenChanges).toBe(false);
    crashed.panel.close('the test is over');
  });

  test('a layer that only bears the noted id is left alone', async () => {
    const crashed = open();
    await crashed.panel.call('showPreview', { ...crashed.spot, png });
    const [preview] = previews(crashed.rig);
    if (preview === undefined) throw new Error('no preview');
    crashed.document.update(preview.id, { pluginData: {} });
    const next = openRig(sandbox, { stage: crashed.rig });
    await next.panel.call('clearPreview');
    expect(crashed.document.find(preview.id)).toBeDefined();
  });
});

describe('the rest of the wire', () => {
  test('says what the sandbox is', async () => {
    const { panel } = open();
    expect(await panel.call('hello')).toMatchObject({
      canStore: true,
      engineUrl: expect.stringContaining('http'),
    });
    expect(await open({ hasId: false }).panel.call('hello')).toMatchObject({ canStore: false });
  });

  test('places and previews without an id in the manifest too, only without notes', async () => {
    const { rig, document, panel, spot } = open({ hasId: false });
    const before = layersOf(rig);
    await panel.call('showPreview', { ...spot, png });
    const { node } = await panel.call('placePatch', { ...spot, png, name: 'p', recipe: {} });
    expect(Object.keys(layersOf(rig)).filter((id) => !(id in before))).toEqual([node]);
    document.history.undo();
    expect(layersOf(rig)).toEqual(before);
  });

  test('keeps settings, and says when there is no room for them', async () => {
    const { panel, faults } = open();
    expect(await panel.call('loadSettings')).toBeUndefined();
    await panel.call('saveSettings', { settings: { prompt: 'a boat', seed: 5 } });
    expect(await panel.call('loadSettings')).toEqual({ prompt: 'a boat', seed: 5 });
    faults.clientStorageQuotaBytes = 10;
    await expect(panel.call('saveSettings', { settings: { prompt: 'a longer boat' } })).rejects.toMatchObject(
      { code: 'storage-full' },
    );
    expect(await panel.call('loadSettings')).toEqual({ prompt: 'a boat', seed: 5 });
  });

  test('resizes within reason', async () => {
    const { panel, panelSize } = open();
    await panel.call('resizePanel', { width: 400, height: 20 });
    expect(panelSize()).toEqual({ width: 400, height: 160 });
  });

  test('drops work whose caller has left before its turn', async () => {
    const { rig, panel, target, mask, faults } = open();
    faults.latencyMs = 30;
    const abort = new AbortController();
    const first = panel.call('exportTarget', { target, masks: [mask], scale: 1 });
    const second = panel.call('exportTarget', { target, masks: [mask], scale: 1 }, { signal: abort.signal });
    abort.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await first;
    await pause(100);
    expect(rig.exported).toHaveLength(1);
  });
});
