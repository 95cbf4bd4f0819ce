import { DiffusionError } from '../diffusion/diffusion-error.ts';
import type { Extent, PackInfo } from '../diffusion/ports.ts';
import { isJsonObject, type JsonObject, type PackFiles, readJson } from './pack-files.ts';

const stableDiffusionScaling = 0.18215;

function readNumber(config: JsonObject, key: string, fallback: number): number {
  const value = config[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

function readPair(value: unknown): Extent | null {
  if (typeof value === 'number' && value > 0) return { height: value, width: value };
  if (!Array.isArray(value)) return null;
  const [height, width]: unknown[] = value;
  return typeof height === 'number' && typeof width === 'number' ? { height, width } : null;
}

/** The pack states its buckets in latent pixels, height first. */
function readBuckets(value: unknown, spatialFactor: number): Extent[] | null {
  if (!Array.isArray(value)) return null;
  const latents = value.flatMap((entry) => readPair(entry) ?? []);
  const buckets = latents.map(({ height, width }) => ({
    height: height * spatialFactor,
    width: width * spatialFactor,
  }));
  return buckets.length > 0 ? buckets : null;
}

/** Latent sides must survive every halving of the U-Net: an exported graph cannot pad as the Python one does. */
function readLatentMultiple(unet: JsonObject): number {
  const levels = Array.isArray(unet.block_out_channels) ? unet.block_out_channels.length : 4;
  return 2 ** (levels - 1);
}

/** Defaults for packs that state none: few steps without guidance only where the pack says so itself. */
const usualSteps = 20;
const usualGuidance = 7.5;

/** What a pack's JSON files say about it. Throws `model-missing` without them, `model-broken` where they lie. */
export async function readPackInfo(
  files: PackFiles,
): Promise<Omit<PackInfo, 'contextLength' | 'conditioning' | 'previewProjection'>> {
  const unet = await readJson(files, 'unet/config.json');
  if (unet === null) throw new DiffusionError('model-missing', 'unet/config.json is missing.');
  const scheduler = await readJson(files, 'scheduler/scheduler_config.json');
  if (scheduler === null) {
    throw new DiffusionError('model-missing', 'scheduler/scheduler_config.json is missing.');
  }
  const vae =
    (await readJson(files, 'vae_decoder/config.json')) ?? (await readJson(files, 'vae_encoder/config.json'));
  // Our own packs say here what a diffusers config has no key for.
  const own = isJsonObject(unet.underpaint) ? unet.underpaint : {};
  const vaeLevels = Array.isArray(vae?.block_out_channels) ? vae.block_out_channels.length : 4;
  const spatialFactor = 2 ** (vaeLevels - 1);
  const sample = readPair(unet.sample_size) ?? { height: 64, width: 64 };
  const unetChannels = readNumber(unet, 'in_channels', 4);
  const latentChannels = readNumber(vae ?? {}, 'latent_channels', 4);
  if (unetChannels !== latentChannels && unetChannels !== 2 * latentChannels + 1) {
    throw new DiffusionError('model-unsupported', `The U-Net has ${unetChannels} input channels.`);
  }
  return {
    latentChannels,
    unetChannels,
    spatialFactor,
    scalingFactor: readNumber(vae ?? {}, 'scaling_factor', stableDiffusionScaling),
    shiftFactor: readNumber(vae ?? {}, 'shift_factor', 0),
    nativePx: { height: sample.height * spatialFactor, width: sample.width * spatialFactor },
    latentMultiple: readNumber(own, 'latent_multiple', readLatentMultiple(unet)),
    bucketsPx: readBuckets(own.buckets, spatialFactor),
    schedulerConfig: scheduler,
    defaults: {
      steps: readNumber(own, 'default_steps', usualSteps),
      guidance: readNumber(own, 'default_guidance', usualGuidance),
      scheduler: scheduler._class_name === 'EulerDiscreteScheduler' ? 'euler' : 'ddim',
    },
    hasEncoder: await files.has('vae_encoder/model.onnx'),
  };
}
