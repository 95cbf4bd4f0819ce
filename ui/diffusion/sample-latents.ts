import type { Conditions } from './conditions.ts';
import { denoise, type Predict, type SamplingHooks } from './denoise.ts';
import { takeFromPosterior } from './latents.ts';
import { planSteps } from './plan-steps.ts';
import type { DiffusionPack, PackInfo, Posterior } from './ports.ts';
import { createRandomStream } from './random.ts';
import { addNoise } from './schedulers/apply-step.ts';
import { createScheduler, type PipelineKind } from './schedulers/create-scheduler.ts';
import type { SchedulerName } from './schedulers/scheduler.ts';
import type { SourceLatents } from './source-latents.ts';
import { mapTensor, type Tensor } from './tensor.ts';

export type SamplingOptions = {
  /** The latents' size: the picture's sides divided by `spatialFactor`. */
  readonly latentHeight: number;
  readonly latentWidth: number;
  readonly seed: number;
  readonly steps: number;
  readonly scheduler: SchedulerName;
  /** In (0, 1]; below 1 the loop starts from the noised source. */
  readonly strength: number;
  /**
   * `sample` draws from the encoder's posterior and follows diffusers to the letter; `mean` takes its mean, consumes
   * the same draws and treats schedulers and strength as is best.
   */
  readonly posterior: 'sample' | 'mean';
  /** The diffusers pipeline whose order of draws and first latents apply. */
  readonly pipeline: PipelineKind;
  /** As in the loop (`DenoiseJob`): for regions that are larger than what the network paints at once. */
  readonly keepsKnown?: boolean;
  readonly predict?: Predict;
};

const omitStatistics = ({ scalingFactor, shiftFactor }: PackInfo) => ({ scalingFactor, shiftFactor });

/**
 * Runs one candidate's loop; gives diffusion latents [1, C, h, w] for `pack.decodeLatents`. Random numbers are drawn
 * in diffusers' order: the picture's posterior, the noise, the masked picture's posterior, then the scheduler's own.
 */
export async function sampleLatents(
  pack: DiffusionPack,
  conditions: Conditions,
  source: SourceLatents,
  options: SamplingOptions,
  hooks: SamplingHooks = {},
): Promise<Tensor> {
  const { info } = pack;
  const { pipeline, strength } = options;
  const { steps, start, habits, shortened } = planSteps(info.facts, options);
  const scheduler = createScheduler(options.scheduler, info.schedulerConfig, steps, habits, shortened);
  const dims = [1, info.latentChannels, options.latentHeight, options.latentWidth];
  const stream = createRandomStream(options.seed);

  const isPlain = options.posterior === 'sample';
  // A tiny autoencoder gives no distribution, and diffusers draws nothing for it.
  const drawsPosterior = !info.facts.hasTinyAutoencoder;
  // diffusers' inpainting pipelines of XL forget the channels' means where they encode, not where they decode.
  const scaling = isPlain && pipeline === 'inpaint' ? omitStatistics(info) : info;

  function take(posterior: Posterior): Tensor {
    const noise = drawsPosterior ? stream.drawNormals(posterior.mean.dims) : null;
    return takeFromPosterior(posterior, isPlain ? noise : null, scaling);
  }

  const original = source.picture === null ? null : take(source.picture);
  const noise = stream.drawNormals(dims);
  const masked = source.masked === null ? null : take(source.masked);
  // diffusers encodes the masked picture for 4-channel packs too; its draws come before those of the steps.
  if (pipeline === 'inpaint' && masked === null && drawsPosterior) stream.drawNormals(dims);

  const startsFromNoise = original === null || (pipeline === 'inpaint' && strength === 1);
  const first = startsFromNoise
    ? mapTensor(noise, (value) => value * scheduler.initNoiseSigma)
    : addNoise(scheduler, original, noise, start);

  return denoise(
    pack,
    {
      scheduler,
      start,
      first,
      noise,
      original,
      masked,
      conditions,
      source,
      stream,
      ...(options.keepsKnown !== undefined && { keepsKnown: options.keepsKnown }),
      ...(options.predict !== undefined && { predict: options.predict }),
    },
    hooks,
  );
}
