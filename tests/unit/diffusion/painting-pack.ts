import type { DiffusionPack, PackInfo } from '../../../ui/diffusion/ports.ts';
import { createTensor, mapTensor, type Tensor } from '../../../ui/diffusion/tensor.ts';
import type { TextConditioning } from '../../../ui/diffusion/text-conditioning.ts';
import { plainFacts } from '../../fakes/pack-facts.ts';

/** A schedule of the usual kind that ends without noise. */
const schedulerConfig = {
  num_train_timesteps: 1000,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  beta_end: 0.012,
  clip_sample: false,
  set_alpha_to_one: true,
  timestep_spacing: 'leading',
};

export type Call = { sample: Tensor; timestep: number; text: TextConditioning };

/** Its text encoder reads nothing of a prompt but the number of its letters, and at most 77. */
const lengthsOf = (prompts: readonly string[]) => Float32Array.from(prompts, (prompt) => prompt.length);

/**
 * A whole pack in arithmetic, so that a loop's result can be said in numbers: its network believes that the clean
 * picture is `believed` everywhere, its encoder and decoder work on 8x8 cells, and every call is recorded.
 */
export function createPaintingPack(
  options: Partial<PackInfo> & { believed?: number; output?: (call: Call) => Tensor } = {},
): { pack: DiffusionPack; calls: Call[]; encoded: Tensor[] } {
  const { believed = 0.5, output, ...changes } = options;
  const calls: Call[] = [];
  const encoded: Tensor[] = [];
  const info: PackInfo = {
    latentChannels: 4,
    unetChannels: 4,
    spatialFactor: 8,
    scalingFactor: 0.5,
    shiftFactor: 0,
    nativePx: { height: 32, width: 32 },
    latentMultiple: 1,
    bucketsPx: null,
    schedulerConfig: { ...schedulerConfig, prediction_type: 'sample' },
    defaults: { steps: 4, guidance: 3, scheduler: 'ddim' },
    contextLength: 77,
    conditioning: { takesSizes: false, zeroesMissingNegative: false, guidanceWidth: null },
    hasEncoder: true,
    facts: plainFacts,
    previewProjection: null,
    ...changes,
  };

  async function predict(sample: Tensor, timestep: number, text: TextConditioning): Promise<Tensor> {
    const call = { sample, timestep, text };
    calls.push(call);
    if (output !== undefined) return output(call);
    const [batch = 0, , height = 0, width = 0] = sample.dims;
    return mapTensor(createTensor([batch, 4, height, width]), () => believed);
  }

  async function encodeImage(pixels: Tensor) {
    encoded.push(pixels);
    const [, , height = 0, width = 0] = pixels.dims;
    const dims = [1, 4, height / 8, width / 8];
    const mean = createTensor(dims);
    for (let y = 0; y < height / 8; y++) {
      for (let x = 0; x < width / 8; x++) {
        for (let c = 0; c < 4; c++) {
          mean.data[(c * (height / 8) + y) * (width / 8) + x] = pixels.data[y * 8 * width + x * 8]!;
        }
      }
    }
    return { mean, deviation: mapTensor(mean, () => 0.1) };
  }

  const pack: DiffusionPack = {
    info,
    predict,
    encodeImage,
    encodeText: async (prompts) => ({
      conditioning: {
        hiddenStates: createTensor([prompts.length, 1, 1], lengthsOf(prompts)),
        pooled: createTensor([prompts.length, 1], lengthsOf(prompts)),
      },
      cutOff: prompts.map((prompt) => prompt.slice(77)),
    }),
    decodeLatents: async (latents) => latents,
    upscaler: null,
    release: async () => {},
  };
  return { pack, calls, encoded };
}
