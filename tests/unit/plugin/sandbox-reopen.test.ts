import { describe, expect, test } from 'vitest';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { absoluteBoundingBox } from '../../host/document/geometry.ts';
import { solid } from '../host-render/stage.ts';
import { add, addPhoto, alphaAt, codeOf, layersOf, pngOf, readPng } from './scenes.ts';

const sandbox = await loadSandbox();

async function openPatch(rig: Rig, type: 'RECTANGLE' | 'FRAME' = 'RECTANGLE', isInside = false) {
  const target = addPhoto(rig, rig.page, {}, type);
  const parent = isInside ? target : rig.page;
  const shape = { width: 20, height: 16, fills: [solid(0, 1, 0)] };
  const mask = add(rig, 'ELLIPSE', parent, { x: 8, y: 8, ...shape });
  const keep = add(rig, 'ELLIPSE', parent, { x: 12, y: 10, ...shape, name: 'Keep' });
  const recipe = {
    request: { prompt: 'a red boat', seed: 5, task: 'fill' },
    masks: [
      { node: mask, role: 'repaint' },
      { node: keep, role: 'keep' },
    ],
  };
  const box = absoluteBoundingBox(rig.document, mask);
  const params = { target, masks: [mask, keep], png: pngOf(20, 16), box, name: 'p', recipe };
  const { node } = await rig.panel.call('placePatch', params);
  return { target, mask, keep, recipe, node };
}

describe('a result that is opened again', () => {
  test('selects what it was painted on with its masks, tells its recipe and changes nothing else', async () => {
    const rig = openRig(sandbox);
    const { target, mask, keep, recipe, node } = await openPatch(rig);
    rig.document.setSelection([node]);
    const before = layersOf(rig);
    const depth = rig.document.history.undoDepth;
    expect(await rig.panel.call('reopenResult', { node })).toEqual({ recipe, target, masks: [mask, keep] });
    expect([...rig.document.selection()].sort()).toEqual([target, mask, keep].sort());
    expect(layersOf(rig)).toEqual(before);
    expect(rig.document.history.undoDepth).toBe(depth);
    expect(rig.document.history.hasOpenChanges).toBe(false);
    expect(await rig.panel.call('readSelection')).toMatchObject({
      target: { node: target, hasRecipe: false },
      masks: [
        { node: mask, role: 'repaint' },
        { node: keep, role: 'keep' },
      ],
    });
  });

  test('means the frame where the masks lie in it, hidden as they are', async () => {
    const rig = openRig(sandbox);
    const { target, mask, keep, node } = await openPatch(rig, 'FRAME', true);
    expect(await rig.panel.call('reopenResult', { node })).toMatchObject({ target, masks: [mask, keep] });
    expect(rig.document.get(mask).visible).toBe(false);
    expect(await rig.panel.call('readSelection')).toMatchObject({
      target: { node: target },
      masks: [{ node: mask }, { node: keep }],
    });
  });

  test('does without the masks that are gone', async () => {
    const rig = openRig(sandbox);
    const { target, mask, keep, node } = await openPatch(rig);
    rig.document.remove(mask);
    expect(await rig.panel.call('reopenResult', { node })).toMatchObject({ target, masks: [keep] });
    rig.document.remove(keep);
    expect(await rig.panel.call('reopenResult', { node })).toMatchObject({ target, masks: [] });
    expect(rig.document.selection()).toEqual([target]);
  });

  test('is followed to the page of its picture', async () => {
    const rig = openRig(sandbox);
    const { target, node } = await openPatch(rig);
    const second = rig.document.create('PAGE', rig.document.rootId);
    rig.document.setCurrentPage(second);
    expect(await rig.panel.call('reopenResult', { node })).toMatchObject({ target });
    expect(rig.document.currentPageId).toBe(rig.page);
    expect(rig.document.selection()).toContain(target);
  });

  test('is no result of a picture that lies elsewhere', async () => {
    const rig = openRig(sandbox);
    const { node } = await openPatch(rig);
    rig.document.move(node, rig.document.create('PAGE', rig.document.rootId));
    expect(await codeOf(rig.panel.call('reopenResult', { node }))).toBe('target-gone');
  });

  test('still belongs to the picture beside a group that it was put in', async () => {
    const rig = openRig(sandbox);
    const { target, node } = await openPatch(rig);
    rig.document.group([node], rig.page);
    expect(await rig.panel.call('reopenResult', { node })).toMatchObject({ target });
  });

  test('means the copy in a copied frame, without the masks of the first', async () => {
    const rig = openRig(sandbox);
    const { node, mask } = await openPatch(rig, 'FRAME', true);
    const { document } = rig;
    const copy = document.clone(document.get(node).parentId ?? '');
    document.setPosition(copy, 500, 0);
    const patch = document.get(copy).childIds.find((id) => document.get(id).name === 'p') ?? '';
    expect(await rig.panel.call('reopenResult', { node: patch })).toMatchObject({ target: copy, masks: [] });
    expect(document.selection()).toEqual([copy]);
    document.remove(mask);
    document.group([patch], copy);
    expect(await rig.panel.call('reopenResult', { node: patch })).toMatchObject({ target: copy });
  });

  test('leaves its frame empty again until something else is selected', async () => {
    const rig = openRig(sandbox);
    const frame = add(rig, 'FRAME', rig.page, { width: 100, height: 80, fills: [solid(1, 1, 1)] });
    addPhoto(rig, frame, { x: 10, y: 20 });
    const isExpandable = async () => {
      const selection = await rig.panel.call('readSelection');
      return selection.kind === 'target' ? selection.target.isExpandable : selection;
    };
    const box = absoluteBoundingBox(rig.document, frame);
    for (const over of [box, { ...box, x: box.x - 10, width: 120 }]) {
      const params = { target: frame, masks: [], png: pngOf(9, 9), box: over, name: 'p', recipe: {} };
      const { node } = await rig.panel.call('placePatch', { ...params, above: 'pictures' });
      rig.document.setSelection([frame]);
      expect(await isExpandable()).toBe(false);
      await rig.panel.call('reopenResult', { node });
      expect([await isExpandable(), await isExpandable()]).toEqual([true, true]);
      const read = { target: frame, masks: [node], scale: 1 };
      const { png } = await rig.panel.call('exportTarget', { ...read, shows: 'pictures' });
      const picture = readPng(png);
      expect([alphaAt(picture, 5, 5), alphaAt(picture, 15, 25)]).toEqual([0, 255]);
      rig.document.setSelection([node]);
      await rig.panel.call('readSelection');
      rig.document.setSelection([frame]);
      expect(await isExpandable()).toBe(false);
      rig.document.remove(node);
    }
  });

  test('says what keeps it from being opened', async () => {
    const rig = openRig(sandbox);
    const { document } = rig;
    const { target, node } = await openPatch(rig);
    const reopen = (id: string) => codeOf(rig.panel.call('reopenResult', { node: id }));
    const write = (changes: object) =>
      document.update(node, { pluginData: { 'underpaint-test': { patchOf: target, ...changes } } });
    const { selection } = { selection: document.selection() };
    for (const recipe of ['{"request":', '"a text"', '[1]', 'null', '']) {
      write({ recipe });
      expect(await reopen(node)).toBe('recipe-unreadable');
    }
    write({ recipe: '{}', patchOf: '' });
    expect(await reopen(node)).toBe('recipe-unreadable');
    write({ recipe: '{"masks":[3,{"node":7},{"node":"9:9"},null]}' });
    expect(await codeOf(rig.panel.call('reopenResult', { node }))).toBe('no error');
    document.setSelection(selection);
    expect(await reopen(target)).toBe('recipe-unreadable');
    document.remove(target);
    expect(await reopen(node)).toBe('target-gone');
    document.remove(node);
    expect(await reopen(node)).toBe('target-gone');
    expect(await reopen('9:9')).toBe('target-gone');
  });
});

describe('a target has a recipe', () => {
  const hasRecipe = async (rig: Rig, id: string) => {
    rig.document.setSelection([id]);
    const selection = await rig.panel.call('readSelection');
    return selection.kind === 'target' && selection.target.hasRecipe;
  };

  test('where it is a patch of ours or was filled by us, and not where it is another picture', async () => {
    const rig = openRig(sandbox);
    const { target, node } = await openPatch(rig);
    expect([await hasRecipe(rig, node), await hasRecipe(rig, target)]).toEqual([true, false]);
    await rig.panel.call('placeFill', { target, png: pngOf(9, 9), name: 'p', recipe: { request: {} } });
    expect(await hasRecipe(rig, target)).toBe(true);
    rig.document.update(target, { fills: [] });
    expect(await hasRecipe(rig, target)).toBe(false);
    const { node: copy } = { node: rig.document.clone(node) };
    expect(await hasRecipe(rig, copy)).toBe(true);
  });

  test('never without an id in the manifest, which keeps no notes', async () => {
    const rig = openRig(sandbox, { hasId: false });
    const { node } = await openPatch(rig);
    expect(await hasRecipe(rig, node)).toBe(false);
    expect(await codeOf(rig.panel.call('reopenResult', { node }))).toBe('recipe-unreadable');
  });
});
