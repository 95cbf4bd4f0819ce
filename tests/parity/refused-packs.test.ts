import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPack } from '../../ui/runtime/open-pack.ts';
import type { Runtime } from '../../ui/runtime/runtime.ts';
import { changeFiles, readFolder, startNodeRuntime } from './open-pack-from-folder.ts';

type Changes = Parameters<typeof changeFiles>[1];

const folder = fileURLToPath(new URL('../fixtures/parity/packs/sd15', import.meta.url));
const whole = readFolder(folder);
const bytesOf = async (path: string) => new Uint8Array(await readFile(`${folder}/${path}`));

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startNodeRuntime();
});

/** The reason and subject that a changed pack is refused with. */
async function refusalOf(changes: Changes): Promise<{ reason?: string; subject?: string | null }> {
  return openPack(changeFiles(whole, changes), runtime).then(
    async (pack) => {
      await pack.release();
      return {};
    },
    ({ reason, subject }: { reason: string; subject: string | null }) => ({ reason, subject }),
  );
}

const noUnet = { 'unet/model.onnx': null, 'unet/config.json': null };

describe('a pack with wrong files is refused with its reason and the file', () => {
  it.each<[string, Changes, string, string | null]>([
    ['no U-Net', { 'unet/model.onnx': null }, 'model-file-missing', 'unet/model.onnx'],
    ['no decoder', { 'vae_decoder/model.onnx': null }, 'model-file-missing', 'vae_decoder/model.onnx'],
    ['no config of the U-Net', { 'unet/config.json': null }, 'model-file-missing', 'unet/config.json'],
    [
      'no scheduler',
      { 'scheduler/scheduler_config.json': null },
      'model-file-missing',
      'scheduler/scheduler_config.json',
    ],
    ['no merges', { 'tokenizer/merges.txt': null }, 'model-file-missing', 'tokenizer/merges.txt'],
    [
      'half of its files missing',
      { 'vae_decoder/model.onnx': null, 'unet/config.json': null, 'tokenizer/vocab.json': null },
      'model-file-missing',
      'vae_decoder/model.onnx, unet/config.json, tokenizer/vocab.json',
    ],
    ['no vocabulary', { 'tokenizer/vocab.json': null }, 'model-file-missing', 'tokenizer/vocab.json'],
    ['no ONNX', { 'text_encoder/model.onnx': 'onnx?' }, 'model-broken', 'text_encoder/model.onnx'],
    ['an empty graph', { 'vae_encoder/model.onnx': '' }, 'model-broken', 'vae_encoder/model.onnx'],
    ['an index that is no JSON', { 'model_index.json': '<html>' }, 'model-json', 'model_index.json'],
    ['a config that is no JSON', { 'unet/config.json': '{' }, 'model-json', 'unet/config.json'],
    ['a config that is a list', { 'unet/config.json': '[]' }, 'model-json', 'unet/config.json'],
    [
      'a U-Net that follows instructions',
      { 'unet/config.json': '{"in_channels": 8}' },
      'model-unsupported',
      'StableDiffusionPipeline',
    ],
    [
      'latents of other sizes',
      { 'unet/config.json': '{"in_channels": 16}' },
      'model-mismatch',
      'unet: 16 channels, vae: 4',
    ],
    [
      'a tokenizer with more words than the encoder knows',
      { 'tokenizer/vocab.json': '{"<|startoftext|>": 1000, "<|endoftext|>": 1001}' },
      'tokenizer-mismatch',
      'tokenizer: 1002 > 1000',
    ],
    [
      'a tokenizer of another kind',
      { 'tokenizer/tokenizer_config.json': '{"tokenizer_class": "T5Tokenizer"}' },
      'tokenizer-mismatch',
      'tokenizer: T5Tokenizer',
    ],
  ])('%s', async (_, changes, reason, subject) => {
    expect(await refusalOf(changes)).toEqual({ reason, subject });
  });

  it('parts of other models', async () => {
    const decoder = await bytesOf('vae_decoder/model.onnx');
    expect(await refusalOf({ 'unet/model.onnx': decoder })).toEqual({
      reason: 'model-mismatch',
      subject: 'unet: 3 ≠ 4 channels',
    });
  });

  it.each([0.2, 0.6, 0.999])('a graph cut at %d of its length', async (share) => {
    const unet = await bytesOf('unet/model.onnx');
    const cut = unet.slice(0, Math.floor(unet.length * share));
    expect(await refusalOf({ 'unet/model.onnx': cut })).toEqual({
      reason: 'model-broken',
      subject: 'unet/model.onnx',
    });
  });
});

describe('what is no pack that paints is called by its name', () => {
  it.each<[string, Changes, string, string | null]>([
    [
      'a pipeline for sound',
      { 'model_index.json': '{"_class_name": "AudioLDM2Pipeline"}' },
      'model-of-sound',
      'AudioLDM2Pipeline',
    ],
    [
      'a network for speech',
      { ...noUnet, 'model_index.json': null, 'config.json': '{"model_type": "whisper"}' },
      'model-of-sound',
      'whisper',
    ],
    [
      'a language model',
      { ...noUnet, 'model_index.json': null, 'config.json': '{"model_type": "llama"}' },
      'model-unsupported',
      'llama',
    ],
    [
      'Z-Image',
      {
        ...noUnet,
        'model_index.json': '{"_class_name": "ZImagePipeline", "transformer": ["diffusers", "x"]}',
        'transformer/model.onnx': 'x',
      },
      'model-unsupported',
      'ZImagePipeline',
    ],
    [
      'Z-Image in a flat folder',
      { ...noUnet, 'model_index.json': null, 'onnx/transformer_model_q4f16.onnx': 'x' },
      'model-unsupported',
      'transformer',
    ],
    [
      'Flux by its config alone',
      {
        ...noUnet,
        'model_index.json': null,
        'transformer/config.json': '{"_class_name": "FluxTransformer2DModel"}',
      },
      'model-unsupported',
      'FluxTransformer2DModel',
    ],
    [
      'weights of PyTorch',
      {
        ...noUnet,
        'text_encoder/model.onnx': null,
        'vae_encoder/model.onnx': null,
        'vae_decoder/model.onnx': null,
        'unet/diffusion_pytorch_model.safetensors': 'x',
      },
      'model-not-exported',
      null,
    ],
    ['a folder of anything', { ...noUnet, 'model_index.json': null }, 'not-a-model', null],
  ])('%s', async (_, changes, reason, subject) => {
    expect(await refusalOf(changes)).toEqual({ reason, subject });
  });
});
