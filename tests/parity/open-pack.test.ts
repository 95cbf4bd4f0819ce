import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createTensor, mapTensor } from '../../ui/diffusion/tensor.ts';
import { openPack, type PackFiles } from '../../ui/runtime/open-pack.ts';
import { readFolder, startNodeRuntime } from './open-pack-from-folder.ts';

const folder = fileURLToPath(new URL('../fixtures/parity/packs/sd15', import.meta.url));
const whole = readFolder(folder);

/** The pack with some files replaced by others' bytes or taken away. */
function change(changes: Record<string, string | Uint8Array | null>): PackFiles {
  return {
    has: async (path) => (path in changes ? changes[path] !== null : whole.has(path)),
    read: async (path) => {
      if (!(path in changes)) return whole.read(path);
      const bytes = changes[path]!;
      return typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    },
  };
}
const open = async (files: PackFiles) => openPack(files, await startNodeRuntime());

describe('a pack as optimum exports it', () => {
  it('is described by its own files', async () => {
    const pack = await open(whole);
    expect(pack.info).toMatchObject({
      latentChannels: 4,
      unetChannels: 4,
      spatialFactor: 8,
      scalingFactor: 0.18215,
      shiftFactor: 0,
      nativePx: { height: 512, width: 512 },
      latentMultiple: 2,
      bucketsPx: null,
      contextLength: 77,
      hasEncoder: true,
    });
    expect(pack.info.previewProjection!.weights.map((row) => row.length)).toEqual([4, 4, 4]);
    await pack.release();
  });

  it('tells its parts while they load', async () => {
    const told: string[] = [];
    const runtime = await startNodeRuntime();
    const onPart = (part: string, index: number, count: number) => {
      told.push(`${part} ${index + 1}/${count}`);
    };
    await (await openPack(whole, runtime, { onPart })).release();
    expect(told).toEqual(['unet 1/4', 'text_encoder 2/4', 'vae_decoder 3/4', 'vae_encoder 4/4']);
  });

  it('reads long prompts in chunks, and short ones beside them as long', async () => {
    const pack = await open(whole);
    const { conditioning, cutOff } = await pack.encodeText(['fox', 'fox '.repeat(80)]);
    expect(conditioning.hiddenStates.dims).toEqual([2, 154, 32]);
    expect(cutOff).toEqual(['', '']);
    await pack.release();
  });

  it('paints sizes that its network cannot halve', async () => {
    const pack = await open(whole);
    const { conditioning } = await pack.encodeText(['fox']);
    const sample = mapTensor(createTensor([1, 4, 5, 7]), (_, i) => Math.sin(i));
    const output = await pack.predict(sample, 500, conditioning);
    expect(output.dims).toEqual([1, 4, 5, 7]);
    expect(output.data.every(Number.isFinite)).toBe(true);
    await pack.release();
  });

  it('does without an encoder, and says so when one is needed', async () => {
    const pack = await open(change({ 'vae_encoder/model.onnx': null }));
    expect(pack.info.hasEncoder).toBe(false);
    const encoding = pack.encodeImage(createTensor([1, 3, 16, 16]));
    await expect(encoding).rejects.toMatchObject({ reason: 'task-unsupported' });
    await pack.release();
  });
});

describe('a pack that is not whole', () => {
  const text = new TextEncoder();
  it.each<[string, Record<string, string | Uint8Array | null>, string]>([
    ['without a U-Net', { 'unet/model.onnx': null }, 'model-missing'],
    ["without the U-Net's config", { 'unet/config.json': null }, 'model-missing'],
    ['without a scheduler', { 'scheduler/scheduler_config.json': null }, 'model-missing'],
    ['without a vocabulary', { 'tokenizer/vocab.json': null }, 'model-missing'],
    ['with a cut text encoder', { 'text_encoder/model.onnx': text.encode('onnx?') }, 'model-broken'],
    ['with JSON that is none', { 'unet/config.json': '{' }, 'model-broken'],
    ['with JSON of another kind', { 'unet/config.json': '[]' }, 'model-broken'],
    [
      'with a vocabulary that has no end mark',
      { 'tokenizer/vocab.json': '{"a": 0}', 'tokenizer/tokenizer_config.json': '{}' },
      'model-broken',
    ],
    ['with a U-Net of another family', { 'unet/config.json': '{"in_channels": 8}' }, 'model-unsupported'],
  ])('%s is refused with a reason', async (_, changes, reason) => {
    await expect(open(change(changes))).rejects.toMatchObject({ reason });
  });

  it('whose parts are swapped is refused for the inputs that it wants', async () => {
    const decoder = new Uint8Array(await readFile(`${folder}/vae_decoder/model.onnx`));
    const swapped = change({ 'unet/model.onnx': decoder });
    await expect(open(swapped)).rejects.toMatchObject({ reason: 'model-unsupported' });
  });

  it('stops loading when cancelled, and the runtime serves the next one', async () => {
    const runtime = await startNodeRuntime();
    const signal = { aborted: false };
    const onPart = (_part: string, index: number) => {
      signal.aborted = index === 1;
    };
    const opening = openPack(whole, runtime, { signal, onPart });
    await expect(opening).rejects.toMatchObject({ reason: 'cancelled' });
    await (await openPack(whole, runtime)).release();
  });
});
