import { describe, expect, it } from 'vitest';
import { findDroppedFolder, readDroppedFolder } from '../../../ui/engine/dropped-folder.ts';

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
  it('is found among what was dropped and read to its last batch, without hidden files', async () => {
    const entry = droppedFolder();
    const items = [
      { kind: 'string', webkitGetAsEntry: () => null },
      { kind: 'file', webkitGetAsEntry: () => null },
      { kind: 'file', webkitGetAsEntry: () => entry },
    ];
    expect(findDroppedFolder(items as never)).toBe(entry);
    expect(findDroppedFolder(items.slice(0, 2) as never)).toBeNull();
    const { name, files } = await readDroppedFolder(entry);
    expect(name).toBe('Fox');
    expect(files.map(({ path }) => path)).toEqual([
      'unet/model.onnx',
      'unet/config.json',
      'model_index.json',
    ]);
  });
});
