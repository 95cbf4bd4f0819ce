import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Selection } from '../../../protocol/host-contract.ts';
import type { MaskEdit } from '../../../protocol/mask-edits.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel, type FakePanelOptions } from '../../fakes/fake-panel.ts';

const onFrame: Selection = { kind: 'target', target: makeTarget(), masks: [] };
const square: MaskEdit = { kind: 'rectangle', effect: 'add', points: [10, 10, 60, 60] };

async function openEditor(options: FakePanelOptions = {}) {
  const panel = createFakePanel({ ...options, host: { selection: onFrame, ...options.host } });
  await panel.started;
  await vi.waitFor(() => expect(panel.state.model.value).not.toBeNull());
  const { state, actions, host } = panel;
  const { editor } = actions;
  editor.open();
  await vi.waitFor(() => expect(state.editor.isReading.value).toBe(false));
  return { ...panel, editor, host, engine: panel.pages[0]!.engine };
}

describe('painting a mask', () => {
  // Node has no decoder for pictures; these are 400 x 300, as the fake document's frame.
  beforeEach(() => {
    vi.stubGlobal('createImageBitmap', async () => ({ width: 400, height: 300, close() {} }));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('reads the picture without its masks, and asks the engine once about several changes', async () => {
    const { state, editor, engine, host } = await openEditor();
    expect(host.readings).toMatchObject([{ target: '1:2', masks: [], scale: 1 }]);
    editor.add(square);
    editor.grow(3);
    editor.grow(5);
    await vi.waitFor(() => expect(state.editor.preview.value).not.toBeNull());
    expect(engine.previewed).toHaveLength(1);
    expect(engine.previewed[0]?.request).toMatchObject({
      task: 'fill',
      mask: { size: { width: 400, height: 300 }, edits: [square], growPx: 5 },
    });
    expect(state.editor.preview.value?.version).toBe(state.editor.version.value);
  });

  it('knows that reading takes the preview of a picture off the canvas', async () => {
    const panel = createFakePanel({ host: { selection: onFrame } });
    await panel.started;
    panel.automation.setRequest({ prompt: 'a boat' });
    await panel.actions.run();
    expect(panel.state.job.value).toMatchObject({ phase: 'done', isShown: true });
    panel.actions.editor.open();
    await vi.waitFor(() => expect(panel.state.editor.picture.value).not.toBeNull());
    expect(panel.state.job.value).toMatchObject({ phase: 'done', isShown: false });
  });

  it('undoes a movement of the slider at once', async () => {
    const { state, editor } = await openEditor();
    editor.add(square);
    for (const growPx of [1, 2, 3]) editor.grow(growPx);
    editor.endSeries();
    editor.grow(9);
    editor.undo();
    expect(state.editor.version.value?.painted.growPx).toBe(3);
    editor.undo();
    expect(state.editor.version.value?.painted.growPx).toBe(0);
    expect(state.editor.paintedFor('1:2')?.edits).toEqual([square]);
  });

  it('says nothing of a run without a mask', async () => {
    const { state, editor, engine } = await openEditor();
    editor.add(square);
    await vi.waitFor(() => expect(state.editor.preview.value).not.toBeNull());
    editor.clear();
    expect(state.editor.paintedFor('1:2')).toBeNull();
    await vi.waitFor(() => expect(state.editor.preview.value).toBeNull());
    expect(engine.previewed).toHaveLength(1);
  });

  it('makes room for the pictures of a run, which uses the mask and the box', async () => {
    const { state, actions, editor, engine } = await openEditor();
    editor.add(square);
    editor.setContextBox({ x: 0, y: 0, width: 128, height: 128 });
    await actions.run();
    expect(state.editor.isOpen.value).toBe(false);
    expect(engine.jobs[0]?.request).toMatchObject({
      task: 'fill',
      mask: { edits: [square] },
      contextBox: { x: 0, y: 0, width: 128, height: 128 },
    });
  });

  it('leaves a box of the person’s own for another choice, and takes one from the engine', async () => {
    const { state, editor } = await openEditor();
    editor.add(square);
    await vi.waitFor(() => expect(state.editor.preview.value).not.toBeNull());
    editor.chooseContext('own');
    expect(state.editor.contextBoxFor('1:2')).toEqual(state.editor.preview.value?.preview.context);
    editor.chooseContext('whole');
    expect(state.editor.contextBoxFor('1:2')).toBeNull();
    expect(state.settings.value.context).toBe('whole');
  });

  it('closes when another layer is selected, and has the mask again with the first one', async () => {
    const { state, editor, host } = await openEditor();
    editor.add(square);
    host.select({ kind: 'target', target: makeTarget({ node: '8:8' }), masks: [] });
    await vi.waitFor(() => expect(state.editor.isOpen.value).toBe(false));
    expect(state.region.isPainted.value).toBe(false);
    host.select(onFrame);
    await vi.waitFor(() => expect(state.region.isPainted.value).toBe(true));
    editor.forget();
    expect(state.region.isPainted.value).toBe(false);
  });

  it('reads anew when another mask layer is selected with the picture', async () => {
    const { state, host } = await openEditor();
    // Without a canvas the layers are not drawn, and are read all the same.
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => null;
      },
    );
    host.select({ ...onFrame, masks: [makeMask()] });
    await vi.waitFor(() => expect(host.readings).toHaveLength(2));
    expect(host.readings[1]?.masks).toEqual(['1:3']);
    await vi.waitFor(() => expect(state.editor.picture.value?.inputs.masks).toHaveLength(1));
  });

  it('reads another part of a layer that is too large, beside the one that is shown', async () => {
    const { editor, host } = await openEditor();
    editor.moveWindow(0.5, 0);
    await vi.waitFor(() => expect(host.readings).toHaveLength(2));
    expect(host.readings[1]?.around).toEqual({ x: 300, y: 50, width: 400, height: 300 });
  });

  it('shows why a picture could not be read, and tries again', async () => {
    const { state, editor } = await openEditor({ host: { failures: { exportTarget: 'export-failed' } } });
    expect(state.editor.error.value).toBe('export-failed');
    editor.reread();
    await vi.waitFor(() => expect(state.editor.picture.value).not.toBeNull());
    expect(state.editor.error.value).toBeNull();
  });

  it('has strokes without an engine, and asks once it has come', async () => {
    const panel = createFakePanel({ host: { selection: onFrame }, failedOpenings: 1 });
    await panel.started;
    await vi.waitFor(() => expect(panel.state.engine.value.kind).toBe('unreachable'));
    panel.actions.editor.open();
    await vi.waitFor(() => expect(panel.state.editor.picture.value).not.toBeNull());
    panel.actions.editor.add(square);
    expect(panel.state.editor.paintedFor('1:2')?.edits).toEqual([square]);
    await panel.actions.reconnect();
    await vi.waitFor(() => expect(panel.state.editor.preview.value).not.toBeNull());
  });
});
