import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '../../ui/diffusion/tensor.ts';
import { dataType } from '../../ui/runtime/onnx/schema.ts';
import { openPack } from '../../ui/runtime/open-pack.ts';
import type { Runtime } from '../../ui/runtime/runtime.ts';
import {
  addForeignNode,
  castInput,
  computeInDoubles,
  fixInput,
  halveOutput,
  lengthenScalar,
  moveWeights,
  renameInput,
  renameOutput,
  spoilWeight,
} from '../fakes/graph-variants.ts';
import { changeFiles, readFolder, startNodeRuntime } from './open-pack-from-folder.ts';
import { measurePsnr, toBytes } from './pictures.ts';
import { runPlainPipeline } from './run-plain-pipeline.ts';

type Changes = Parameters<typeof changeFiles>[1];

const folder = fileURLToPath(new URL('../fixtures/parity/packs/sd15', import.meta.url));
const whole = readFolder(folder);
const read = async (part: string) => new Uint8Array(await readFile(`${folder}/${part}/model.onnx`));

let runtime: Runtime;
let reference: Tensor;

async function paint(changes: Changes, computesHalf = runtime.computesHalf): Promise<Tensor> {
  const pack = await openPack(changeFiles(whole, changes), { ...runtime, computesHalf });
  try {
    return await runPlainPipeline(pack, {
      prompt: 'a fox',
      negativePrompt: 'rain',
      seed: 7,
      steps: 2,
      guidance: 4,
      scheduler: 'ddim',
      heightPx: 64,
      widthPx: 64,
      strength: 1,
      pixels: null,
      mask: null,
    });
  } finally {
    await pack.release();
  }
}

beforeAll(async () => {
  runtime = await startNodeRuntime();
  reference = await paint({});
});

const psnrOf = (picture: Tensor) => measurePsnr(toBytes(picture).data, toBytes(reference).data);

describe('a pack as other converters write it paints the same picture', () => {
  it('with 32-bit ids', async () => {
    const text = castInput(await read('text_encoder'), 'input_ids', dataType.int32, dataType.int64);
    expect(psnrOf(await paint({ 'text_encoder/model.onnx': text }))).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    ['a 64-bit integer of length 1', dataType.int64, 1],
    ['a 64-bit integer of length 2', dataType.int64, 2],
    ['a 32-bit integer per sample', dataType.int32, 'batch_size'],
    ['a float of a length of its own', dataType.float, 'unet_time_batch'],
    ['half a float', dataType.float16, 1],
  ])('with %s as its timestep', async (_, type, length) => {
    const unet = lengthenScalar(await read('unet'), 'timestep', type, length);
    expect(psnrOf(await paint({ 'unet/model.onnx': unet }))).toBeGreaterThan(65);
  });

  it.each([
    ['rounded', true],
    ['widened', false],
  ])('with half-precision inputs and outputs, %s', async (_, computesHalf) => {
    let unet = await read('unet');
    for (const name of ['sample', 'timestep', 'encoder_hidden_states'])
      unet = castInput(unet, name, dataType.float16, dataType.float);
    const text = halveOutput(await read('text_encoder'), 'last_hidden_state');
    const decoder = castInput(await read('vae_decoder'), 'latent_sample', dataType.float16, dataType.float);
    const changes = {
      'unet/model.onnx': halveOutput(unet, 'out_sample'),
      'text_encoder/model.onnx': text,
      'vae_decoder/model.onnx': halveOutput(decoder, 'sample'),
    };
    expect(psnrOf(await paint(changes, computesHalf))).toBeGreaterThan(computesHalf ? 50 : 80);
  });

  it.each(['model.onnx_data', 'weights.pb', './model.onnx.data'])(
    'with its weights in %s',
    async (location) => {
      const unet = await read('unet');
      const changes = {
        'unet/model.onnx': await moveWeights(unet, location),
        [`unet/${location.replace('./', '')}`]: unet,
      };
      expect(psnrOf(await paint(changes))).toBe(Number.POSITIVE_INFINITY);
    },
  );

  it('with every shape fixed, and two samples a call', async () => {
    let unet = await read('unet');
    unet = fixInput(unet, 'sample', [2, 4, 8, 8]);
    unet = fixInput(unet, 'encoder_hidden_states', [2, 77, 32]);
    unet = lengthenScalar(unet, 'timestep', dataType.int64, 2);
    const changes = {
      'unet/model.onnx': unet,
      'text_encoder/model.onnx': fixInput(await read('text_encoder'), 'input_ids', [2, 77]),
      'vae_decoder/model.onnx': fixInput(await read('vae_decoder'), 'latent_sample', [2, 4, 8, 8]),
    };
    const pack = await openPack(changeFiles(whole, changes), runtime);
    const only = { height: 64, width: 64 };
    expect(pack.info).toMatchObject({ nativePx: only, bucketsPx: [only] });
    expect(pack.info.facts).toMatchObject({ fixedBatch: 2, fixedTokens: 77 });
    await pack.release();
    expect(psnrOf(await paint(changes))).toBeGreaterThan(65);
  });

  it('with other names around the decoder', async () => {
    const decoder = renameInput(await read('vae_decoder'), 'latent_sample', 'latent');
    const changes = { 'vae_decoder/model.onnx': renameOutput(decoder, 'sample', 'image') };
    expect(psnrOf(await paint(changes))).toBe(Number.POSITIVE_INFINITY);
  });

  it('with powers and scales in 64 bits', async () => {
    const doubles = computeInDoubles(await read('vae_decoder'), 'sample');
    const picture = await paint({ 'vae_decoder/model.onnx': doubles });
    const expected = { ...reference, data: reference.data.map((value) => 0.25 * Math.abs(value)) };
    expect(measurePsnr(toBytes(picture).data, toBytes(expected).data)).toBeGreaterThan(65);
  });

  it.each([
    ['unet/model_layernorm.onnx', 'unet/model.onnx'],
    ['onnx/text_encoder_model_q4f16.onnx', 'text_encoder/model.onnx'],
  ])('with a part called %s', async (name, standard) => {
    const bytes = new Uint8Array(await readFile(`${folder}/${standard}`));
    expect(psnrOf(await paint({ [standard]: null, [name]: bytes }))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a pack that cannot paint says why', () => {
  const refusalOf = (changes: Changes) =>
    paint(changes).then(
      () => null,
      ({ reason, subject }) => ({ reason, subject }),
    );

  it.each([
    ['com.microsoft', 'NhwcConv'],
    ['org.pytorch.aten', 'ATen'],
  ])('for operators of %s', async (domain, operator) => {
    const unet = addForeignNode(await read('unet'), 'out_sample', domain, operator);
    expect(await refusalOf({ 'unet/model.onnx': unet })).toEqual({
      reason: 'model-operator',
      subject: `unet: ${domain} ${operator}`,
    });
  });

  it('without the file that its weights are in, or with half of it', async () => {
    const unet = await read('unet');
    const graph = { 'unet/model.onnx': await moveWeights(unet, 'model.onnx_data') };
    const subject = 'unet/model.onnx_data';
    expect(await refusalOf(graph)).toEqual({ reason: 'model-file-missing', subject });
    const half = { ...graph, [subject]: unet.slice(0, unet.length / 2) };
    expect(await refusalOf(half)).toEqual({ reason: 'model-broken', subject });
  });

  it('and reads no files outside of its folder', async () => {
    const graph = await moveWeights(await read('unet'), '../vae_decoder/model.onnx');
    expect(await refusalOf({ 'unet/model.onnx': graph })).toMatchObject({ reason: 'model-broken' });
  });

  it('with weights that are no numbers', async () => {
    const unet = spoilWeight(await read('unet'), Number.NaN);
    expect(await refusalOf({ 'unet/model.onnx': unet })).toMatchObject({ reason: 'bad-numbers' });
  });
});
