import type { CancelSignal } from './diffusion-error.ts';
import type { DiffusionPack, Posterior } from './ports.ts';
import type { SchedulerName } from './schedulers/scheduler.ts';
import type { Tensor } from './tensor.ts';

/** What the prompts mean to a pack; made once per job and shared by its candidates. */
export type Conditions = {
  /** [2, tokens, width], negative first; [1, tokens, width] where guidance is at most 1. */
  readonly states: Tensor;
  readonly guidance: number;
  /** True where the prompt (or the negative prompt) was longer than the model can read. */
  readonly isTruncated: boolean;
};

/** The picture a job starts from, encoded once and shared by its candidates. */
export type SourceLatents = {
  /** Posterior of the picture itself; null for a plain generation, and where nothing needs it. */
  readonly picture: Posterior | null;
  /** Where to repaint, [1, 1, h, w] in 0..1 with 1 = repaint; null outside `fill`. */
  readonly latentMask: Tensor | null;
  /** Posterior of the picture with the repainted part at mid-grey; null for 4-channel packs. */
  readonly masked: Posterior | null;
};

export type SamplingOptions = {
  /** The latents' size: the picture's sides divided by `spatialFactor`. */
  readonly latentHeight: number;
  readonly latentWidth: number;
  readonly seed: number;
  readonly steps: number;
  readonly scheduler: SchedulerName;
  /** In (0, 1]; below 1 the loop starts from the noised source. */
  readonly strength: number;
  /** `sample` draws from the encoder's posterior as diffusers does; `mean` takes its mean and consumes the same draws. */
  readonly posterior: 'sample' | 'mean';
  /** Which diffusers pipeline's treatment of `clip_sample` applies: the inpainting one honours it, the others do not. */
  readonly pipeline: 'text-to-image' | 'inpaint';
};

export type StepReport = {
  /** Finished steps, from 1, of `steps` that this job really runs. */
  readonly step: number;
  readonly steps: number;
  readonly timestep: number;
  /** The clean picture as the model sees it now, in diffusion latents [1, C, h, w]. */
  readonly original: Tensor;
};

export type SamplingHooks = {
  readonly signal?: CancelSignal;
  /** Called after every step; a returned promise is awaited before the next one. */
  onStep?(report: StepReport): void | Promise<void>;
};

/** Encodes the prompts for classifier-free guidance; one prompt is enough where guidance is at most 1. */
export declare function prepareConditions(
  pack: DiffusionPack,
  prompt: string,
  negativePrompt: string,
  guidance: number,
): Promise<Conditions>;

/**
 * Encodes what a job starts from. `pixels` [1, 3, H, W] in -1..1; `pixelMask` [1, 1, H, W] with 1 = repaint decides
 * what the masked picture shows as grey; `latentMask` [1, 1, h, w] decides what the loop repaints.
 * For a plain generation pass `pixels` null: a 9-channel pack then gets a full mask over mid-grey.
 */
export declare function prepareSource(
  pack: DiffusionPack,
  source: {
    readonly heightPx: number;
    readonly widthPx: number;
    readonly pixels: Tensor | null;
    readonly pixelMask: Tensor | null;
    readonly latentMask: Tensor | null;
  },
): Promise<SourceLatents>;

/** Runs one candidate's loop; gives diffusion latents [1, C, h, w] for `pack.decodeLatents`. */
export declare function sampleLatents(
  pack: DiffusionPack,
  conditions: Conditions,
  source: SourceLatents,
  options: SamplingOptions,
  hooks?: SamplingHooks,
): Promise<Tensor>;
