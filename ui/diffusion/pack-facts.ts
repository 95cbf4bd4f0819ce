/** The kinds of U-Net pipelines, by what their networks take: XL has two text encoders, its refiner the second alone. */
export type PackFamily = 'stable-diffusion' | 'stable-diffusion-xl' | 'stable-diffusion-xl-refiner';

/** What a pack's configs and graphs say of its architecture, known before any of its weights is loaded. */
export type PackFacts = {
  readonly family: PackFamily;
  /** diffusers' name of the pipeline, such as `StableDiffusionInpaintPipeline`; null where the pack does not say. */
  readonly pipeline: string | null;
  /** 1 or 2 for Stable Diffusion, by the width of its text states; null for any other width, and for XL. */
  readonly generation: 1 | 2 | null;
  /** How it was taught to paint in few steps: consistency models (LCM, TCD), or adversarially (Turbo, Lightning). */
  readonly distillation: 'none' | 'consistency' | 'adversarial';
  /** The folders of its text encoders, in the order in which their states are joined. */
  readonly textEncoders: readonly ('text_encoder' | 'text_encoder_2')[];
  /** Width of the text states that the U-Net takes; null where the pack does not say. */
  readonly contextWidth: number | null;
  /** Width of `text_embeds`, and how many `time_ids` there are (6, or 5 for the refiner); null where it takes none. */
  readonly pooledWidth: number | null;
  readonly timeIds: number | null;
  /** Width of `timestep_cond`; null where it takes none. */
  readonly guidanceWidth: number | null;
  /** Samples per call and text tokens that the export is fixed to; null where they are free. */
  readonly fixedBatch: number | null;
  readonly fixedTokens: number | null;
  /** TAESD's kind of autoencoder: its latents need no scaling, and its encoder gives no distribution. */
  readonly hasTinyAutoencoder: boolean;
  /** True where any part computes in half precision. */
  readonly usesHalfFloats: boolean;
};

/** Steps and guidance for packs that state none themselves. */
export function usualSettings(facts: Pick<PackFacts, 'distillation' | 'guidanceWidth'>): {
  steps: number;
  guidance: number;
} {
  // A consistency model with `timestep_cond` is told its guidance; the others have it built in.
  if (facts.guidanceWidth !== null) return { steps: 4, guidance: 8 };
  return facts.distillation === 'none' ? { steps: 20, guidance: 7.5 } : { steps: 4, guidance: 1 };
}
