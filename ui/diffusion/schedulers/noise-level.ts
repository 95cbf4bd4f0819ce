import type { Blend } from './blend.ts';
import type { PredictionType } from './scheduler-config.ts';

const float = Math.fround;

/** A noised sample is signal * original + noise * (unit normal noise). */
export type NoiseLevel = { readonly signal: number; readonly noise: number };

/** The level of a variance-preserving schedule at alpha-bar, rounded as torch rounds it in 32 bits. */
export function levelOfAlpha(alphaCumprod: number): NoiseLevel {
  return { signal: float(Math.sqrt(alphaCumprod)), noise: float(Math.sqrt(float(1 - alphaCumprod))) };
}

/** The same level by sigma, noise over signal, in 32 bits (diffusers: _sigma_to_alpha_sigma_t). */
export function levelOfSigma(sigma: number): NoiseLevel {
  const signal = float(1 / float(Math.sqrt(float(float(sigma * sigma) + 1))));
  return { signal, noise: float(sigma * signal) };
}

/** The level of a flow at sigma: a straight line from picture to noise. */
export function levelOfFlow(sigma: number): NoiseLevel {
  return { signal: float(1 - sigma), noise: sigma };
}

/** Half the logarithm of the signal-to-noise ratio; infinite without noise. */
export function logSnr({ signal, noise }: NoiseLevel): number {
  return Math.log(signal) - Math.log(noise);
}

/**
 * The clean latents behind sample and output. The level need not preserve variance: v is defined on the sample of unit
 * variance (Salimans and Ho 2022, "Progressive distillation", appendix D), and a flow's output is noise minus picture.
 */
export function originalOf(prediction: PredictionType, { signal, noise }: NoiseLevel): Blend {
  const norm = Math.hypot(signal, noise);
  switch (prediction) {
    case 'sample':
      return [['output', 1]];
    case 'epsilon': {
      // Without any signal the original is endless, and stays a number for a limit to bound.
      const least = Math.max(signal, 1e-40);
      return weigh(1 / least, -noise / least);
    }
    case 'v_prediction':
      return weigh(signal / norm ** 2, -noise / norm);
    case 'flow_prediction':
      return weigh(1, -noise);
  }
}

/** The unit noise in the sample, from sample and output. */
export function noiseOf(prediction: PredictionType, { signal, noise }: NoiseLevel): Blend {
  const norm = Math.hypot(signal, noise);
  switch (prediction) {
    case 'sample':
      return weigh(1 / noise, -signal / noise);
    case 'epsilon':
      return [['output', 1]];
    case 'v_prediction':
      return weigh(noise / norm ** 2, signal / norm);
    case 'flow_prediction':
      return weigh(1, 1 - noise);
  }
}

function weigh(sample: number, output: number): Blend {
  return [
    ['sample', sample],
    ['output', output],
  ];
}
