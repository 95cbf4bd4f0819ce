import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createTensor, mapTensor } from '../../ui/diffusion/tensor.ts';
import { openPack, type PackSource } from '../../ui/runtime/open-pack.ts';
import { changeFiles, readFolder, startNodeRuntime } from './open-pack-from-folder.ts';

const folder = fileURLToPath(new URL('../fixtures/parity/packs/sd15', import.meta.url));
const whole = readFolder(folder);

const change = (changes: Parameters<typeof changeFiles>[1]) => changeFiles(whole, changes);
const open = async (source: PackSource) => openPack(source, await startNodeRuntime());

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
    // The tiny vocabulary has one token per letter.
    const { conditioning, cutOff } = await pack.encodeText(['fox', 'fox '.repeat(40)]);
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
    await expect(encoding).rejects.toMatchObject({ reason: 'encoder-missing' });
    await pack.release();
  });
});

describe('opening a pack', () => {
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
