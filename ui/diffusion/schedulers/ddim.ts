import { add, just, scale } from './blend.ts';
import { readLimit } from './limit.ts';
import { levelOfAlpha, noiseOf, originalOf } from './noise-level.ts';
import { alphaAt, createNoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerConfig, SchedulerOptions, StepPlan } from './scheduler.ts';
import { readBoolean, readChoice, readCount, readPrediction, spacings } from './scheduler-config.ts';
import { roundHalfEven, spaceTimesteps } from './timestep-spacing.ts';

/**
 * Song et al. (2020), "Denoising diffusion implicit models", equation 12, with the conventions and defaults of
 * diffusers' DDIMScheduler. With `eta` 0 it is deterministic; above, every step draws noise, and 1 is DDPM.
 */
export function createDdim(
  config: SchedulerConfig,
  steps: number,
  { eta = 0 }: SchedulerOptions = {},
): Scheduler {
  const schedule = createNoiseSchedule(config);
  const { alphasCumprod, trainTimesteps } = schedule;
  const prediction = readPrediction(config);
  const limit = readLimit(config, true);
  const finalAlpha = readBoolean(config, 'set_alpha_to_one', true) ? 1 : alphasCumprod[0]!;
  const timesteps = spaceTimesteps({
    spacing: readChoice(config, 'timestep_spacing', spacings, 'leading'),
    steps,
    trainTimesteps,
    stepsOffset: readCount(config, 'steps_offset', 0, 0),
  }).map(roundHalfEven);
  const stride = Math.floor(trainTimesteps / steps);
  const levels = timesteps.map((timestep) => levelOfAlpha(alphaAt(schedule, timestep)));

  function planStep(stepIndex: number): StepPlan {
    const alpha = alphaAt(schedule, timesteps[stepIndex]!);
    const previous = timesteps[stepIndex]! - stride;
    const alphaPrevious = previous >= 0 ? alphaAt(schedule, previous) : finalAlpha;
    const variance = ((1 - alphaPrevious) / (1 - alpha)) * (1 - alpha / alphaPrevious);
    const fresh = eta * Math.sqrt(variance);
    const direction = Math.sqrt(Math.max(0, 1 - alphaPrevious - fresh ** 2));
    return {
      original: originalOf(prediction, levels[stepIndex]!),
      limit,
      // The noise in the sample is taken from the model's answer as it is, also where the original is clipped.
      next: add(
        scale(levelOfAlpha(alphaPrevious).signal, just('original')),
        scale(direction, noiseOf(prediction, levels[stepIndex]!)),
        scale(fresh, just('noise')),
      ),
      memory: [],
      drawsNoise: eta > 0,
    };
  }

  const inputScales = timesteps.map(() => 1);
  return { timesteps, sigmas: null, initNoiseSigma: 1, inputScales, levels, planStep };
}
