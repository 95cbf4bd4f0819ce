import { mapTensor, type Tensor } from '../tensor.ts';
import { createNoiseSchedule } from './noise-schedule.ts';
import type { DrawNoise, Scheduler, SchedulerConfig, StepResult } from './scheduler.ts';
import {
  predictionTypes,
  readBoolean,
  readChoice,
  readNumber,
  refuseWhereSet,
  spacings,
} from './scheduler-config.ts';
import { roundHalfEven, spaceTimesteps } from './timestep-spacing.ts';

/**
 * Song et al. (2020), "Denoising diffusion implicit models", equation 12, with the conventions and defaults of
 * diffusers' DDIMScheduler. With `eta` 0 it is deterministic and draws no noise; 1 is DDPM.
 */
export function createDdim(config: SchedulerConfig, steps: number, eta = 0): Scheduler {
  refuseWhereSet(config, 'thresholding');
  const { alphasCumprod, trainTimesteps } = createNoiseSchedule(config);
  const prediction = readChoice(config, 'prediction_type', predictionTypes, 'epsilon');
  const spacing = readChoice(config, 'timestep_spacing', spacings, 'leading');
  const clipRange = readBoolean(config, 'clip_sample', true)
    ? readNumber(config, 'clip_sample_range', 1)
    : Number.POSITIVE_INFINITY;
  const finalAlpha = readBoolean(config, 'set_alpha_to_one', true) ? 1 : alphasCumprod[0]!;
  const offset = readNumber(config, 'steps_offset', 0);
  const timesteps = spaceTimesteps(spacing, steps, trainTimesteps, offset).map(roundHalfEven);
  const stride = Math.floor(trainTimesteps / steps);

  const alphaAt = (stepIndex: number) => alphasCumprod[timesteps[stepIndex]!]!;

  function step(output: Tensor, stepIndex: number, sample: Tensor, drawNoise: DrawNoise): StepResult {
    const alpha = alphaAt(stepIndex);
    const previous = timesteps[stepIndex]! - stride;
    const alphaPrevious = previous >= 0 ? alphasCumprod[previous]! : finalAlpha;
    const signal = Math.sqrt(alpha);
    const noise = Math.sqrt(1 - alpha);

    const originalOf = (x: number, m: number) => {
      if (prediction === 'sample') return m;
      return prediction === 'epsilon' ? (x - noise * m) / signal : signal * x - noise * m;
    };
    const noiseOf = (x: number, m: number, unclipped: number) => {
      if (prediction === 'epsilon') return m;
      return prediction === 'sample' ? (x - signal * unclipped) / noise : signal * m + noise * x;
    };

    const unclipped = mapTensor(sample, (x, i) => originalOf(x, output.data[i]!));
    const original = mapTensor(unclipped, (value) => Math.min(clipRange, Math.max(-clipRange, value)));
    const signalPrevious = Math.sqrt(alphaPrevious);
    const variance = ((1 - alphaPrevious) / (1 - alpha)) * (1 - alpha / alphaPrevious);
    const spread = eta * Math.sqrt(variance);
    const noisePrevious = Math.sqrt(Math.max(0, 1 - alphaPrevious - spread ** 2));
    const next = mapTensor(
      sample,
      (x, i) =>
        signalPrevious * original.data[i]! + noisePrevious * noiseOf(x, output.data[i]!, unclipped.data[i]!),
    );
    if (spread === 0) return { sample: next, original };
    const fresh = drawNoise(sample.dims);
    return { sample: mapTensor(next, (value, i) => value + spread * fresh.data[i]!), original };
  }

  function addNoise(original: Tensor, noise: Tensor, stepIndex: number): Tensor {
    const signal = Math.sqrt(alphaAt(stepIndex));
    const deviation = Math.sqrt(1 - alphaAt(stepIndex));
    return mapTensor(original, (value, i) => signal * value + deviation * noise.data[i]!);
  }

  return { timesteps, initNoiseSigma: 1, scaleModelInput: (sample) => sample, step, addNoise };
}
