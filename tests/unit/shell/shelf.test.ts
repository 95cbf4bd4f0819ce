import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import type { Shelf } from '../../../protocol/shelf.ts';
import { createFakePanel, type FakePanelOptions } from '../../fakes/fake-panel.ts';
import { makeShelf } from '../../fakes/shelf-scenes.ts';

/** The panel's real state, actions and client over a shelf that keeps the contract. */
async function openShelf(shelf: Shelf = makeShelf(), options: FakePanelOptions = {}) {
  const panel = createFakePanel({ ...options, engine: { shelf, ...options.engine } });
  await vi.waitFor(() => expect(panel.state.shelf.shelf.value?.items.length).toBe(shelf.items.length));
  await vi.waitFor(() => expect(panel.state.model.value).not.toBeNull());
  const scripted = panel.pages[0]!.engine.shelf;
  scripted.pace = { bytes: 500e6, everyMs: 5 };
  const stateOf = (id: string) => panel.state.shelf.shelf.value?.items.find((item) => item.id === id)?.state;
  const reaches = (id: string, state: string) => vi.waitFor(() => expect(stateOf(id)).toBe(state));
  return { ...panel, scripted, stateOf, reaches, shelf: panel.actions.shelf, seen: panel.state.shelf };
}

const slow = { bytes: 1e6, everyMs: 5 };

describe('a download', () => {
  it('needs no question where the license needs none, and ends installed', async () => {
    const { shelf, scripted, seen, reaches } = await openShelf();
    shelf.install('lama');
    expect(seen.question.value).toBeNull();
    await reaches('lama', 'installed');
    expect(scripted.asked).toEqual([{ method: 'install', params: { id: 'lama', acceptedLicense: null } }]);
    expect(seen.message.value).toEqual({ kind: 'installed', name: 'LaMa' });
  });

  it('asks about the license first, hands its hash over, and does not ask again', async () => {
    const { shelf, scripted, seen, reaches } = await openShelf();
    shelf.install('sd-1.5');
    expect(seen.question.value).toEqual({ kind: 'license', id: 'sd-1.5' });
    expect(scripted.asked).toEqual([]);
    shelf.dismissQuestion();
    expect(seen.question.value).toBeNull();
    shelf.install('sd-1.5');
    const { textHash } = seen.shelf.value!.items.find(({ id }) => id === 'sd-1.5')!.license!;
    shelf.acceptLicense('sd-1.5', textHash);
    expect(seen.question.value).toBeNull();
    await reaches('sd-1.5', 'installed');
    expect(scripted.asked[0]?.params).toEqual({ id: 'sd-1.5', acceptedLicense: textHash });
    shelf.remove('sd-1.5');
    await reaches('sd-1.5', 'offered');
    shelf.install('sd-1.5');
    expect(seen.question.value).toBeNull();
    await reaches('sd-1.5', 'installed');
  });

  it('is asked for once, however often its button is pressed before the engine answers', async () => {
    const { shelf, scripted, seen, reaches } = await openShelf();
    shelf.install('lama');
    shelf.install('lama');
    expect(seen.awaited.value.has('lama')).toBe(true);
    await reaches('lama', 'installed');
    expect(scripted.asked.length).toBe(1);
    expect(seen.awaited.value.size).toBe(0);
  });

  it('pauses, goes on where it was, and can be given up', async () => {
    const { shelf, scripted, seen, reaches, state } = await openShelf();
    scripted.pace = slow;
    shelf.install('lama');
    await reaches('lama', 'downloading');
    shelf.pause('lama');
    await reaches('lama', 'paused');
    await vi.waitFor(() => expect(seen.awaited.value.size).toBe(0));
    shelf.resume('lama');
    await reaches('lama', 'downloading');
    shelf.askToDiscard('lama');
    expect(seen.question.value).toEqual({ kind: 'discard', id: 'lama' });
    await vi.waitFor(() => expect(seen.awaited.value.size).toBe(0));
    shelf.discard('lama');
    await reaches('lama', 'offered');
    await vi.waitFor(() => expect(seen.awaited.value.size).toBe(0));
    expect(state.notice.value).toBeNull();
    expect(scripted.asked.map(({ method }) => method)).toEqual([
      'install',
      'pauseInstall',
      'resumeInstall',
      'cancelInstall',
    ]);
  });

  it('asks anew before it goes on under other words of its license', async () => {
    const { shelf, scripted, seen } = await openShelf(
      makeShelf({ 'sd-1.5': { state: 'paused', installedBytes: 9 } }),
    );
    shelf.resume('sd-1.5');
    expect(seen.question.value).toEqual({ kind: 'license', id: 'sd-1.5' });
    expect(scripted.asked).toEqual([]);
  });

  it('that fails is told on its card alone', async () => {
    const { shelf, scripted, reaches, seen, state } = await openShelf();
    scripted.failures.install = new AppError('no-space', '', '2.1 GB > 0.8 GB');
    const failure = { code: 'no-space' as const, subject: '2.1 GB > 0.8 GB' };
    shelf.install('lama');
    scripted.change('lama', { state: 'failed', failure });
    await reaches('lama', 'failed');
    await vi.waitFor(() => expect(seen.awaited.value.size).toBe(0));
    expect(state.notice.value).toBeNull();
    expect(seen.message.value).toEqual({ kind: 'failed', name: 'LaMa' });
  });

  it('that is refused without a word on its card is told as a notice', async () => {
    const { shelf, scripted, state } = await openShelf();
    scripted.failures.install = new AppError('model-busy');
    shelf.install('lama');
    await vi.waitFor(() => expect(state.notice.value?.code).toBe('model-busy'));
  });

  it('takes back a question about what is no longer so', async () => {
    const { shelf, scripted, seen } = await openShelf(
      makeShelf({ lama: { state: 'downloading' }, 'mi-gan': { state: 'paused', installedBytes: 9 } }),
    );
    shelf.askToDiscard('lama');
    scripted.change('mi-gan', { installedBytes: 10 });
    await vi.waitFor(() =>
      expect(seen.shelf.value?.items.some((item) => item.installedBytes === 10)).toBe(true),
    );
    expect(seen.question.value).toEqual({ kind: 'discard', id: 'lama' });
    scripted.change('lama', { state: 'installed' });
    await vi.waitFor(() => expect(seen.question.value).toBeNull());
  });
});

describe('an installed model', () => {
  const installed = () => makeShelf({ 'sd-1.5': { state: 'installed', installedBytes: 2e9 } });

  it('is checked, and what was found is said until something else happens', async () => {
    const { shelf, scripted, seen, reaches } = await openShelf(installed());
    shelf.verify('sd-1.5');
    await vi.waitFor(() => expect(seen.checked.value).toEqual({ id: 'sd-1.5', broken: 0 }));
    expect(seen.message.value).toEqual({ kind: 'intact', name: 'Stable Diffusion 1.5' });
    scripted.broken = ['unet/model.onnx'];
    shelf.verify('sd-1.5');
    await vi.waitFor(() => expect(seen.checked.value).toEqual({ id: 'sd-1.5', broken: 1 }));
    await reaches('sd-1.5', 'evicted');
  });

  it('paints when chosen, and gives way to another one when it is removed, without a word of loss', async () => {
    const { shelf, pages, state, reaches } = await openShelf(installed(), {
      host: { settings: { model: 'default' } } as never,
    });
    const { script } = pages[0]!.engine;
    const chosen = { ...script.models[0]!, id: 'sd-1.5', name: 'Stable Diffusion 1.5' };
    state.addModel(chosen);
    shelf.use('sd-1.5');
    expect(state.model.value?.id).toBe('sd-1.5');
    shelf.askToRemove('sd-1.5');
    shelf.remove('sd-1.5');
    await reaches('sd-1.5', 'offered');
    await vi.waitFor(() => expect(state.model.value?.id).toBe('default'));
    expect(state.notice.value).toBeNull();
    await vi.waitFor(() => {
      const now = state.engine.value;
      expect(now.kind === 'ready' && now.models.map(({ id }) => id)).toEqual(['default']);
    });
  });

  it('that arrives is listed among those to choose from', async () => {
    const { shelf, pages, state, reaches } = await openShelf();
    const { script } = pages[0]!.engine;
    shelf.install('lama');
    script.models = [...script.models, { ...script.models[0]!, id: 'lama', name: 'LaMa' }];
    await reaches('lama', 'installed');
    await vi.waitFor(() => {
      const now = state.engine.value;
      expect(now.kind === 'ready' && now.models.map(({ id }) => id)).toEqual(['default', 'lama']);
    });
  });

  it('that the browser has cleared away is left, and the person is told', async () => {
    const options = { host: { settings: { model: 'sd-1.5' } } as never };
    const panel = createFakePanel({
      ...options,
      engine: { shelf: makeShelf({ 'sd-1.5': { state: 'evicted' } }) },
    });
    await vi.waitFor(() => expect(panel.state.notice.value?.code).toBe('model-gone'));
    expect(panel.state.settings.value.model).toBe('default');
  });
});

describe('a .zip file', () => {
  const zip = () => ({ name: 'Fox.zip', file: new File(['PK'], 'Fox.zip', { type: 'application/zip' }) });

  it('is copied with its progress told, listed and chosen', async () => {
    const { shelf, seen, scripted, state } = await openShelf();
    const adding = shelf.addZip(zip());
    expect(seen.copying.value).toEqual({ name: 'Fox.zip', progress: null });
    await vi.waitFor(() => expect(seen.copying.value?.progress?.totalBytes).toBe(1e9));
    await adding;
    expect(seen.copying.value).toBeNull();
    expect(scripted.asked).toEqual([{ method: 'importZip', params: { name: 'Fox', size: 2 } }]);
    expect(state.settings.value.model).toBe('zip:Fox');
  });

  it('can be stopped, and leaves no trace then', async () => {
    const { shelf, seen, state } = await openShelf();
    const adding = shelf.addZip(zip());
    await vi.waitFor(() => expect(seen.copying.value?.progress).not.toBeNull());
    shelf.stopZip();
    await adding;
    expect(seen.copying.value).toBeNull();
    expect(state.notice.value).toBeNull();
    expect(state.settings.value.model).toBe('default');
  });

  it('that holds no model says so', async () => {
    const { shelf, scripted, state } = await openShelf();
    scripted.failures.importZip = new AppError('not-a-model');
    await shelf.addZip(zip());
    expect(state.notice.value?.code).toBe('not-a-model');
  });

  it('is taken when it is dropped, and shows where while it is dragged', async () => {
    const { actions, seen, scripted } = await openShelf();
    const { file } = zip();
    const item = { kind: 'file', type: file.type, getAsFile: () => file, webkitGetAsEntry: () => null };
    actions.drops.followDrag([item as never]);
    expect(seen.isZipOver.value).toBe(true);
    actions.drops.answerDrop([item as never]);
    expect(seen.isZipOver.value).toBe(false);
    await vi.waitFor(() => expect(scripted.asked[0]?.method).toBe('importZip'));
  });

  it('is taken from the engine page too, which catches one that the system knows no media type for', async () => {
    const { actions, state, pages, scripted } = await openShelf();
    actions.drops.followDrag([{ kind: 'file', type: '' } as never]);
    expect(state.isDragging.value).toBe(true);
    pages[0]!.engine.drop({ folder: null, zip: zip(), file: null, isUnreadable: false, types: [''] });
    await vi.waitFor(() => expect(state.settings.value.model).toBe('zip:Fox'));
    expect(scripted.asked).toEqual([{ method: 'importZip', params: { name: 'Fox', size: 2 } }]);
    expect(state.notice.value).toBeNull();
    expect(state.isDragging.value).toBe(false);
  });
});

describe('a server', () => {
  it('is added by a good address and removed again', async () => {
    const { shelf, seen } = await openShelf();
    expect(await shelf.addServer('models.example.com')).toBe(true);
    const url = 'https://models.example.com/';
    expect(seen.server.value).toEqual({ kind: 'added', url, models: 2 });
    await vi.waitFor(() => expect(seen.shelf.value?.bases).toEqual([url]));
    await shelf.removeServer(url);
    await vi.waitFor(() => expect(seen.shelf.value?.bases).toEqual([]));
    expect(seen.server.value).toBeNull();
  });

  it('is not even asked where its address cannot be right', async () => {
    const { shelf, seen, scripted } = await openShelf();
    expect(await shelf.addServer('http://models.example.com')).toBe(false);
    expect(seen.server.value).toEqual({ kind: 'faulty', fault: 'not-https' });
    expect(scripted.asked).toEqual([]);
    shelf.forgetServerAnswer();
    expect(seen.server.value).toBeNull();
  });

  it('that refuses is told beside the field and nowhere else', async () => {
    const { shelf, seen, scripted, state } = await openShelf();
    scripted.failures.addBase = new AppError('shelf-empty', '', 'shelf.json');
    expect(await shelf.addServer('https://models.example.com')).toBe(false);
    expect(seen.server.value).toEqual({ kind: 'refused', code: 'shelf-empty', subject: 'shelf.json' });
    expect(state.notice.value).toBeNull();
  });
});

describe('memory', () => {
  it('is let go of, and that is said', async () => {
    const { shelf, seen, scripted } = await openShelf();
    shelf.freeMemory();
    await vi.waitFor(() => expect(seen.message.value?.kind).toBe('memory-freed'));
    expect(scripted.asked.map(({ method }) => method)).toEqual(['freeMemory']);
  });
});

describe('a lost engine page', () => {
  it('fails what was under way with its own sentence, and its shelf is read again by the next one', async () => {
    const { shelf, scripted, pages, state, reaches, actions } = await openShelf();
    scripted.pace = slow;
    shelf.install('lama');
    await reaches('lama', 'downloading');
    pages[0]!.engine.isSilent = true;
    await vi.waitFor(() => expect(state.notice.value?.code).toBe('connection-lost'), { timeout: 10_000 });
    await actions.reconnect();
    await reaches('lama', 'offered');
  });
});
