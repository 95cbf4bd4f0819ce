import { createTensor, type Tensor } from './tensor.ts';

/** How far apart the guidance scales of two embeddings are: as far as timesteps. */
const guidanceRange = 1000;
const longestPeriod = 10_000;

/**
 * Guidance as a consistency model is told it, in place of a second, negative prompt: sines, then cosines, of
 * (guidance - 1) * 1000 at frequencies from 1 down to 1/10000. Gives [1, width] for a U-Net's `timestep_cond`
 * (Luo et al. 2023, section 4.2; diffusers: get_guidance_scale_embedding). An odd width ends with a zero.
 */
export function embedGuidance(guidance: number, width: number): Tensor {
  const half = Math.floor(width / 2);
  const embedding = createTensor([1, width]);
  // Angles go up to tens of thousands, so the reference's 32-bit roundings are part of the number.
  const scale = Math.fround(Math.fround(guidance - 1) * guidanceRange);
  const fall = -Math.fround(Math.fround(Math.log(longestPeriod)) / (half - 1));
  for (let i = 0; i < half; i++) {
    const angle = Math.fround(scale * Math.fround(Math.exp(Math.fround(i * fall))));
    embedding.data[i] = Math.sin(angle);
    embedding.data[half + i] = Math.cos(angle);
  }
  return embedding;
}
