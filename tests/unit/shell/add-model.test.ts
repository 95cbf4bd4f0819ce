import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import {
  findDroppedFolder,
  folderOfInput,
  readDroppedFolder,
} from '../../../ui/shell/actions/folder-files.ts';
import { planWith } from '../../../ui/shell/state/plan.ts';
import { createFakePanel } from '../../fakes/fake-panel.ts';

function fileAt(path: string): File {
  const file = new File(['x'], path.split('/').at(-1) ?? '');
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

const chosen = [fileAt('Fox/unet/model.onnx'), fileAt('Fox/model_index.json'), fileAt('Fox/.git/config')];

async function openPanel(options: Parameters<typeof createFakePanel>[0] = {}) {
  const panel = createFakePanel(options);
  await vi.waitFor(() => expect(panel.state.model.value?.id).toBe('default'));
  return panel;
}

describe('a folder from an input', () => {
  it('is called by its name and hands its files over, without hidden ones', () => {
    const folder = folderOfInput(chosen);
    expect(folder?.name).toBe('Fox');
    expect(folder?.files.map(({ path }) => path)).toEqual(['unet/model.onnx', 'model_index.json']);
    expect(folderOfInput([])).toBeNull();
  });

  it('is handed to the engine, listed and chosen', async () => {
    const panel = await openPanel();
    await panel.actions.addModelOfInput(chosen);
    expect(panel.pages[0]?.engine.folders[0]).toMatchObject({ name: 'Fox' });
    expect(panel.state.settings.value.model).toBe('folder:Fox');
    expect(panel.state.model.value).toMatchObject({ name: 'Fox', origin: 'folder' });
    expect(panel.automation.state()).toMatchObject({ model: { name: 'Fox' }, isAddingModel: false });
    expect(panel.state.notice.value).toBeNull();
  });

  it('that does not paint leaves the chosen model and says why', async () => {
    const importFailure = new AppError('model-operator', 'no', 'unet: com.microsoft NhwcConv');
    const panel = await openPanel({ engine: { importFailure } });
    await panel.actions.addModelOfInput(chosen);
    expect(panel.state.settings.value.model).toBe('default');
    expect(panel.automation.state().notice?.sentence).toMatch(
      /optimum-cli.*\(unet: com\.microsoft NhwcConv\)$/,
    );
    expect(panel.state.isAddingModel.value).toBe(false);
  });
});

/** What a browser gives for a dropped folder: entries with callbacks, in batches. */
function droppedFolder(): FileSystemDirectoryEntry {
  const file = (name: string) => ({
    name,
    isFile: true,
    isDirectory: false,
    file: (take: (file: File) => void) => take(new File(['x'], name)),
  });
  const folder = (name: string, entries: unknown[]) => ({
    name,
    isFile: false,
    isDirectory: true,
    createReader() {
      const batches = [...entries.map((entry) => [entry]), []];
      return { readEntries: (take: (batch: unknown) => void) => take(batches.shift()) };
    },
  });
  const unet = folder('unet', [file('model.onnx'), file('config.json')]);
  return folder('Fox', [unet, file('model_index.json'), file('.DS_Store')]) as never;
}

describe('a dropped folder', () => {
  it('is found among what was dropped and read to its last batch', async () => {
    const entry = droppedFolder();
    const items = [{ webkitGetAsEntry: () => null }, { webkitGetAsEntry: () => entry }];
    expect(findDroppedFolder(items as never)).toBe(entry);
    const { name, files } = await readDroppedFolder(entry);
    expect(name).toBe('Fox');
    expect(files.map(({ path }) => path)).toEqual([
      'unet/model.onnx',
      'unet/config.json',
      'model_index.json',
    ]);
  });

  it('is added, and pictures are still sent to the canvas', async () => {
    const panel = await openPanel();
    const item = (type: string, entry: unknown) => ({ kind: 'file', type, webkitGetAsEntry: () => entry });
    panel.actions.answerDrop([item('', droppedFolder())] as never);
    await vi.waitFor(() => expect(panel.state.settings.value.model).toBe('folder:Fox'));
    panel.actions.answerDrop([item('image/png', { isDirectory: false })] as never);
    expect(panel.state.notice.value?.code).toBe('drop-on-canvas');
    panel.actions.answerDrop([{ kind: 'string', type: 'text/plain' }] as never);
    expect(panel.state.notice.value?.code).toBe('drop-on-canvas');
  });
});

describe('a model that was there until the plugin closed', () => {
  it('gives way to the built-in one, and the person is told', async () => {
    const panel = createFakePanel({ host: { settings: { model: 'folder:Fox' } } as never });
    await vi.waitFor(() => expect(panel.state.notice.value?.code).toBe('model-gone'));
    expect(panel.state.settings.value.model).toBe('default');
  });
});

describe('a model without an encoder', () => {
  const fill = { verb: 'fill', destination: { kind: 'patch' } } as never;
  it('can generate and not fill', () => {
    expect(planWith(fill, { name: 'Fox', tasks: ['generate'] })).toEqual({
      verb: 'none',
      code: 'encoder-missing',
      name: 'Fox',
    });
    expect(planWith(fill, { name: 'Fox', tasks: ['generate', 'fill'] })).toBe(fill);
    expect(planWith(fill, null)).toBe(fill);
  });
});
