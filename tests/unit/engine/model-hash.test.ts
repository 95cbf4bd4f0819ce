import { expect, it } from 'vitest';
import { openModelFiles } from '../../../ui/engine/worker/model-files.ts';
import { modelHashOf } from '../../../ui/engine/worker/model-hash.ts';

const sha = (digit: string) => digit.repeat(64);
const hashOf = (...entries: { path: string; bytes: number; sha256?: string }[]) =>
  modelHashOf({ list: async () => entries });

it('is that of the weights that paint, wherever they lie beside their graph', async () => {
  const encoder = { path: 'text_encoder/model.onnx', bytes: 99, sha256: sha('1') };
  const graph = { path: 'unet/model.onnx', bytes: 5, sha256: sha('2') };
  const weights = { path: 'unet/model.onnx_data', bytes: 50, sha256: sha('3') };
  expect(await hashOf(encoder, graph)).toBe('2222222222');
  expect(await hashOf(encoder, graph, weights)).toBe('3333333333');
  expect(await hashOf({ ...weights, path: 'transformer/model.onnx' }, encoder)).toBe('3333333333');
  expect(await hashOf({ path: 'lama.onnx', bytes: 7, sha256: sha('4') })).toBe('4444444444');
});

it('is unknown where nobody has hashed them', async () => {
  expect(await hashOf({ path: 'unet/model.onnx', bytes: 5 })).toBeNull();
  expect(await hashOf()).toBeNull();
  expect(await modelHashOf({ list: async () => null })).toBeNull();
});

it('comes with the bundled packs, from their list of files', async () => {
  const list = JSON.stringify([{ path: 'unet/model.onnx', bytes: 5, sha256: sha('a') }]);
  const source = await openModelFiles({
    folderUrl: 'http://engine.test/pack/',
    fetchBytes: async () => new TextEncoder().encode(list),
    cache: null,
    onLoaded: () => {},
  });
  expect(await modelHashOf(source)).toBe('aaaaaaaaaa');
});
