import { add, just, scale } from './blend.ts';
import { chooseTimesteps } from './few-step-timesteps.ts';
import { stableDiffusionBetas } from './lcm.ts';
import { levelOfAlpha, noiseOf, originalOf } from './noise-level.ts';
import { alphaAt, createNoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerConfig, SchedulerOptions, StepPlan } from './scheduler.ts';
import { readPrediction } from './scheduler-config.ts';

const float = Math.fround;

/**
 * Zheng et al. (2024), "Trajectory consistency distillation", algorithm 4, with the conventions and defaults of
 * diffusers' TCDScheduler, which never clips. `eta` is the paper's gamma; above 0 every step but the schedule's last
 * draws noise.
 */
export function createTcd(
  config: SchedulerConfig,
  steps: number,
  { eta = 0.3, strength = 1 }: SchedulerOptions = {},
): Scheduler {
  const schedule = createNoiseSchedule(config, { defaults: stableDiffusionBetas });
  const prediction = readPrediction(config);
  const timesteps = chooseTimesteps(config, schedule.trainTimesteps, steps, strength);
  const levels = timesteps.map((timestep) => levelOfAlpha(alphaAt(schedule, timestep)));

  function planStep(stepIndex: number): StepPlan {
    const previous = timesteps[stepIndex + 1];
    // Denoised further than the next timestep, to where fresh noise leads back to it.
    const target = Math.floor(float(float(1 - eta) * (previous ?? 0)));
    const alphaTarget = alphaAt(schedule, target);
    const level = levels[stepIndex]!;
    const { signal, noise } = levelOfAlpha(alphaTarget);
    const denoised = add(scale(signal, just('original')), scale(noise, noiseOf(prediction, level)));
    const common = { original: originalOf(prediction, level), limit: null, memory: [] };
    if (previous === undefined || eta === 0) return { ...common, next: denoised, drawsNoise: false };
    const share = float(alphaAt(schedule, previous) / alphaTarget);
    const noised = add(scale(Math.sqrt(share), denoised), scale(Math.sqrt(float(1 - share)), just('noise')));
    return { ...common, next: noised, drawsNoise: true };
  }

  const inputScales = timesteps.map(() => 1);
  return { timesteps, sigmas: null, initNoiseSigma: 1, inputScales, levels, planStep };
}
