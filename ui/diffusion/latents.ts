import type { PackInfo, Posterior } from './ports.ts';
import { mapTensor, type Tensor } from './tensor.ts';

type Scaling = Pick<PackInfo, 'scalingFactor' | 'shiftFactor'>;

/** The encoder's latents as the loop wants them. */
export function scaleLatents(latents: Tensor, info: Scaling): Tensor {
  return mapTensor(latents, (value) => (value - info.shiftFactor) * info.scalingFactor);
}

/** The loop's latents as the decoder wants them. */
export function unscaleLatents(latents: Tensor, info: Scaling): Tensor {
  return mapTensor(latents, (value) => value / info.scalingFactor + info.shiftFactor);
}

/** Diffusion latents from a posterior, with `noise` of the mean's shape; null takes the mean itself. */
export function takeFromPosterior(posterior: Posterior, noise: Tensor | null, info: Scaling): Tensor {
  const { mean, deviation } = posterior;
  if (noise === null || deviation === null) return scaleLatents(mean, info);
  return scaleLatents(
    mapTensor(mean, (value, i) => value + deviation.data[i]! * noise.data[i]!),
    info,
  );
}

/**
 * Splits an encoder's `latent_parameters` [1, 2C, h, w] into mean and standard deviation, log variance held to
 * [-30, 20] (diffusers: DiagonalGaussianDistribution).
 */
export function splitPosterior(parameters: Tensor): Posterior {
  const [, channels = 0, height = 0, width = 0] = parameters.dims;
  const dims = [1, channels / 2, height, width];
  const half = parameters.data.length / 2;
  const deviation = parameters.data
    .slice(half)
    .map((logVariance) => Math.exp(0.5 * Math.min(20, Math.max(-30, logVariance))));
  return { mean: { dims, data: parameters.data.slice(0, half) }, deviation: { dims, data: deviation } };
}
