import { describe, expect, it, vi } from 'vitest';
import { fakeModel } from '../../fakes/fake-engine.ts';
import { createFakePanel, type FakePanel, type FakePanelOptions } from '../../fakes/fake-panel.ts';

async function open(options: FakePanelOptions = {}): Promise<FakePanel> {
  const panel = createFakePanel(options);
  await panel.started;
  await vi.waitFor(() => expect(panel.state.engine.value.kind).toBe('ready'));
  return panel;
}

const stored = (panel: FakePanel, key: string): unknown => JSON.parse(panel.host.kept[key] ?? 'null');

async function runWith(panel: FakePanel, prompt: string): Promise<void> {
  panel.actions.settings.change({ prompt });
  await panel.actions.run();
}

describe('prompts that were run', () => {
  it('are kept on this machine, and are there again at the next start', async () => {
    const panel = await open();
    await runWith(panel, 'a barn');
    await runWith(panel, 'a hill');
    await vi.waitFor(() =>
      expect(stored(panel, 'prompts')).toEqual([
        { prompt: 'a hill', isPinned: false },
        { prompt: 'a barn', isPinned: false },
      ]),
    );
    panel.actions.prompts.pin('a barn', true);
    panel.actions.prompts.remove('a hill');
    await vi.waitFor(() => expect(stored(panel, 'prompts')).toEqual([{ prompt: 'a barn', isPinned: true }]));

    const next = await open({ host: { kept: panel.host.kept } });
    next.actions.settings.change({ prompt: 'a dra' });
    expect(await next.actions.prompts.step(1)).toBe('a barn');
    next.actions.settings.change({ prompt: 'a barn' });
    expect(await next.actions.prompts.step(1)).toBeNull();
    expect(await next.actions.prompts.step(-1)).toBe('a dra');
  });

  it('are not written over while what is stored cannot be read', async () => {
    const kept = { prompts: JSON.stringify([{ prompt: 'old' }]) };
    const panel = await open({ host: { kept } });
    panel.host.failures.loadKept = 'timed-out';
    await runWith(panel, 'new');
    await runWith(panel, 'newer');
    await vi.waitFor(() =>
      expect(panel.state.prompts.history.value.map(({ prompt }) => prompt)).toEqual(['newer', 'old']),
    );
  });
});

describe('styles of one’s own', () => {
  it('are saved, renamed and removed', async () => {
    const panel = await open();
    panel.actions.prompts.toggleStyles();
    panel.actions.prompts.saveStyle('Ink', 'black ink');
    panel.actions.prompts.saveStyle('Light', 'soft light');
    panel.actions.prompts.renameStyle('Ink', 'Lines');
    panel.actions.prompts.removeStyle('Light');
    await vi.waitFor(() => expect(stored(panel, 'styles')).toEqual([{ name: 'Lines', text: 'black ink' }]));
    expect(panel.state.prompts.areStylesOpen.value).toBe(true);
  });
});

describe('the reading of what is typed', () => {
  it('comes a moment later, follows the text, and goes with it', async () => {
    const panel = await open({ engine: { promptRoom: 3 } });
    panel.actions.settings.change({ prompt: 'one two' });
    panel.actions.settings.change({ prompt: 'one two three four' });
    await vi.waitFor(() =>
      expect(panel.state.prompts.reading.value?.readings.prompt).toEqual({ tokens: 4, room: 3, cutFrom: 14 }),
    );
    panel.actions.settings.change({ prompt: '' });
    expect(panel.state.prompts.reading.value).toBeNull();
  });

  it('comes while a job runs, and is gone with another model until that was asked', async () => {
    const models = [fakeModel, { ...fakeModel, id: 'other' }];
    const panel = await open({ engine: { stepMs: 200, models } });
    panel.actions.settings.change({ prompt: 'one' });
    const running = panel.actions.run();
    await vi.waitFor(() => expect(panel.state.prompts.reading.value?.prompt).toBe('one'));
    panel.actions.settings.change({ model: 'other' });
    expect(panel.state.prompts.reading.value).toBeNull();
    await vi.waitFor(() => expect(panel.state.prompts.reading.value?.prompt).toBe('one'));
    panel.actions.cancel();
    await running;
  });
});

describe('guidance', () => {
  it('of another model is not taken along to one that was made to do without', async () => {
    const turbo = { ...fakeModel, id: 'turbo', guidanceUse: 'none' as const, defaultGuidance: 1 };
    const panel = await open({ engine: { models: [fakeModel, turbo] } });
    panel.actions.settings.change({ guidance: 7 });
    panel.actions.settings.change({ model: 'turbo' });
    expect(panel.state.settings.value.guidance).toBeNull();
  });
});
