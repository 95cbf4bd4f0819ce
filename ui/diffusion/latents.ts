import type { PackInfo, Posterior } from './ports.ts';
import { mapTensor, type Tensor } from './tensor.ts';

type Scaling = Pick<PackInfo, 'scalingFactor' | 'shiftFactor' | 'latentStatistics'>;

/** Mean and deviation of the channel that each value of [1, C, h, w] belongs to; 0 and 1 where the config has none. */
function createChannelLookup({ dims }: Tensor, { latentStatistics: statistics }: Scaling) {
  const plane = dims[2]! * dims[3]!;
  return {
    meanAt: (i: number) => statistics?.mean[Math.floor(i / plane)] ?? 0,
    deviationAt: (i: number) => statistics?.deviation[Math.floor(i / plane)] ?? 1,
  };
}

/** The encoder's latents as the loop wants them: (latents - mean - shift) * scaling / deviation. */
export function scaleLatents(latents: Tensor, info: Scaling): Tensor {
  const { scalingFactor, shiftFactor } = info;
  const { meanAt, deviationAt } = createChannelLookup(latents, info);
  return mapTensor(
    latents,
    (value, i) => ((value - meanAt(i) - shiftFactor) * scalingFactor) / deviationAt(i),
  );
}

/** The loop's latents as the decoder wants them. */
export function unscaleLatents(latents: Tensor, info: Scaling): Tensor {
  const { scalingFactor, shiftFactor } = info;
  const { meanAt, deviationAt } = createChannelLookup(latents, info);
  return mapTensor(latents, (value, i) => (value * deviationAt(i)) / scalingFactor + shiftFactor + meanAt(i));
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
