import { describe, expect, it, vi } from 'vitest';
import { defaultRequest } from '../../../protocol/generation.ts';
import { readQueue, writeQueue } from '../../../ui/shell/state/kept-queue.ts';
import { advanceQueue, emptyQueue, nextOf, type QueueEvent } from '../../../ui/shell/state/queue.ts';
import { makeMask, makeTarget } from '../../fakes/fake-host.ts';
import { createFakePanel, type FakePanelOptions } from '../../fakes/fake-panel.ts';

const target = makeTarget();
const onFrame = { kind: 'target' as const, target, masks: [] };
const onShape = { kind: 'target' as const, target, masks: [makeMask()] };
const slow = { steps: 5, stepMs: 40 };

async function startedPanel(options: FakePanelOptions = {}) {
  const panel = createFakePanel(options);
  await panel.started;
  const { settings } = panel.actions;
  settings.change({ prompt: 'one', seed: 7, isSeedLocked: true });
  const press = (prompt: string) => {
    settings.change({ prompt });
    void panel.actions.run();
  };
  const asked = () => panel.pages.flatMap(({ engine }) => engine.jobs.map(({ request }) => request.prompt));
  const waiting = () => panel.state.queue.value.waiting.map(({ request }) => request.prompt);
  const idle = () =>
    vi.waitFor(() => {
      expect(panel.state.active.value).toBeNull();
      expect(panel.state.queue.value.waiting).toEqual([]);
    });
  return { ...panel, press, asked, waiting, idle };
}

/** Presses one after the other; each is settled before the next. */
async function pressAll(panel: Awaited<ReturnType<typeof startedPanel>>, ...prompts: string[]) {
  for (const [index, prompt] of prompts.entries()) {
    panel.press(prompt);
    await vi.waitFor(() => {
      expect(panel.state.active.value).not.toBeNull();
      expect(panel.waiting()).toHaveLength(index);
    });
  }
}

describe('the queue', () => {
  const entry = (id: number) => ({
    id,
    request: { ...defaultRequest, prompt: String(id) },
    destination: { kind: 'new-frame' as const, size: { width: 8, height: 8 } },
  });
  const play = (...events: QueueEvent[]) => events.reduce(advanceQueue, emptyQueue);
  const added = [1, 2, 3].map((id): QueueEvent => ({ kind: 'added', entry: entry(id) }));
  const ids = (...events: QueueEvent[]) => play(...added, ...events).waiting.map(({ id }) => id);

  it('keeps the order of pressing, and changes it as asked', () => {
    expect(ids()).toEqual([1, 2, 3]);
    expect(ids({ kind: 'moved', id: 3, by: -1 })).toEqual([1, 3, 2]);
    expect(ids({ kind: 'moved', id: 1, by: 1 })).toEqual([2, 1, 3]);
    expect(ids({ kind: 'moved', id: 1, by: -1 })).toEqual([1, 2, 3]);
    expect(ids({ kind: 'moved', id: 3, by: 1 })).toEqual([1, 2, 3]);
    expect(ids({ kind: 'removed', id: 2 })).toEqual([1, 3]);
  });

  it('waits with what was kept, before anything that is added, until it may go on', () => {
    const restored = play({ kind: 'added', entry: entry(1) }, { kind: 'restored', entries: [entry(2)] });
    expect(restored.waiting.map(({ id }) => id)).toEqual([2, 1]);
    expect(nextOf(restored)).toBeNull();
    expect(nextOf(advanceQueue(restored, { kind: 'resumed' }))?.id).toBe(2);
    expect(play({ kind: 'restored', entries: [entry(2)] }, { kind: 'removed', id: 2 }).isPaused).toBe(false);
  });

  it('is written down with its pictures, and read again; what is broken is left out', () => {
    const png = new Uint8Array([137, 80, 0, 255]);
    const source = { picture: { png, box: { x: 0, y: 0, width: 1, height: 1 } }, readAt: null };
    const text = writeQueue([entry(1), { ...entry(2), source }]);
    const { id: _, ...first } = entry(1);
    expect(readQueue(text)).toEqual([
      first,
      { ...first, request: { ...first.request, prompt: '2' }, source },
    ]);
    expect(writeQueue([])).toBeNull();
    for (const broken of [null, '', '{', '{}', '[1, null, {"request": {}}]'])
      expect(readQueue(broken)).toEqual([]);
    const heavy = { picture: { ...source.picture, png: new Uint8Array(900_000) }, readAt: null };
    expect(readQueue(writeQueue([{ ...entry(1), source: heavy }, entry(2)]))).toHaveLength(1);
  });
});

describe('pressing while a job runs', () => {
  it('runs one after the other, in the order that is wanted, without those that were taken out', async () => {
    const panel = await startedPanel({ engine: slow });
    await pressAll(panel, 'one', 'two', 'three', 'four');
    const [two, three, four] = panel.state.queue.value.waiting.map(({ id }) => id);
    panel.actions.queue.move(four!, -1);
    panel.actions.queue.move(four!, -1);
    panel.actions.queue.remove(three!);
    expect(panel.waiting()).toEqual(['four', 'two']);
    expect(two).toBeDefined();
    await panel.idle();
    expect(panel.asked()).toEqual(['one', 'four', 'two']);
    expect(panel.state.notice.value).toBeNull();
    expect(panel.state.runs.value.list).toHaveLength(3);
  });

  it('keeps to the selection of the time of pressing, and leaves no preview in what is read', async () => {
    const panel = await startedPanel({ host: { selection: onShape }, engine: slow });
    await panel.actions.run();
    expect(panel.host.preview).not.toBeNull();
    panel.host.picture = () => {
      expect(panel.host.preview).toBeNull();
      return new Uint8Array(64);
    };
    panel.press('first');
    await vi.waitFor(() => expect(panel.state.active.value).not.toBeNull());
    panel.press('second');
    await vi.waitFor(() => expect(panel.waiting()).toEqual(['second']));
    panel.host.select({ kind: 'nothing' });
    await panel.idle();
    expect(panel.state.job.value).toMatchObject({
      phase: 'done',
      request: { task: 'fill', prompt: 'second' },
      destination: { kind: 'patch', target: { node: '1:2' }, masks: [{ node: '1:3' }] },
    });
  });

  it('goes on after a failure, whose sentence stays, and after a cancel', async () => {
    const panel = await startedPanel({ host: { selection: onShape }, engine: slow });
    panel.host.failures = { exportTarget: 'target-gone' };
    panel.press('gone');
    panel.press('two');
    await panel.idle();
    await vi.waitFor(() => expect(panel.asked()).toEqual(['two']));
    expect(panel.state.notice.value?.code).toBe('target-gone');
    await pressAll(panel, 'three', 'four');
    panel.actions.cancel();
    await panel.idle();
    expect(panel.asked().at(-1)).toBe('four');
    expect(panel.state.job.value).toMatchObject({ phase: 'done', request: { prompt: 'four' } });
  });

  it('waits while the engine is gone, and goes on once it is there again', async () => {
    const panel = await startedPanel({ engine: { steps: 100, stepMs: 5 } });
    await pressAll(panel, 'one', 'two');
    await vi.waitFor(() => expect(panel.asked()).toEqual(['one']));
    panel.engineClient.close();
    await vi.waitFor(() => expect(panel.state.notice.value?.code).toBe('connection-lost'));
    expect(panel.waiting()).toEqual(['two']);
    await panel.actions.reconnect();
    await vi.waitFor(() => expect(panel.asked()).toEqual(['one', 'two']));
    panel.actions.cancel();
    await panel.idle();
  });

  it('is there again after reopening, the running job first, and waits for a word', async () => {
    const panel = await startedPanel({ engine: { steps: 100, stepMs: 5 } });
    await pressAll(panel, 'one', 'two');
    const again = await startedPanel({ host: { kept: { ...panel.host.kept } } });
    await vi.waitFor(() => expect(again.waiting()).toEqual(['one', 'two']));
    expect(again.state.queue.value.isPaused).toBe(true);
    expect(again.asked()).toEqual([]);
    again.actions.queue.resume();
    await again.idle();
    expect(again.asked()).toEqual(['one', 'two']);
    await vi.waitFor(() => expect(again.host.kept.queue ?? null).toBeNull());
    panel.actions.queue.remove(panel.state.queue.value.waiting[0]!.id);
    panel.actions.cancel();
  });
});

describe('earlier runs', () => {
  it('stay at hand: each can be looked at, and placed', async () => {
    const panel = await startedPanel({ host: { selection: onFrame } });
    for (const prompt of ['one', 'two', 'three']) {
      panel.actions.settings.change({ prompt });
      await panel.actions.run();
    }
    await panel.actions.step(-1);
    await panel.actions.step(-1);
    expect(panel.state.results.value?.request.prompt).toBe('one');
    await panel.actions.step(-1);
    await panel.actions.apply(0);
    expect(panel.host.written.at(-1)).toMatchObject({ recipe: { request: { prompt: 'one' } } });
    await panel.actions.step(1);
    expect(panel.host.preview).not.toBeNull();
    await panel.actions.apply(0);
    expect(panel.host.written.at(-1)).toMatchObject({ recipe: { request: { prompt: 'two' } } });
  });

  it('are seen again after a run that brought nothing', async () => {
    const panel = await startedPanel({ host: { selection: onShape } });
    await panel.actions.run();
    panel.host.failures = { exportTarget: 'export-failed' };
    await panel.actions.run();
    expect(panel.state.job.value?.phase).toBe('failed');
    expect(panel.state.results.value?.phase).toBe('done');
    await panel.actions.apply(0);
    expect(panel.host.written).toHaveLength(1);
  });
});
