import { describe, expect, test, vi } from 'vitest';
import { loadSandbox } from '../../fakes/plugin-rig.ts';
import { openRigPanel, type RigPanel } from '../../fakes/rig-panel.ts';
import { loadDocument, saveDocument } from '../../host/document/document-json.ts';
import { setStage, solid } from '../host-render/stage.ts';
import { add } from './scenes.ts';

const sandbox = await loadSandbox();
const prompt = 'a secret lighthouse at dusk';

function addFrame(panel: RigPanel, x = 0): string {
  const frame = add(panel, 'FRAME', panel.page, { x, width: 64, height: 48, fills: [solid(1, 1, 1)] });
  panel.document.history.commit();
  return frame;
}

/** Generates into what is selected and applies it with this answer, where it is asked for. */
async function makeResult(panel: RigPanel, answer: 'allowed' | 'refused'): Promise<void> {
  panel.actions.settings.change({ prompt, mode: 'generate' });
  await panel.actions.run();
  const applied = panel.actions.apply(0);
  await vi.waitFor(() => {
    if (panel.state.consent.isAsking.value) panel.actions.consent.answer(answer);
    expect(panel.state.history.entries.value.length).toBeGreaterThan(0);
  });
  await applied;
}

async function withResult(answer: 'allowed' | 'refused') {
  const panel = await openRigPanel(sandbox);
  const frame = addFrame(panel);
  await panel.select([frame]);
  await makeResult(panel, answer);
  return { panel, frame };
}

const written = ({ document }: RigPanel) => JSON.stringify(saveDocument(document));
const fillsOf = ({ document }: RigPanel, id: string) => document.get(id).fills;
const promptsOf = ({ state }: RigPanel) =>
  state.history.entries.value.map(({ recipe }) => (recipe?.request as { prompt?: string })?.prompt);

describe('without consent', () => {
  test('nothing readable stands in the document, and this machine still knows how it was made', async () => {
    const { panel, frame } = await withResult('refused');
    expect(written(panel)).not.toContain('secret');
    expect(panel.document.history.hasOpenChanges).toBe(false);
    const again = await openRigPanel(sandbox, { stage: panel, storage: panel.storage, command: 'again' });
    expect(again.state.recipes.value).toBe('refused');
    await vi.waitFor(() => expect(again.requests()).toMatchObject([{ prompt, task: 'generate' }]));
    expect(again.document.selection()).toEqual([frame]);
  });

  test('new layers have neutral names', async () => {
    const panel = await openRigPanel(sandbox);
    await makeResult(panel, 'refused');
    const [node = ''] = panel.document.selection();
    expect(panel.document.get(node).name).toBe('Underpaint picture 1');
    expect(written(panel)).not.toContain('secret');
  });

  test('another machine says that it does not know the settings', async () => {
    const { panel } = await withResult('refused');
    const other = await openRigPanel(sandbox, { stage: panel, command: 'again' });
    await vi.waitFor(() => expect(other.state.notice.value?.code).toBe('recipe-elsewhere'));
    expect(other.requests()).toEqual([]);
    await other.actions.history.open();
    expect(other.state.history.entries.value).toEqual([]);
  });

  test('a person who gives no answer is asked again next time, and a document that refused is not', async () => {
    const panel = await openRigPanel(sandbox);
    await panel.select([addFrame(panel)]);
    panel.actions.settings.change({ prompt });
    await panel.actions.run();
    const applied = panel.actions.apply(0);
    await vi.waitFor(() => expect(panel.state.consent.isAsking.value).toBe(true));
    panel.actions.consent.dismiss();
    await applied;
    expect([panel.state.recipes.value, written(panel).includes('secret')]).toEqual(['unasked', false]);
    const second = panel.actions.apply(0);
    await vi.waitFor(() => expect(panel.state.consent.isAsking.value).toBe(true));
    panel.actions.consent.answer('refused');
    await second;
    await vi.waitFor(async () => {
      const next = await openRigPanel(sandbox, { stage: panel, storage: panel.storage });
      expect(next.state.recipes.value).toBe('refused');
    });
  });
});

describe('with consent', () => {
  test('another machine finds the history, with its layer and page, in one undo step', async () => {
    const { panel, frame } = await withResult('allowed');
    expect(panel.document.history.hasOpenChanges).toBe(false);
    const other = await openRigPanel(sandbox, { stage: panel });
    expect(other.state.recipes.value).toBe('allowed');
    await other.actions.history.open();
    expect(other.state.history.entries.value).toMatchObject([{ node: frame, page: 'Page 1' }]);
    expect(promptsOf(other)).toEqual([prompt]);
    other.document.setSelection([]);
    const [entry] = other.state.history.entries.value;
    if (entry !== undefined) await other.actions.history.show(entry);
    expect(other.document.selection()).toEqual([frame]);
    other.actions.history.search('LIGHTHOUSE dusk');
    expect(other.state.history.found.value).toHaveLength(1);
    other.actions.history.search('harbor');
    expect(other.state.history.found.value).toEqual([]);
  });

  test('undoing the placing, also after closing and reopening, leaves the entry to this machine and the next one', async () => {
    const { panel, frame } = await withResult('allowed');
    const reopened = await openRigPanel(sandbox, { stage: panel, storage: panel.storage });
    const before = fillsOf(panel, frame);
    expect(panel.document.history.undo()).toBe(true);
    expect(fillsOf(panel, frame)).not.toEqual(before);
    expect(written(panel)).not.toContain('secret');
    await reopened.actions.history.open();
    expect(promptsOf(reopened)).toEqual([prompt]);
    // The panel that placed it writes it again with what it places next.
    await panel.select([frame]);
    await panel.actions.apply(0);
    expect((await panel.panel.call('readHistory')).entries).toHaveLength(2);
  });

  test('a change of mind takes prompts out of the document, and back in', async () => {
    const { panel } = await withResult('allowed');
    await panel.actions.consent.change('refused');
    expect(written(panel)).not.toContain('secret');
    expect(promptsOf(panel)).toEqual([prompt]);
    await panel.actions.consent.change('allowed');
    expect((await panel.panel.call('readHistory')).entries).toHaveLength(1);
    expect(panel.document.history.hasOpenChanges).toBe(false);
    const [entry] = panel.state.history.entries.value;
    if (entry !== undefined) await panel.actions.history.remove(entry);
    expect((await panel.panel.call('readHistory')).entries).toEqual([]);
    expect(panel.state.history.entries.value).toEqual([]);
  });
});

describe('the buttons on a result', () => {
  const dataOf = ({ document }: RigPanel, id: string) =>
    document.get(id).relaunchData['underpaint-test'] ?? {};

  test('“Again” on a copy works and leaves the original', async () => {
    const { panel, frame } = await withResult('allowed');
    const copy = panel.document.clone(frame);
    expect(Object.keys(dataOf(panel, copy))).toEqual(['again', 'vary']);
    const original = JSON.stringify(panel.document.get(frame));
    panel.document.setSelection([copy]);
    const again = await openRigPanel(sandbox, { stage: panel, command: 'again' });
    await vi.waitFor(() => expect(again.state.job.value?.phase).toBe('done'));
    expect(again.requests()).toMatchObject([{ prompt, seed: panel.requests()[0]?.seed }]);
    await again.actions.apply(0);
    expect(JSON.stringify(panel.document.get(frame))).toBe(original);
    expect(again.state.history.entries.value[0]?.node).toBe(copy);
  });

  test('“Again” works in another file where the layer carries its recipe', async () => {
    const { panel, frame } = await withResult('allowed');
    const stage = { ...setStage() };
    stage.document.images.add(panel.document.images.all()[0]?.bytes ?? new Uint8Array());
    const { type, parentId: _, childIds: __, id: ___, ...props } = panel.document.get(frame);
    const pasted = stage.document.create(type, stage.page, props);
    stage.document.setSelection([pasted]);
    const again = await openRigPanel(sandbox, { stage, command: 'again' });
    await vi.waitFor(() => expect(again.requests()).toMatchObject([{ prompt }]));
    expect(again.state.recipes.value).toBe('unasked');
  });

  test('“Vary” paints a variation of the result', async () => {
    const { panel } = await withResult('refused');
    const vary = await openRigPanel(sandbox, { stage: panel, storage: panel.storage, command: 'vary' });
    await vi.waitFor(() => expect(vary.requests()).toMatchObject([{ prompt, task: 'vary' }]));
  });

  test('“Edit mask” is on patches alone and opens the editor over what was painted on', async () => {
    const { panel, frame } = await withResult('allowed');
    const mask = add(panel, 'ELLIPSE', panel.page, {
      x: 8,
      y: 8,
      width: 20,
      height: 16,
      fills: [solid(0, 1, 0)],
    });
    await panel.select([frame, mask]);
    panel.actions.settings.change({ mode: 'auto' });
    await panel.actions.run();
    await panel.actions.apply(0);
    const patch = panel.state.history.entries.value[0]?.node ?? '';
    expect(Object.keys(dataOf(panel, patch))).toEqual(['again', 'vary', 'edit-mask']);
    panel.document.setSelection([patch]);
    const edit = await openRigPanel(sandbox, { stage: panel, command: 'edit-mask' });
    await vi.waitFor(() => expect(edit.state.editor.isOpen.value).toBe(true));
    expect(edit.state.region.replaced.value?.node).toBe(patch);
  });
});

test('several frames get a fill each, one undo step each, with the scale that a person has chosen', async () => {
  const { panel, frame } = await withResult('allowed');
  panel.document.update(frame, {
    fills: fillsOf(panel, frame).map((fill) =>
      fill.type === 'IMAGE' ? { ...fill, scaleMode: 'FIT' as const } : fill,
    ),
  });
  panel.document.history.commit();
  const other = addFrame(panel, 200);
  await panel.select([frame, other]);
  const depth = panel.document.history.undoDepth;
  expect(panel.state.plan.value).toMatchObject({ verb: 'generate', targets: [{}, {}] });
  await panel.actions.run();
  await vi.waitFor(() => expect(panel.document.history.undoDepth).toBe(depth + 2));
  const scales = [frame, other].map((id) =>
    fillsOf(panel, id).flatMap((fill) => (fill.type === 'IMAGE' ? [fill.scaleMode] : [])),
  );
  expect(scales).toEqual([['FIT'], ['FILL']]);
  const [first, second] = panel.requests().slice(-2);
  expect(first?.seed).not.toBe(second?.seed);
});

test('a document that is written down keeps what plugins say of it', async () => {
  const { panel } = await withResult('allowed');
  const again = loadDocument(JSON.parse(written(panel)));
  expect(again.get(again.rootId).pluginData).toEqual(panel.document.get(panel.document.rootId).pluginData);
});
