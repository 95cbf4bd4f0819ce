import { describe, expect, it } from 'vitest';
import type { PaintedMask } from '../../../protocol/mask-edits.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel, type FakePanelOptions } from '../../fakes/fake-panel.ts';

const target = makeTarget();
const masks = [
  makeMask(),
  makeMask({ node: '1:4', name: 'Keep face', role: 'keep' }),
  makeMask({
    node: '1:5',
    name: 'Context',
    role: 'context',
    box: { x: 120, y: 60, width: 200, height: 200 },
  }),
];
const marked = { kind: 'target' as const, target, masks };
const alone = { kind: 'target' as const, target, masks: [] };
const painted: PaintedMask = {
  size: { width: 400, height: 300 },
  edits: [{ kind: 'rectangle', effect: 'add', points: [10, 20, 110, 90] }],
  growPx: 4,
  fillHolesPx: 0,
};

async function startedPanel(selection: FakePanelOptions['host'] = {}) {
  const panel = createFakePanel({ host: selection });
  await panel.started;
  panel.automation.setRequest({ prompt: 'a boat' });
  const lastJob = () => panel.pages[0]!.engine.jobs.at(-1)!;
  return { ...panel, lastJob };
}

describe('the layers over a picture', () => {
  it('select, keep and frame what the engine sees, each in its role and as it is to be read', async () => {
    const panel = await startedPanel({
      selection: marked,
      maskReadings: { '1:3': { reading: 'luminance', opacity: 0.5 } },
    });
    await panel.automation.run();
    expect(panel.host.readings).toEqual([{ target: '1:2', masks: ['1:3', '1:4', '1:5'], scale: 1 }]);
    const { inputs } = panel.lastJob();
    expect(inputs.masks).toMatchObject([
      { role: 'repaint', reading: 'luminance', opacity: 0.5 },
      { role: 'keep', reading: 'alpha', opacity: 1 },
    ]);
    expect(inputs.masks).toHaveLength(2);
    expect(inputs.context).toEqual(masks[2]?.box);

    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([
      {
        kind: 'patch',
        masks: ['1:3', '1:4', '1:5'],
        recipe: {
          masks: [
            { node: '1:3', role: 'repaint' },
            { node: '1:4', role: 'keep' },
            { node: '1:5', role: 'context' },
          ],
        },
      },
    ]);
  });

  it('take the role that a person gives them, and without one that repaints there is no region', async () => {
    const panel = await startedPanel({ selection: marked });
    panel.state.region.giveRole('1:4', 'repaint');
    await panel.automation.run();
    expect(panel.lastJob().inputs.masks.map(({ role }) => role)).toEqual(['repaint', 'repaint']);

    panel.state.region.giveRole('1:3', 'context');
    panel.state.region.giveRole('1:4', 'keep');
    expect(panel.state.verbs.value).toEqual(['generate', 'vary', 'expand']);
    panel.automation.setRequest({ mode: 'vary' });
    await panel.automation.run();
    const { inputs, request } = panel.lastJob();
    expect(request.task).toBe('vary');
    expect(inputs).toMatchObject({ masks: [] });
    expect(inputs.context).toBeUndefined();
    expect(panel.host.readings.at(-1)?.masks).toEqual(['1:3', '1:4', '1:5']);
  });

  it('are read with the picture where they are a sketch on it, and hidden on applying all the same', async () => {
    const sketched = { ...marked, masks: [...masks, makeMask({ node: '1:6', name: 'Mask' })] };
    const panel = await startedPanel({ selection: sketched });
    panel.automation.setRequest({ mode: 'sketch' });
    await panel.automation.run();
    expect(panel.lastJob().request.task).toBe('sketch');
    expect(panel.host.readings[0]?.masks).toEqual(['1:4', '1:5', '1:6']);
    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([{ masks: ['1:3', '1:4', '1:5', '1:6'] }]);
  });
});

describe('a painted mask', () => {
  it('marks a region without any layer, and goes into the request and the recipe with its box', async () => {
    const panel = await startedPanel({ selection: alone });
    const contextBox = { x: 0, y: 0, width: 200, height: 150 };
    panel.state.editor.load('1:2', painted, contextBox);
    expect(panel.state.plan.value).toMatchObject({ verb: 'fill', destination: { kind: 'patch', masks: [] } });
    await panel.automation.run();
    expect(panel.lastJob().request).toMatchObject({ task: 'fill', mask: painted, contextBox });
    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([
      { recipe: { request: { mask: painted, contextBox }, masks: [] } },
    ]);
  });

  it('belongs to the layer that it was painted on', async () => {
    const panel = await startedPanel({ selection: alone });
    panel.state.editor.load('8:8', painted, null);
    expect(panel.state.plan.value.verb).toBe('generate');
    panel.host.select({ ...alone, target: makeTarget({ node: '8:8' }) });
    await expect.poll(() => panel.state.plan.value.verb).toBe('fill');
  });

  it('of a driver counts for whatever is selected, until the driver takes it back', async () => {
    const panel = await startedPanel({ selection: alone });
    const contextBox = { x: 1, y: 2, width: 30, height: 40 };
    panel.automation.setRequest({ mask: painted, contextBox, mode: 'remove' });
    await panel.automation.run();
    expect(panel.lastJob().request).toMatchObject({ task: 'remove', mask: painted, contextBox });
    panel.automation.setRequest({ steps: 2 });
    expect(panel.state.plan.value.verb).toBe('remove');
    panel.automation.setRequest({ mask: null, contextBox: null });
    expect(panel.state.plan.value.verb).toBe('generate');
  });
});

describe('an expansion', () => {
  it('of a frame with empty area reads its pictures alone, and goes right above them', async () => {
    const frame = { ...alone, target: makeTarget({ isExpandable: true }) };
    const panel = await startedPanel({ selection: frame });
    await panel.actions.run();
    expect(panel.lastJob().request).toMatchObject({
      task: 'expand',
      paddingPx: null,
      mask: null,
      size: { width: 400, height: 300 },
    });
    expect(panel.host.readings).toEqual([{ target: '1:2', masks: [], scale: 1, shows: 'pictures' }]);
    expect(panel.host.preview).toMatchObject({ above: 'pictures' });
    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([{ kind: 'patch', above: 'pictures' }]);
  });

  it('beyond a frame with empty area reads all that the frame shows, and goes above it', async () => {
    const frame = { ...alone, target: makeTarget({ isExpandable: true }) };
    const panel = await startedPanel({ selection: frame });
    panel.actions.settings.change({ growsBeyondFrame: true });
    await panel.actions.run();
    expect(panel.lastJob().request).toMatchObject({
      task: 'expand',
      paddingPx: { left: expect.any(Number) },
    });
    expect(panel.host.readings[0]).not.toHaveProperty('shows');
    expect(panel.host.preview).not.toHaveProperty('above');
  });

  it('of a full picture grows as chosen, and lies where the engine says', async () => {
    const panel = await startedPanel({ selection: { ...alone, target: makeTarget({ density: 2 }) } });
    panel.actions.settings.change({ mode: 'expand', growBy: 'sides', growSides: 'left', growPercent: 25 });
    const { candidates } = await panel.automation.run();
    expect(panel.lastJob().request).toMatchObject({
      size: { width: 800, height: 600 },
      paddingPx: { left: 200, top: 0, right: 0, bottom: 0 },
    });
    expect(panel.host.readings[0]).not.toHaveProperty('shows');
    expect(candidates[0]?.box).toEqual({ x: 0, y: 50, width: 500, height: 300 });
    await panel.automation.apply(0);
    expect(panel.host.written[0]).not.toHaveProperty('above');
  });

  it('that would be too large is refused before anything is read', async () => {
    const panel = await startedPanel({ selection: alone });
    const paddingPx = { left: 4000, top: 0, right: 0, bottom: 0 };
    panel.automation.setRequest({ mode: 'expand', paddingPx });
    await expect(panel.automation.run()).rejects.toThrow(/4096/);
    expect(panel.host.readings).toEqual([]);
    expect(panel.state.notice.value?.code).toBe('expansion-too-large');
    expect(panel.state.verb.value).toBe('expand');
    panel.automation.setRequest({ paddingPx: { ...paddingPx, left: 40 } });
    await panel.automation.run();
    expect(panel.lastJob().request.paddingPx).toEqual({ ...paddingPx, left: 40 });
  });
});

it('before and after change with the preview on the canvas, and another choice is seen as it is', async () => {
  const panel = await startedPanel({ selection: marked });
  panel.automation.setRequest({ count: 2 });
  await panel.actions.run();
  await panel.actions.compare(true);
  expect(panel.state.job.value).toMatchObject({ isBefore: true, isShown: false, selected: 0 });
  expect(panel.host.preview).toBeNull();
  await panel.actions.compare(false);
  expect(panel.state.job.value).toMatchObject({ isBefore: false, isShown: true });
  expect(panel.host.preview?.png).toEqual(panel.automation.lastCandidates[0]?.png);
  await panel.actions.compare(true);
  await panel.actions.show(1);
  expect(panel.state.job.value).toMatchObject({ isBefore: false, selected: 1 });
});

it('before and after of a picture that is in the document change in the panel alone', async () => {
  const panel = await startedPanel({ selection: marked });
  await panel.actions.run();
  await panel.actions.apply(0);
  await panel.actions.compare(true);
  expect(panel.state.job.value).toMatchObject({ isBefore: true });
  await panel.actions.compare(false);
  expect(panel.state.job.value).toMatchObject({ isBefore: false, isShown: false });
  expect(panel.host.preview).toBeNull();
});
