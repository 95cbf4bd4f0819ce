import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTensor } from '../../../ui/runtime/onnx/write-graph.ts';
import { writeGraph } from './write-graph.ts';

/** Pixels per latent pixel; a latent holds every value of its block, so that nothing is lost. */
const factor = 8;
const channels = 3 * factor * factor;

/** Sides of the picture that the pack is native to: small, so that a job takes little time. */
export const identityNativePx = 256;

/**
 * The least noise that 32 bits can tell from none: without any a scheduler divides nothing by nothing. At the last of
 * the steps, the only one that a job runs, it is a twentieth of a gray level, and rounding to bytes takes it away again.
 */
const leastBeta = 6e-8;
const trainTimesteps = 100;

const tokenizer = fileURLToPath(new URL('../../fixtures/parity/packs/sd15/tokenizer', import.meta.url));

const autoencoder = {
  _class_name: 'AutoencoderTiny',
  in_channels: 3,
  out_channels: 3,
  latent_channels: channels,
  scaling_factor: 1,
  block_out_channels: [4, 4, 4, 4],
};

/** What the request must say for the pack to give its input back: at full strength a loop starts from nothing but noise. */
export const identityRequest = { strength: 0.99, steps: 1, guidance: 1, scheduler: 'ddim' } as const;

/**
 * Writes a pack whose picture is the one that it was shown, byte by byte: its autoencoder only rearranges pixels,
 * its U-Net predicts no noise, and its schedule adds next to none. A real pack in every other way. Resolves to the folder.
 */
export async function writeIdentityPack(folder: string): Promise<string> {
  const json = (value: unknown) => JSON.stringify(value, null, 2);
  const files: Record<string, string | Uint8Array> = {
    'model_index.json': json({
      _class_name: 'StableDiffusionPipeline',
      scheduler: ['diffusers', 'DDIMScheduler'],
      text_encoder: ['transformers', 'CLIPTextModel'],
      tokenizer: ['transformers', 'CLIPTokenizer'],
      unet: ['diffusers', 'UNet2DConditionModel'],
      vae: ['diffusers', 'AutoencoderTiny'],
    }),
    'scheduler/scheduler_config.json': json({
      _class_name: 'DDIMScheduler',
      num_train_timesteps: trainTimesteps,
      trained_betas: Array.from({ length: trainTimesteps }, () => leastBeta),
      prediction_type: 'epsilon',
      timestep_spacing: 'leading',
      clip_sample: false,
      set_alpha_to_one: true,
      steps_offset: 1,
    }),
    'unet/config.json': json({
      _class_name: 'UNet2DConditionModel',
      in_channels: channels,
      out_channels: channels,
      sample_size: identityNativePx / factor,
      cross_attention_dim: 1,
      block_out_channels: [4],
      underpaint: { default_steps: 1, default_guidance: 1 },
    }),
    'unet/model.onnx': writeUnet(),
    'text_encoder/config.json': json({
      model_type: 'clip_text_model',
      hidden_size: 1,
      num_hidden_layers: 1,
      max_position_embeddings: 77,
      vocab_size: 514,
    }),
    'text_encoder/model.onnx': writeTextEncoder(),
    'vae_encoder/config.json': json(autoencoder),
    'vae_encoder/model.onnx': writeHalf('SpaceToDepth', 'sample', 'latent_sample', 3, channels),
    'vae_decoder/config.json': json(autoencoder),
    'vae_decoder/model.onnx': writeHalf('DepthToSpace', 'latent_sample', 'sample', channels, 3),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  await cp(tokenizer, path.join(folder, 'tokenizer'), { recursive: true });
  return folder;
}

function writeHalf(
  opType: 'SpaceToDepth' | 'DepthToSpace',
  input: string,
  output: string,
  from: number,
  to: number,
) {
  return writeGraph({
    inputs: [{ name: input, dims: ['batch', from, 'height', 'width'] }],
    output: { name: output, dims: ['batch', to, 'out_height', 'out_width'] },
    nodes: [{ opType, inputs: [input], outputs: [output], integers: { blocksize: factor } }],
  });
}

function writeUnet() {
  const latents = ['batch', channels, 'height', 'width'] as const;
  return writeGraph({
    inputs: [
      { name: 'sample', dims: latents },
      { name: 'timestep', type: 'int64', dims: ['steps'] },
      { name: 'encoder_hidden_states', dims: ['batch', 'tokens', 1] },
    ],
    output: { name: 'out_sample', dims: latents },
    nodes: [{ opType: 'Mul', inputs: ['sample', 'nothing'], outputs: ['out_sample'], integers: {} }],
    initializers: [writeTensor('nothing', [1], Float32Array.of(0))],
  });
}

/** Every token's number as its only state. */
function writeTextEncoder() {
  const float = 1;
  return writeGraph({
    inputs: [{ name: 'input_ids', type: 'int64', dims: ['batch', 'tokens'] }],
    output: { name: 'last_hidden_state', dims: ['batch', 'tokens', 1] },
    nodes: [
      { opType: 'Cast', inputs: ['input_ids'], outputs: ['numbers'], integers: { to: float } },
      { opType: 'Unsqueeze', inputs: ['numbers', 'last'], outputs: ['last_hidden_state'], integers: {} },
    ],
    initializers: [writeTensor('last', [1], BigInt64Array.of(2n))],
  });
}
