import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../protocol/errors.ts';
import { folderOfInput } from '../../../ui/shell/actions/folder-files.ts';
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

/** Items as a browser has them while they are dragged and dropped. */
const item = (type: string, isDirectory: boolean) =>
  ({
    kind: 'file',
    type,
    webkitGetAsEntry: () => ({ isDirectory }),
    getAsFile: () => null,
  }) as unknown as DataTransferItem;
const nothing = { folder: null, zip: null, file: null, isUnreadable: false };

describe('a drag over the panel', () => {
  it('makes the engine page take what may be a folder, until it has left or landed', async () => {
    const panel = await openPanel();
    const { engine } = panel.pages[0]!;
    panel.actions.drops.followDrag([item('image/png', false)]);
    expect(panel.state.isDragging.value).toBe(false);
    panel.actions.drops.followDrag([item('', true)]);
    expect(panel.state.isDragging.value).toBe(true);
    engine.drop(null);
    await vi.waitFor(() => expect(panel.state.isDragging.value).toBe(false));
    panel.actions.drops.followDrag([item('', true)]);
    engine.drop({ ...nothing, types: [], folder: { name: 'Fox', files: [...folderOfInput(chosen)!.files] } });
    await vi.waitFor(() => expect(panel.state.settings.value.model).toBe('folder:Fox'));
    expect(panel.state.isDragging.value).toBe(false);
  });

  it('says of everything else where it belongs', async () => {
    const panel = await openPanel();
    const { engine } = panel.pages[0]!;
    const code = () => panel.state.notice.value?.code;
    engine.drop({ ...nothing, types: ['image/png'] });
    await vi.waitFor(() => expect(code()).toBe('drop-on-canvas'));
    engine.drop({ ...nothing, types: [''], isUnreadable: true });
    await vi.waitFor(() => expect(code()).toBe('folder-unreadable'));
    panel.actions.drops.answerDrop([item('text/plain', false)]);
    expect(code()).toBe('not-a-picture');
    panel.actions.drops.answerDrop([item('', true)]);
    expect(code()).toBe('folder-unreadable');
    panel.actions.dismissNotice();
    panel.actions.drops.answerDrop([]);
    expect(code()).toBeUndefined();
  });
});

describe('a folder of photos', () => {
  it('is refused without being handed to the engine', async () => {
    const panel = await openPanel();
    await panel.actions.addModelOfInput([fileAt('Album/one.jpg'), fileAt('Album/two.jpg')]);
    expect(panel.state.notice.value?.code).toBe('not-a-model');
    expect(panel.pages[0]?.engine.folders).toEqual([]);
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
