import { describe, expect, it, vi } from 'vitest';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel, type FakePanelOptions } from '../../fakes/fake-panel.ts';

const target = makeTarget();
const mask = makeMask();
const onFrame = { kind: 'target' as const, target, masks: [] };
const onShape = {
  kind: 'target' as const,
  target,
  masks: [mask, makeMask({ node: '1:4', name: 'Rectangle 2' })],
};

async function startedPanel(options: FakePanelOptions = {}) {
  const panel = createFakePanel(options);
  await panel.started;
  panel.automation.setRequest({ prompt: 'a boat' });
  return panel;
}

describe('running a job', () => {
  it('generates into a new frame where nothing is selected, and places it there', async () => {
    const panel = await startedPanel();
    panel.automation.setRequest({ size: { width: 320, height: 200 }, seed: 7, count: 2 });
    const { candidates, report } = await panel.automation.run();
    expect(candidates.map(({ seed, box }) => ({ seed, box }))).toEqual([
      { seed: 7, box: null },
      { seed: 8, box: null },
    ]);
    expect(panel.host.asked).not.toContain('exportTarget');
    expect(report.request).toMatchObject({
      task: 'generate',
      prompt: 'a boat',
      size: { width: 320, height: 200 },
    });
    expect(report.timingsMs).toMatchObject({ crop: 1, textEncode: 2, place: 0 });
    expect(report.timingsMs.read).toBeGreaterThanOrEqual(5);
    expect(report.timingsMs).not.toHaveProperty('decode');

    const placed = await panel.automation.apply(1);
    expect(placed.report?.timingsMs.place).toBeGreaterThan(0);
    expect(placed.report?.timingsMs.total).toBeGreaterThan(report.timingsMs.total);
    expect(panel.host.written).toHaveLength(1);
    expect(panel.host.written[0]).toMatchObject({
      kind: 'frame',
      size: { width: 320, height: 200 },
      png: candidates[1]?.png,
      name: 'a boat',
      recipe: { model: 'default', request: { prompt: 'a boat', seed: 8, count: 1 } },
    });
  });

  it('generates into the selected frame, in its own size, as fill or as layer', async () => {
    const panel = await startedPanel({ host: { selection: onFrame } });
    const { candidates } = await panel.automation.run();
    expect(candidates[0]?.box).toEqual(target.box);
    await panel.automation.apply(0);
    panel.automation.setRequest({ placement: 'layer' });
    await panel.automation.run();
    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([
      { kind: 'fill', target: '1:2' },
      { kind: 'patch', target: '1:2', masks: [], box: target.box, readAt: target.box },
    ]);
    expect(panel.pages[0]?.engine.jobs[0]?.request.size).toEqual(target.size);
  });

  it('gives a layer over a rotated target the target’s own ratio, around the same middle', async () => {
    const rotated = makeTarget({
      size: { width: 100, height: 200 },
      box: { x: 0, y: 0, width: 200, height: 100 },
    });
    const panel = await startedPanel({ host: { selection: { kind: 'target', target: rotated, masks: [] } } });
    const { candidates } = await panel.automation.run();
    expect(candidates[0]?.box).toEqual({ x: 50, y: -50, width: 100, height: 200 });
  });

  it('fills: reads the target without its masks and each mask at the same density, and places one patch', async () => {
    const dense = { ...onShape, target: makeTarget({ density: 2 }) };
    const panel = await startedPanel({ host: { selection: dense } });
    await panel.automation.run();
    expect(panel.host.asked.filter((method) => method.startsWith('export'))).toEqual([
      'exportTarget',
      'exportMask',
      'exportMask',
    ]);
    const job = panel.pages[0]?.engine.jobs[0];
    expect(job?.request).toMatchObject({ task: 'fill', size: { width: 800, height: 600 } });
    expect(job?.inputs.picture?.box).toEqual(target.box);
    expect(job?.inputs.masks).toHaveLength(2);
    expect(job?.inputs.picture).toMatchObject({ isCutOut: true });
    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([{ kind: 'patch', target: '1:2', masks: ['1:3', '1:4'] }]);
  });

  it('asks what is selected at the moment of running, not what was selected before', async () => {
    const panel = await startedPanel();
    panel.host.selection = onFrame;
    await panel.automation.run();
    expect(panel.state.job.value?.destination).toMatchObject({ kind: 'fill-of-target' });
  });

  it('takes a new seed for every run until it is locked', async () => {
    const panel = await startedPanel();
    const first = await panel.automation.run();
    const second = await panel.automation.run();
    expect(second.report.request.seed).not.toBe(first.report.request.seed);
    panel.actions.settings.change({ isSeedLocked: true });
    const third = await panel.automation.run();
    expect(third.report.request.seed).toBe(second.report.request.seed);
  });

  it('wants a prompt for generating and none for filling', async () => {
    const panel = await startedPanel({ host: { selection: onFrame } });
    panel.automation.setRequest({ prompt: '  ' });
    await expect(panel.automation.run()).rejects.toThrow(/There is no prompt yet/);
    expect(panel.state.notice.value?.code).toBe('prompt-missing');
    panel.host.select(onShape);
    await panel.automation.run();
    expect(panel.state.notice.value).toBeNull();
  });

  it('says what is wrong with an unusable selection and starts nothing', async () => {
    const panel = await startedPanel({
      host: { selection: { kind: 'unusable', code: 'target-hidden', name: 'Hero' } },
    });
    await expect(panel.automation.run()).rejects.toThrow(/hidden/);
    expect(panel.automation.state()).toMatchObject({ phase: 'none', notice: { code: 'target-hidden' } });
    expect(panel.pages.flatMap((page) => page.engine.jobs)).toEqual([]);
  });

  it.each(['exportTarget', 'exportMask'] as const)('changes nothing when %s fails', async (method) => {
    const panel = await startedPanel({
      host: { selection: onShape, failures: { [method]: 'target-gone' } },
    });
    await expect(panel.automation.run()).rejects.toThrow(/deleted/);
    expect(panel.state.job.value?.phase).toBe('failed');
    expect(panel.pages.flatMap((page) => page.engine.jobs)).toEqual([]);
    expect(panel.host.written).toEqual([]);
    await panel.automation.run();
    expect(panel.state.job.value?.phase).toBe('done');
  });

  it('shows the sentence of an engine that fails, and keeps what was finished', async () => {
    const panel = await startedPanel({ engine: { failure: { code: 'device-lost', afterCandidates: 1 } } });
    panel.automation.setRequest({ count: 3 });
    await expect(panel.automation.run()).rejects.toThrow(/graphics card/);
    expect(panel.state.notice.value).toEqual({ code: 'device-lost', subject: null, remedy: 'rerun' });
    expect(panel.automation.lastCandidates).toHaveLength(1);
    await panel.automation.apply(0);
    expect(panel.host.written).toMatchObject([
      { kind: 'frame', recipe: { device: { kind: 'wasm' }, model: 'default', request: { count: 1 } } },
    ]);
  });

  it('is cancelled at once, tells the engine, shows no error, and can run again', async () => {
    const panel = await startedPanel({ engine: { steps: 1000, stepMs: 5 } });
    const run = panel.automation.run();
    await vi.waitFor(() =>
      expect(panel.state.job.value).toMatchObject({ phase: 'running', activity: { kind: 'denoising' } }),
    );
    const before = performance.now();
    panel.automation.cancel();
    await expect(run).rejects.toThrow(/canceled/);
    expect(performance.now() - before).toBeLessThan(50);
    expect(panel.automation.state()).toMatchObject({ phase: 'cancelled', notice: null });
    await vi.waitFor(() => expect(panel.pages[0]?.engine.cancelledJobs).toBe(1));
    panel.automation.setRequest({ steps: 1 });
    await panel.automation.run();
    expect(panel.automation.state().phase).toBe('done');
  });

  it('can be cancelled while the document is being read', async () => {
    const panel = await startedPanel({
      host: { selection: onShape, picture: () => new Promise(() => {}) },
    });
    const run = panel.automation.run();
    await vi.waitFor(() => expect(panel.state.job.value?.phase).toBe('reading'));
    panel.automation.cancel();
    await expect(run).rejects.toThrow(/canceled/);
    expect(panel.state.job.value?.phase).toBe('cancelled');
  });

  it('runs one job at a time', async () => {
    const panel = await startedPanel({ engine: { stepMs: 5 } });
    const first = panel.automation.run();
    const second = panel.automation.run();
    await first;
    expect(panel.pages[0]?.engine.jobs).toHaveLength(1);
    await second;
    expect(panel.state.notice.value).toBeNull();
    expect(panel.pages[0]?.engine.jobs).toHaveLength(2);
  });
});

describe('looking at candidates in place', () => {
  it('shows the first one after a run by the button, and the last wish of many', async () => {
    const panel = await startedPanel({ host: { selection: onShape } });
    panel.automation.setRequest({ count: 4 });
    await panel.actions.run();
    expect(panel.host.preview).toMatchObject({
      target: '1:2',
      masks: ['1:3', '1:4'],
      box: target.box,
      isFill: false,
    });
    await Promise.all([panel.actions.show(1), panel.actions.show(2), panel.actions.show(3)]);
    expect(panel.host.preview?.png).toEqual(panel.automation.lastCandidates[3]?.png);
    expect(panel.state.job.value).toMatchObject({ selected: 3, isShown: true });
    expect(panel.host.asked.filter((method) => method === 'showPreview').length).toBeLessThan(5);
  });

  it('takes the preview away for the original, before applying, before the next run and on discarding', async () => {
    const panel = await startedPanel({ host: { selection: onFrame } });
    await panel.actions.run();
    expect(panel.host.preview).toMatchObject({ target: '1:2', isFill: true });
    await panel.actions.hide();
    expect(panel.host.preview).toBeNull();
    expect(panel.state.job.value).toMatchObject({ isShown: false });

    const late = panel.actions.show(0);
    await panel.actions.apply(0);
    await late;
    expect(panel.host.preview).toBeNull();
    expect(panel.state.job.value).toMatchObject({ phase: 'done', placed: [0], isShown: false });

    await panel.actions.show(0);
    const asked = panel.host.asked.length;
    await panel.automation.run();
    expect(panel.host.asked.slice(asked)[0]).toBe('clearPreview');

    await panel.actions.show(0);
    await panel.actions.discard();
    expect(panel.host.preview).toBeNull();
    // The run before is at hand again.
    expect(panel.state.job.value).toMatchObject({ placed: [0] });
    await panel.actions.discard();
    expect(panel.state.job.value).toBeNull();
  });

  it('does not wait for ever for a sandbox that died: the candidate can be applied again, or discarded', async () => {
    const panel = await startedPanel({ host: { selection: onFrame } });
    await panel.actions.run();
    vi.useFakeTimers();
    try {
      panel.host.silent = ['placeFill', 'clearPreview'];
      const refused = expect(panel.automation.apply(0)).rejects.toThrow(/took too long/);
      await vi.advanceTimersByTimeAsync(200_000);
      await refused;
      expect(panel.state.job.value).toMatchObject({ phase: 'done', placing: null, placed: [] });
      const discarded = panel.actions.discard();
      await vi.advanceTimersByTimeAsync(200_000);
      await discarded;
      expect(panel.state.job.value).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('shows the host’s refusal as a sentence and keeps the candidate', async () => {
    const panel = await startedPanel({
      host: { selection: onFrame, failures: { placeFill: 'place-refused' } },
    });
    await panel.automation.run();
    await expect(panel.automation.apply(0)).rejects.toThrow(/refused/);
    expect(panel.state.job.value).toMatchObject({ phase: 'done', placing: null, placed: [] });
    await panel.automation.apply(0);
    expect(panel.host.written).toHaveLength(1);
  });
});
