import * as ort from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import type { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { createTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import { createPredictPort } from '../../../ui/runtime/model-ports.ts';
import type { ModelSession } from '../../../ui/runtime/model-session.ts';
import { createPicturePort } from '../../../ui/runtime/picture-port.ts';

type Shapes = Readonly<Record<string, readonly (number | string)[]>>;

/** A part that answers with its first input eightfold as large, or as large, and notes what it was fed. */
function createSession(part: string, shapes: Shapes, output: string, scale: number) {
  const fed: string[] = [];
  const session: ModelSession = {
    part,
    inputs: Object.entries(shapes).map(([name, shape]) => ({ name, type: 'float32', shape })),
    outputs: [{ name: output, type: 'float32', shape: [] }],
    async run(feeds) {
      const [batch = 0, channels = 0, height = 0, width = 0] = Object.values(feeds)[0]!.dims;
      fed.push(`${width}x${height}`);
      return [createTensor([batch, channels, scale * height, scale * width])];
    },
    release: async () => {},
  };
  return { session, fed };
}

const outcomeOf = (task: Promise<Tensor>) =>
  task.then(
    ({ dims }) => dims,
    ({ reason, subject }: DiffusionError) => `${reason} (${subject})`,
  );

it('a U-Net that is fixed to one size says so instead of being called damaged', async () => {
  const shapes = { sample: [2, 4, 64, 64], timestep: [], encoder_hidden_states: [2, 77, 8] };
  const { session, fed } = createSession('unet', shapes, 'out_sample', 1);
  const predict = createPredictPort(ort, session, 8);
  const text = { hiddenStates: createTensor([1, 77, 8]) } as Parameters<typeof predict>[2];
  const predictAt = (height: number, width: number) =>
    outcomeOf(predict(createTensor([1, 4, height, width]), 1, text));
  expect(await predictAt(64, 64)).toEqual([1, 4, 64, 64]);
  expect(await predictAt(16, 24)).toBe('request-invalid (unet: 24 × 16 ≠ 64 × 64)');
  expect(fed).toEqual(['64x64']);
});

it('a decoder that is fixed to one size paints larger pictures in tiles of it, and no smaller ones', async () => {
  const { session, fed } = createSession('vae_decoder', { latent_sample: [1, 4, 8, 8] }, 'sample', 8);
  const memory = { totalBytes: 2 ** 31, tensorBytes: 2 ** 31 };
  const cost = { channels: [32], spatialFactor: 8, hasAttention: false };
  const names = { input: 'latent_sample', output: 'sample' };
  const decode = createPicturePort({ ort, kind: 'wasm', memory }, session, names, { cost, inputScale: 1 });
  const decodeAt = (height: number, width: number) => outcomeOf(decode(createTensor([1, 4, height, width])));
  expect(await decodeAt(8, 8)).toEqual([1, 4, 64, 64]);
  expect(await decodeAt(16, 12)).toEqual([1, 4, 128, 96]);
  expect(new Set(fed)).toEqual(new Set(['8x8']));
  expect(await decodeAt(4, 8)).toBe('request-invalid (vae_decoder: 8 × 4 ≠ 8 × 8)');
  expect(await decodeAt(16, 4)).toBe('request-invalid (vae_decoder: 4 × 8 ≠ 8 × 8)');
});
