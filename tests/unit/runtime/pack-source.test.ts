import { describe, expect, it } from 'vitest';
import { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { findPackFolder, openFolderSource } from '../../../ui/runtime/folder-source.ts';
import { readText } from '../../../ui/runtime/pack-files.ts';
import { withStandardNames } from '../../../ui/runtime/part-names.ts';

/** A folder of files that hold their own paths. */
const folderOf = (paths: readonly string[]) =>
  openFolderSource(paths.map((path) => ({ path, blob: new Blob([path]) })));

describe('the folder of a pack', () => {
  it.each<[string, string[], string | null]>([
    ['the chosen one', ['model_index.json', 'unet/model.onnx'], ''],
    ['one inside of it', ['a/b/model_index.json', 'a/b/unet/model.onnx', 'a/readme.md'], 'a/b/'],
    ['the nearest of several', ['x/y/model_index.json', 'x/model_index.json'], 'x/'],
    ['that of a network without an index', ['m/unet/model.onnx', 'm/vae_decoder/model.onnx'], 'm/'],
    ['a flat one', ['onnx/unet_model_q4f16.onnx'], ''],
    ['none', ['photo.png', 'unet.txt'], null],
  ])('is %s', (_, paths, folder) => {
    expect(findPackFolder(paths)).toBe(folder);
  });

  it('is none of several that lie side by side', () => {
    const packs = ['a', 'b', 'c', 'd', 'e'].map((name) => `models/${name}/unet/model.onnx`);
    const refusal = (paths: readonly string[]) => {
      try {
        return findPackFolder(paths);
      } catch (thrown) {
        return thrown instanceof DiffusionError ? [thrown.reason, thrown.subject] : thrown;
      }
    };
    expect(refusal(packs.slice(0, 2))).toEqual(['several-models', 'models/a, models/b']);
    expect(refusal(packs)).toEqual(['several-models', 'models/a, models/b, models/c, models/d, …']);
    expect(refusal([...packs, 'own/model_index.json'])).toBe('own/');
  });

  it('is all that its source knows', async () => {
    const source = folderOf(['a/model_index.json', 'a/unet/model.onnx', 'b/secret.txt']);
    expect(await source.list()).toEqual([
      { path: 'model_index.json', bytes: 18 },
      { path: 'unet/model.onnx', bytes: 17 },
    ]);
    expect(await readText(source, 'unet/model.onnx')).toBe('a/unet/model.onnx');
    expect(await source.has('secret.txt')).toBe(false);
    expect(await source.has('../b/secret.txt')).toBe(false);
    expect(await source.open('unet/other.onnx')).toBeNull();
    expect(await source.readRange('unet/model.onnx', 2, 6)).toEqual(new TextEncoder().encode('unet'));
    expect(await source.readRange('unet/model.onnx', 15, 99)).toEqual(new TextEncoder().encode('nx'));
  });

  it('is the chosen one where there is no pack, so that what it is can be told', async () => {
    expect(await folderOf(['a/dreamer.safetensors']).list()).toEqual([
      { path: 'a/dreamer.safetensors', bytes: 21 },
    ]);
  });
});

describe('the parts of a pack by their standard names', () => {
  const read = async (paths: readonly string[], path: string) =>
    readText(await withStandardNames(folderOf(['model_index.json', ...paths])), path);

  it.each<[string[], string, string | null]>([
    [['unet/model.onnx', 'unet/model_fp16.onnx'], 'unet/model.onnx', 'unet/model.onnx'],
    [['unet/model_layernorm.onnx'], 'unet/model.onnx', 'unet/model_layernorm.onnx'],
    [['unet/a.onnx', 'unet/b.onnx'], 'unet/model.onnx', null],
    [
      ['onnx/unet_model_q4f16.onnx', 'onnx/vae_decoder_model.onnx'],
      'unet/model.onnx',
      'onnx/unet_model_q4f16.onnx',
    ],
    [
      ['onnx/text_encoder_model.onnx', 'onnx/text_encoder_2_model.onnx'],
      'text_encoder/model.onnx',
      'onnx/text_encoder_model.onnx',
    ],
    [
      ['onnx/unet_model_q4f16.onnx', 'onnx/unet_model_q4f16.onnx_data'],
      'unet/unet_model_q4f16.onnx_data',
      'onnx/unet_model_q4f16.onnx_data',
    ],
    [['onnx/unet_model.onnx', 'unet/config.json'], 'unet/config.json', 'unet/config.json'],
    [[], 'unet/model.onnx', null],
  ])('%j: %s is %s', async (paths, path, found) => {
    expect(await read(paths, path)).toBe(found);
  });
});
