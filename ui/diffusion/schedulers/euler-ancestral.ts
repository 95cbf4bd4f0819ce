import { add, just, scale } from './blend.ts';
import { originalOf } from './noise-level.ts';
import type { Scheduler, SchedulerConfig, StepPlan } from './scheduler.ts';
import { readPrediction, refuseScheduler } from './scheduler-config.ts';
import { readSigmaSchedule, sigmaScheduler } from './sigma-schedule.ts';

/**
 * Euler steps below the next level, and fresh noise back up to it, with the conventions and defaults of diffusers'
 * EulerAncestralDiscreteScheduler, which knows no Karras sigmas. Every step draws noise, the last one in vain.
 */
export function createEulerAncestral(config: SchedulerConfig, steps: number): Scheduler {
  const schedule = readSigmaSchedule(config, steps);
  const prediction = readPrediction(config);
  if (prediction === 'sample')
    throw refuseScheduler('Euler ancestral cannot use a model that predicts the sample.');
  const sigmas = [...schedule.sigmas, 0].map(Math.fround);

  function planStep(stepIndex: number): StepPlan {
    const from = sigmas[stepIndex]!;
    const to = sigmas[stepIndex + 1]!;
    const up = Math.sqrt((to ** 2 * (from ** 2 - to ** 2)) / from ** 2);
    const down = Math.sqrt(to ** 2 - up ** 2);
    const rest = down / from;
    return {
      original: originalOf(prediction, { signal: 1, noise: from }),
      limit: null,
      next: add(scale(rest, just('sample')), scale(1 - rest, just('original')), scale(up, just('noise'))),
      memory: [],
      drawsNoise: true,
    };
  }

  return sigmaScheduler({ ...schedule, sigmas, planStep });
}
