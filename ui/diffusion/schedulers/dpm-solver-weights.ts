import { logSnr, type NoiseLevel } from './noise-level.ts';

export type DpmAlgorithm = 'dpmsolver++' | 'sde-dpmsolver++' | 'dpmsolver' | 'sde-dpmsolver';

/**
 * What one update consists of: the sample, the model's answer (the original for the ++ algorithms, the noise for the
 * others), its first difference by either rule, its second difference, and fresh noise.
 */
export type UpdateWeights = {
  readonly sample: number;
  readonly answer: number;
  readonly midpoint: number;
  readonly slope: number;
  readonly curve: number;
  readonly noise: number;
};

/**
 * The exponential integrators of Lu et al. (2022), "DPM-Solver" and "DPM-Solver++" (appendix B; stochastic ones:
 * section 4.3 there), from one level to a less noisy one.
 */
export function weighUpdate(algorithm: DpmAlgorithm, to: NoiseLevel, from: NoiseLevel): UpdateWeights {
  const h = logSnr(to) - logSnr(from);
  switch (algorithm) {
    case 'dpmsolver++': {
      const decay = Math.expm1(-h);
      return {
        sample: to.noise / from.noise,
        answer: -to.signal * decay,
        midpoint: -0.5 * to.signal * decay,
        slope: to.signal * (decay / h + 1),
        curve: -to.signal * ((decay + h) / h ** 2 - 0.5),
        noise: 0,
      };
    }
    case 'sde-dpmsolver++': {
      const decay = -Math.expm1(-2 * h);
      return {
        sample: (to.noise / from.noise) * Math.exp(-h),
        answer: to.signal * decay,
        midpoint: 0.5 * to.signal * decay,
        slope: to.signal * (decay / (-2 * h) + 1),
        curve: to.signal * ((decay - 2 * h) / (2 * h) ** 2 - 0.5),
        noise: to.noise * Math.sqrt(decay),
      };
    }
    case 'dpmsolver': {
      const growth = Math.expm1(h);
      return {
        sample: to.signal / from.signal,
        answer: -to.noise * growth,
        midpoint: -0.5 * to.noise * growth,
        slope: -to.noise * (growth / h - 1),
        curve: -to.noise * ((growth - h) / h ** 2 - 0.5),
        noise: 0,
      };
    }
    case 'sde-dpmsolver': {
      const growth = Math.expm1(h);
      return {
        sample: to.signal / from.signal,
        answer: -2 * to.noise * growth,
        midpoint: -to.noise * growth,
        slope: -2 * to.noise * (growth / h - 1),
        curve: 0,
        noise: to.noise * Math.sqrt(Math.expm1(2 * h)),
      };
    }
  }
}
