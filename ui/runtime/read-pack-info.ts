import { DiffusionError } from '../diffusion/diffusion-error.ts';
import { type PackFacts, usualSettings } from '../diffusion/pack-facts.ts';
import type { Extent, LatentStatistics, PackInfo } from '../diffusion/ports.ts';
import { nameOwnScheduler } from '../diffusion/schedulers/own-scheduler.ts';
import { isJsonObject, type JsonObject, type PackFiles, readJson, requireJson } from './pack-files.ts';
import type { PackGraphs } from './read-pack-facts.ts';
import { isOtherPipeline } from './recognize-pack.ts';

/** What packs without a stated scaling were trained with (diffusers: AutoencoderKL, AutoencoderTiny). */
function usualScaling({ family, hasTinyAutoencoder }: PackFacts): number {
  if (hasTinyAutoencoder) return 1;
  return family === 'stable-diffusion' ? 0.18215 : 0.13025;
}

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

/** What is known of a pack before its weights are loaded. */
export type LoadedInfo = Omit<PackInfo, 'contextLength' | 'conditioning' | 'previewProjection'>;

/** An autoencoder's levels: each but the first halves the picture. */
function countLevels(vae: JsonObject | null): number {
  const channels = vae?.block_out_channels ?? vae?.decoder_block_out_channels;
  return Array.isArray(channels) ? channels.length : 4;
}

/** One finite number per channel, or null. */
function readChannels(value: unknown, count: number): number[] | null {
  if (!Array.isArray(value) || value.length !== count) return null;
  return value.every((one) => Number.isFinite(one)) ? (value as number[]) : null;
}

/** diffusers' XL pipelines use mean and deviation only where both are there. */
function readStatistics(vae: JsonObject, channels: number): { latentStatistics?: LatentStatistics } {
  const mean = readChannels(vae.latents_mean, channels);
  const deviation = readChannels(vae.latents_std, channels);
  return mean === null || deviation === null ? {} : { latentStatistics: { mean, deviation } };
}

/** What a pack's JSON files say about it. Throws `model-file-missing` without them, `model-json` where they are none. */
export async function readPackInfo(
  files: PackFiles,
  graphs: PackGraphs,
  facts: PackFacts,
): Promise<LoadedInfo> {
  const unet = await requireJson(files, 'unet/config.json');
  const scheduler = await requireJson(files, 'scheduler/scheduler_config.json');
  const vae =
    (await readJson(files, 'vae_decoder/config.json')) ?? (await readJson(files, 'vae_encoder/config.json'));
  // Our own packs say here what a diffusers config has no key for.
  const own = isJsonObject(unet.underpaint) ? unet.underpaint : {};
  const spatialFactor = 2 ** (countLevels(vae) - 1);
  const sample = readPair(unet.sample_size) ?? { height: 64, width: 64 };
  const unetChannels = readNumber(unet, 'in_channels', 4);
  const latentChannels = readNumber(vae ?? {}, 'latent_channels', 4);
  // Networks that are shown another picture beside the latents follow instructions, which is another pipeline; those
  // that enlarge or see depth are named by theirs.
  const isMismatch = unetChannels !== latentChannels && unetChannels !== 2 * latentChannels + 1;
  if (unetChannels === 2 * latentChannels || (isMismatch && isOtherPipeline(facts.pipeline)))
    throw new DiffusionError('model-unsupported', `The U-Net has ${unetChannels} input channels.`, {
      subject: facts.pipeline ?? `${unetChannels} channels`,
    });
  if (isMismatch) {
    const subject = `unet: ${unetChannels} channels, vae: ${latentChannels}`;
    throw new DiffusionError('model-mismatch', subject, { subject });
  }
  const usual = usualSettings(facts);
  return {
    latentChannels,
    unetChannels,
    spatialFactor,
    scalingFactor: readNumber(vae ?? {}, 'scaling_factor', usualScaling(facts)),
    shiftFactor: readNumber(vae ?? {}, 'shift_factor', 0),
    ...readStatistics(vae ?? {}, latentChannels),
    nativePx: { height: sample.height * spatialFactor, width: sample.width * spatialFactor },
    latentMultiple: readNumber(own, 'latent_multiple', readLatentMultiple(unet)),
    bucketsPx: readBuckets(own.buckets, spatialFactor),
    schedulerConfig: scheduler,
    defaults: {
      steps: readNumber(own, 'default_steps', usual.steps),
      guidance: readNumber(own, 'default_guidance', usual.guidance),
      scheduler: nameOwnScheduler(scheduler),
    },
    hasEncoder: graphs.has('vae_encoder'),
    facts,
  };
}
