import type { PackFacts } from '../../ui/diffusion/pack-facts.ts';

/** What is known of a Stable Diffusion 1 pack in single precision, for packs that are made up. */
export const plainFacts: PackFacts = {
  family: 'stable-diffusion',
  pipeline: 'StableDiffusionPipeline',
  generation: 1,
  distillation: 'none',
  textEncoders: ['text_encoder'],
  contextWidth: 768,
  pooledWidth: null,
  timeIds: null,
  guidanceWidth: null,
  fixedBatch: null,
  fixedTokens: null,
  hasTinyAutoencoder: false,
  usesHalfFloats: false,
};
