import { describe, expect, test } from 'vitest';
import { loadSandbox, openRig, type Rig } from '../../fakes/plugin-rig.ts';
import { absoluteBoundingBox } from '../../host/document/geometry.ts';
import { solid } from '../host-render/stage.ts';
import { add, addPhoto, codeOf, layersOf, pngOf } from './scenes.ts';

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
    rig.document.move(node, second);
    rig.document.setCurrentPage(second);
    expect(await rig.panel.call('reopenResult', { node })).toMatchObject({ target });
    expect(rig.document.currentPageId).toBe(rig.page);
    expect(rig.document.selection()).toContain(target);
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

  test('where it is a patch of ours, and not where it was filled or is a picture', async () => {
    const rig = openRig(sandbox);
    const { target, node } = await openPatch(rig);
    expect([await hasRecipe(rig, node), await hasRecipe(rig, target)]).toEqual([true, false]);
    await rig.panel.call('placeFill', { target, png: pngOf(9, 9), name: 'p', recipe: { request: {} } });
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
