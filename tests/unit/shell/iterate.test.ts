import { describe, expect, it, vi } from 'vitest';
import { defaultRequest } from '../../../protocol/generation.ts';
import { advance, startJob } from '../../../ui/shell/state/job.ts';
import { secondsLeft } from '../../../ui/shell/state/time-left.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel, type FakePanelOptions } from '../../fakes/fake-panel.ts';

const target = makeTarget();
const onFrame = { kind: 'target' as const, target, masks: [] };
const onShape = { kind: 'target' as const, target, masks: [makeMask()] };

async function startedPanel(options: FakePanelOptions = {}) {
  const panel = createFakePanel(options);
  await panel.started;
  await vi.waitFor(() => expect(panel.state.model.value).not.toBeNull());
  panel.automation.setRequest({ prompt: 'a boat', seed: 7, count: 2 });
  const jobs = () => panel.pages.flatMap(({ engine }) => engine.jobs);
  const done = (count: number) =>
    vi.waitFor(() => {
      expect(panel.state.active.value).toBeNull();
      expect(panel.state.runs.value.list).toHaveLength(count);
    });
  return { ...panel, jobs, done };
}

describe('going on from a candidate', () => {
  it('varies the picture itself, not the document, and puts the result where the first one would go', async () => {
    const panel = await startedPanel({ host: { selection: onShape } });
    await panel.actions.run();
    const readings = panel.host.readings.length;
    panel.actions.settings.change({ prompt: 'a car' });
    panel.actions.iterate.vary(1, 'subtle');
    await panel.done(2);
    expect(panel.host.readings).toHaveLength(readings);
    const [fill, vary] = panel.jobs();
    expect(vary?.request).toMatchObject({ task: 'vary', prompt: 'a boat', strength: 0.35, mask: null });
    expect(vary?.inputs).toMatchObject({ masks: [], picture: { isCutOut: true, box: target.box } });
    expect([...vary!.inputs.picture!.png]).toEqual([...new Uint8Array(64).fill(1)]);
    await panel.actions.apply(0);
    expect(panel.host.written.at(-1)).toMatchObject({
      kind: 'patch',
      target: '1:2',
      masks: ['1:3'],
      readAt: fill?.inputs.picture?.box,
      recipe: { request: { task: 'vary' } },
    });
  });

  it('takes it as input for what prompt and settings say now, also without a selection', async () => {
    const panel = await startedPanel();
    await panel.actions.run();
    panel.automation.setRequest({ prompt: 'a car', strength: 0.5 });
    panel.actions.iterate.useAsInput(0);
    await panel.done(2);
    expect(panel.jobs()[1]).toMatchObject({
      request: { task: 'vary', prompt: 'a car', strength: 0.5 },
      inputs: { picture: { isCutOut: true } },
    });
    await panel.actions.apply(0);
    expect(panel.host.written).toMatchObject([{ kind: 'frame', size: { width: 512, height: 512 } }]);
  });

  it('runs it again with a seed that was not used, in its own turn', async () => {
    const panel = await startedPanel({ engine: { stepMs: 30 } });
    await panel.actions.run();
    panel.actions.iterate.again(0);
    await panel.actions.step(-1);
    panel.actions.iterate.again(1);
    expect(panel.state.queue.value.waiting).toHaveLength(1);
    await panel.done(3);
    expect(panel.jobs().map(({ request }) => [request.seed, request.count])).toEqual([
      [7, 2],
      [9, 1],
      [9, 1],
    ]);
  });
});

describe('a prompt with alternatives', () => {
  it('gives each picture its own prompt, seed and recipe, reading the document once', async () => {
    const panel = await startedPanel({ host: { selection: onShape } });
    panel.automation.setRequest({ prompt: 'a {red|green|blue} boat' });
    await panel.actions.run();
    expect(panel.jobs().map(({ request: { prompt, seed, count } }) => [prompt, seed, count])).toEqual([
      ['a red boat', 7, 1],
      ['a green boat', 8, 1],
      ['a blue boat', 9, 1],
    ]);
    expect(panel.host.readings).toHaveLength(1);
    const job = panel.state.job.value;
    expect(job?.phase === 'done' && job.candidates.map(({ index, seed }) => [index, seed])).toEqual([
      [0, 7],
      [1, 8],
      [2, 9],
    ]);
    expect(panel.automation.lastReport?.timingsMs.steps).toHaveLength(9);
    await panel.actions.apply(2);
    expect(panel.host.written).toMatchObject([
      { name: 'a blue boat', recipe: { request: { prompt: 'a blue boat', seed: 9, count: 1 } } },
    ]);
  });

  it('keeps what was finished, with its own recipe, when it is cancelled half way', async () => {
    const panel = await startedPanel({ engine: { stepMs: 30 } });
    panel.automation.setRequest({ prompt: '{red|green|blue}' });
    const run = panel.actions.run();
    await vi.waitFor(() => expect(panel.jobs()).toHaveLength(2));
    panel.actions.cancel();
    await run;
    await panel.actions.apply(0);
    expect(panel.host.written).toMatchObject([
      { recipe: { request: { prompt: 'red' }, device: { runtime: 'fake' }, model: 'default' } },
    ]);
  });
});

describe('looking at a candidate in passing', () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 220));

  it('shows it in place after a moment, unselected, and then the selected one again', async () => {
    const panel = await startedPanel({ host: { selection: onFrame } });
    await panel.actions.run();
    panel.actions.peek(1);
    expect(panel.host.preview?.png[0]).toBe(0);
    await pause();
    expect(panel.host.preview?.png[0]).toBe(1);
    expect(panel.state.job.value).toMatchObject({ selected: 0 });
    panel.actions.peek(null);
    await pause();
    expect(panel.host.preview?.png[0]).toBe(0);
  });

  it('shows nothing to a pointer that only passes, and leaves nothing where nothing was', async () => {
    const panel = await startedPanel({ host: { selection: onFrame } });
    await panel.actions.run();
    await panel.actions.hide();
    panel.actions.peek(1);
    panel.actions.peek(null);
    await pause();
    expect(panel.host.preview).toBeNull();
    panel.actions.peek(1);
    await pause();
    expect(panel.host.preview).not.toBeNull();
    panel.actions.peek(null);
    await pause();
    expect(panel.host.preview).toBeNull();
  });

  it('never shows what is veiled', async () => {
    const panel = await startedPanel({ host: { selection: onFrame }, engine: { flag: 'unchecked' } });
    panel.automation.setRequest({});
    panel.actions.settings.change({ checksSafety: true });
    await panel.actions.run();
    panel.actions.peek(1);
    await pause();
    expect(panel.host.preview).toBeNull();
  });
});

it('tells how long a run will take, from its own steps', () => {
  const request = { ...defaultRequest, count: 2 };
  const destination = { kind: 'new-frame' as const, size: { width: 8, height: 8 } };
  let job = advance(startJob({ id: 1, request, destination }), {
    kind: 'read',
    inputs: { picture: null, masks: [] },
  });
  const left = () => (job.phase === 'running' ? secondsLeft(job) : undefined);
  for (let step = 0; step <= 3; step++) {
    expect(left()).toBeNull();
    const progress = { phase: 'denoising', candidate: 0, step, steps: 10, preview: null } as const;
    // The first step takes long, which the ones after it do not.
    job = advance(job, { kind: 'progressed', progress, at: step === 0 ? 0 : 60_000 + step * 500 });
  }
  expect(left()).toBeCloseTo(17 * 0.5);
});
