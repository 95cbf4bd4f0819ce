import { add, just, scale } from './blend.ts';
import { chooseTimesteps } from './few-step-timesteps.ts';
import { readLimit } from './limit.ts';
import { levelOfAlpha, originalOf } from './noise-level.ts';
import { alphaAt, type BetaDefaults, createNoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerConfig, SchedulerOptions, StepPlan } from './scheduler.ts';
import { readNumber, readPrediction } from './scheduler-config.ts';

/** What the consistency schedulers assume, where all others assume a linear schedule. */
export const stableDiffusionBetas: BetaDefaults = { start: 0.00085, end: 0.012, schedule: 'scaled_linear' };

/** Deviation of clean latents that the boundary condition of consistency models is built on. */
const dataDeviation = 0.5;

/**
 * Luo et al. (2023), "Latent consistency models", with the conventions and defaults of diffusers' LCMScheduler. Every
 * step but the schedule's last draws noise.
 */
export function createLcm(
  config: SchedulerConfig,
  steps: number,
  { strength = 1 }: SchedulerOptions = {},
): Scheduler {
  const schedule = createNoiseSchedule(config, { defaults: stableDiffusionBetas });
  const prediction = readPrediction(config);
  const limit = readLimit(config, false);
  const scaling = readNumber(config, 'timestep_scaling', 10);
  const timesteps = chooseTimesteps(config, schedule.trainTimesteps, steps, strength);
  const levels = timesteps.map((timestep) => levelOfAlpha(alphaAt(schedule, timestep)));

  function planStep(stepIndex: number): StepPlan {
    const scaled = timesteps[stepIndex]! * scaling;
    const spread = scaled ** 2 + dataDeviation ** 2;
    const denoised = add(
      scale(scaled / Math.sqrt(spread), just('original')),
      scale(dataDeviation ** 2 / spread, just('sample')),
    );
    const next = levels[stepIndex + 1];
    const common = { original: originalOf(prediction, levels[stepIndex]!), limit, memory: [] };
    if (next === undefined) return { ...common, next: denoised, drawsNoise: false };
    const noised = add(scale(next.signal, denoised), scale(next.noise, just('noise')));
    return { ...common, next: noised, drawsNoise: true };
  }

  const inputScales = timesteps.map(() => 1);
  return { timesteps, sigmas: null, initNoiseSigma: 1, inputScales, levels, planStep };
}
