import { describe, expect, it, vi } from 'vitest';
import { createFakePanel } from '../../fakes/fake-panel.ts';

describe('the connection to the engine', () => {
  it('is made when the panel starts, with the models that the engine has', async () => {
    const panel = createFakePanel();
    await vi.waitFor(() => expect(panel.state.model.value?.name).toBe('Underpaint small'));
    expect(panel.state.engine.value).toMatchObject({ kind: 'ready', capabilities: { threads: 4 } });
    expect(panel.pages).toHaveLength(1);
  });

  it('says so when the page cannot be reached, and connects when asked again', async () => {
    const panel = createFakePanel({ failedOpenings: 1 });
    await vi.waitFor(() =>
      expect(panel.state.notice.value).toEqual({
        code: 'engine-unreachable',
        subject: null,
        remedy: 'reconnect',
      }),
    );
    expect(panel.state.engine.value.kind).toBe('unreachable');
    await panel.actions.reconnect();
    expect(panel.state.engine.value.kind).toBe('ready');
    expect(panel.state.notice.value).toBeNull();
  });

  it('gives up on a page that never answers, and takes it away', async () => {
    const panel = createFakePanel({ engine: { isMute: true }, patienceMs: 30 });
    await vi.waitFor(() => expect(panel.state.notice.value?.code).toBe('engine-unreachable'));
    expect(panel.pages[0]?.isRemoved).toBe(true);
  });

  it('refuses an engine of another version', async () => {
    const panel = createFakePanel({ engine: { version: '99.0.0' } });
    await vi.waitFor(() => expect(panel.state.notice.value?.code).toBe('version-mismatch'));
    expect(panel.pages[0]?.isRemoved).toBe(true);
  });

  it('fails a running job when the page crashes, and the next run opens a new page', async () => {
    const panel = createFakePanel({ engine: { stepMs: 5, steps: 200 } });
    await panel.started;
    panel.automation.setRequest({ prompt: 'a boat' });
    const run = panel.automation.run();
    await vi.waitFor(() => expect(panel.state.job.value).toMatchObject({ activity: { kind: 'denoising' } }));
    panel.pages[0]?.wire.die('crashed');
    await expect(run).rejects.toThrow(/broke off/);
    expect(panel.state.job.value?.phase).toBe('failed');
    expect(panel.state.engine.value).toEqual({ kind: 'unreachable', code: 'connection-lost' });
    expect(panel.pages[0]?.isRemoved).toBe(true);
    panel.automation.setRequest({ steps: 1 });
    await panel.automation.run();
    expect(panel.pages).toHaveLength(2);
    expect(panel.state.engine.value.kind).toBe('ready');
  });

  it('notices within a run that the page gives no sign of life any more', async () => {
    const panel = createFakePanel({ engine: { stepMs: 5, steps: 2000 } });
    await panel.started;
    panel.automation.setRequest({ prompt: 'a boat' });
    const run = panel.automation.run();
    await vi.waitFor(() => expect(panel.state.job.value).toMatchObject({ activity: { kind: 'denoising' } }));
    const [page] = panel.pages;
    if (page === undefined) throw new Error('no page');
    page.engine.isSilent = true;
    await expect(run).rejects.toThrow(/broke off/);
    expect(page.isRemoved).toBe(true);
  });

  it('replaces a page that died unnoticed before the next run, without a word to the person', async () => {
    const panel = createFakePanel();
    await vi.waitFor(() => expect(panel.state.model.value).not.toBeNull());
    const [page] = panel.pages;
    if (page === undefined) throw new Error('no page');
    page.engine.isSilent = true;
    panel.automation.setRequest({ prompt: 'a boat' });
    await panel.automation.run();
    expect(panel.pages).toHaveLength(2);
    expect(panel.state.notice.value).toBeNull();
  });

  it('does not take a page for dead that is only slow to paint', async () => {
    const panel = createFakePanel({ engine: { stepMs: 400, steps: 1 } });
    await panel.started;
    panel.automation.setRequest({ prompt: 'a boat' });
    await panel.automation.run();
    expect(panel.pages).toHaveLength(1);
  });

  it('lets a person cancel a run that waits for the connection', async () => {
    const panel = createFakePanel({ engine: { isMute: true }, patienceMs: 5000 });
    await panel.started;
    panel.automation.setRequest({ prompt: 'a boat' });
    const run = panel.automation.run();
    await vi.waitFor(() => expect(panel.state.job.value?.phase).toBe('running'));
    panel.automation.cancel();
    await expect(run).rejects.toThrow(/canceled/);
    panel.engineClient.close();
  });

  it('warms up once per model and device', async () => {
    const panel = createFakePanel();
    await vi.waitFor(() => expect(panel.state.engine.value.kind).toBe('ready'));
    panel.actions.warmUp();
    panel.actions.warmUp();
    await vi.waitFor(() => expect(panel.pages[0]?.engine.warmedUp).toBe(1));
    panel.actions.settings.change({ device: 'wasm' });
    panel.actions.warmUp();
    await vi.waitFor(() => expect(panel.pages[0]?.engine.warmedUp).toBe(2));
  });
});

describe('what the panel remembers', () => {
  it('is loaded at the start and saved a moment after a change', async () => {
    const panel = createFakePanel({
      host: { settings: { prompt: 'a boat', panelWidth: 400, language: 'de' } },
    });
    await panel.started;
    expect(panel.state.settings.value.prompt).toBe('a boat');
    expect(panel.state.language.value).toBe('de');
    expect(panel.host.panelSize).toEqual({ width: 400, height: 692 });
    panel.actions.settings.change({ prompt: 'two boats' });
    panel.actions.settings.change({ prompt: 'three boats' });
    await vi.waitFor(() => expect(panel.host.settings).toMatchObject({ prompt: 'three boats' }));
    expect(panel.host.asked.filter((method) => method === 'saveSettings')).toHaveLength(1);
  });

  it('is not needed to start: what the host cannot load or read is told, and the rest works', async () => {
    const panel = createFakePanel({
      host: { failures: { loadSettings: 'timed-out', readSelection: 'timed-out' } },
    });
    await panel.started;
    expect(panel.state.notice.value?.code).toBe('timed-out');
    panel.automation.setRequest({ prompt: 'a boat' });
    await panel.automation.run();
    expect(panel.state.notice.value).toBeNull();
  });

  it('is not waited for for ever', async () => {
    vi.useFakeTimers();
    try {
      const panel = createFakePanel({ host: { silent: ['loadSettings', 'readSelection'] } });
      await vi.advanceTimersByTimeAsync(40_000);
      await panel.started;
      expect(panel.state.notice.value?.code).toBe('timed-out');
      expect(panel.state.host.value).not.toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('says when the host has no room left, and goes on', async () => {
    const panel = createFakePanel({ host: { failures: { saveSettings: 'storage-full' } } });
    await panel.started;
    panel.actions.settings.change({ prompt: 'x' });
    await panel.actions.settings.flush();
    expect(panel.state.notice.value?.code).toBe('storage-full');
    expect(panel.state.settings.value.prompt).toBe('x');
  });

  it('keeps the panel’s size within limits', async () => {
    const panel = createFakePanel();
    await panel.started;
    panel.actions.resize.resizeTo({ width: 10, height: 99_999 });
    await vi.waitFor(() => expect(panel.host.panelSize).toEqual({ width: 240, height: 1400 }));
    panel.actions.resize.resizeBy(20, -20);
    await vi.waitFor(() => expect(panel.host.panelSize).toEqual({ width: 260, height: 1380 }));
  });

  it('makes the panel as high as its content while it is compact, and forgets that height', async () => {
    const panel = createFakePanel();
    await panel.started;
    panel.actions.resize.fit(230.4);
    await vi.waitFor(() => expect(panel.host.panelSize).toEqual({ width: 360, height: 231 }));
    panel.actions.resize.resizeBy(-20, 40);
    await vi.waitFor(() => expect(panel.host.panelSize).toEqual({ width: 340, height: 231 }));
    panel.actions.resize.fit(null);
    await vi.waitFor(() => expect(panel.host.panelSize).toEqual({ width: 340, height: 692 }));
    expect(panel.state.settings.value).toMatchObject({ panelWidth: 340, panelHeight: 692 });
  });
});
