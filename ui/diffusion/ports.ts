import type { CancelSignal } from './diffusion-error.ts';
import type { PackFacts } from './pack-facts.ts';
import type { SchedulerConfig, SchedulerName } from './schedulers/scheduler.ts';
import type { Tensor } from './tensor.ts';
import type { TextConditioning } from './text-conditioning.ts';

/** Height and width, in the unit that the holder's name says. */
export type Extent = { readonly height: number; readonly width: number };

/** What is to be known of a pack before it paints, read from its JSON files and its graphs. */
export type PackInfo = {
  /** Channels of the latents: 4 for the Stable Diffusion family. */
  readonly latentChannels: number;
  /** Input channels of the U-Net: 4 plain, 9 for [latents 4 | mask 1 | masked latents 4]. */
  readonly unetChannels: number;
  /** Pixels per latent pixel in both directions. */
  readonly spatialFactor: number;
  /** Diffusion latents = (encoder output - shift) * scaling. */
  readonly scalingFactor: number;
  readonly shiftFactor: number;
  /** Where the autoencoder's config has one mean and deviation per channel, the encoder's output is first freed of them. */
  readonly latentStatistics?: LatentStatistics;
  /** The size in pixels that the U-Net was trained for. */
  readonly nativePx: Extent;
  /** Both latent sides must be a multiple of this; a picture's sides of this times `spatialFactor`. */
  readonly latentMultiple: number;
  /** Sizes in pixels that the pack was trained at; those between them will do too. Null where any size will do. */
  readonly bucketsPx: readonly Extent[] | null;
  /** scheduler/scheduler_config.json as it stands. */
  readonly schedulerConfig: SchedulerConfig;
  readonly defaults: {
    readonly steps: number;
    readonly guidance: number;
    readonly scheduler: SchedulerName;
  };
  /** Tokens that the text encoder takes, begin and end marks included. */
  readonly contextLength: number;
  readonly conditioning: ConditioningNeeds;
  /** True where the pack can encode pictures; without it only plain generation with 4 channels is possible. */
  readonly hasEncoder: boolean;
  readonly facts: PackFacts;
  /** RGB from latents for the step previews; null where none is known. */
  readonly previewProjection: PreviewProjection | null;
};

/** Of an autoencoder's latents, one number per channel: `latents_mean` and `latents_std` of its config. */
export type LatentStatistics = { readonly mean: readonly number[]; readonly deviation: readonly number[] };

/** What a U-Net wants to be told beside the hidden states; all of it is off for Stable Diffusion 1 and 2. */
export type ConditioningNeeds = {
  /** True where it takes the pooled prompt and the picture's sizes: `text_embeds` and `time_ids` (SDXL). */
  readonly takesSizes: boolean;
  /** True where a negative prompt that nobody gave is all zeros instead of an encoded nothing (SDXL). */
  readonly zeroesMissingNegative: boolean;
  /** Width of `timestep_cond`, which replaces the negative prompt (LCM); null where it takes none. */
  readonly guidanceWidth: number | null;
};

/** rgb[c] = bias[c] + sum over k of weights[c][k] * latent[k], in -1..1. */
export type PreviewProjection = {
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
};

/** Encoded prompts: a batch of all of them, and per prompt the words that the model cannot read; '' where it reads all. */
export type EncodedText = { readonly conditioning: TextConditioning; readonly cutOff: readonly string[] };

/** The encoder's answer before scaling: mean and standard deviation, or `deviation` null where it is already a sample. */
export type Posterior = { readonly mean: Tensor; readonly deviation: Tensor | null };

/** Enlarges finished pictures: [1, 3, H, W] in -1..1 -> [1, 3, scale * H, scale * W], about -1..1, not clamped. */
export type PackUpscaler = { readonly scale: number; enlarge(pixels: Tensor): Promise<Tensor> };

/** An opened model. One call at a time is the implementation's business: callers may overlap calls freely. */
export type DiffusionPack = {
  readonly info: PackInfo;
  /** The pooled part is there where `info.conditioning` wants it; sizes and guidance are the caller's to add. */
  encodeText(prompts: readonly string[]): Promise<EncodedText>;
  /** sample [n, unetChannels, h, w], conditioning of n prompts -> [n, latentChannels, h, w]. */
  predict(sample: Tensor, timestep: number, conditioning: TextConditioning): Promise<Tensor>;
  /**
   * pixels [1, 3, H, W] in -1..1, H and W multiples of `spatialFactor` -> unscaled posterior. Where the device cannot
   * hold the whole of it, both halves of the autoencoder work in tiles and end with `cancelled` between two of them.
   */
  encodeImage(pixels: Tensor, signal?: CancelSignal): Promise<Posterior>;
  /** Diffusion latents (scaled, as the loop leaves them) [1, C, h, w] -> pixels [1, 3, H, W], about -1..1, not clamped. */
  decodeLatents(latents: Tensor, signal?: CancelSignal): Promise<Tensor>;
  /** A part that any pack may have; null where this one has none. */
  readonly upscaler: PackUpscaler | null;
  release(): Promise<void>;
};

/** Turns text into token ids without padding or truncation, begin and end marks included. */
export type Tokenizer = { encode(text: string): readonly number[] };
