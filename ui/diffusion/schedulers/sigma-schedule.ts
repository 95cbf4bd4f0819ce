import { createNoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerConfig, StepPlan } from './scheduler.ts';
import { readChoice, readCount, type Spacing, spacings } from './scheduler-config.ts';
import { readTrainSigmas, sigmaAt } from './sigmas.ts';
import { spaceTimesteps } from './timestep-spacing.ts';

/** What Euler and Euler ancestral start from: timesteps of the config's spacing and the sigma at each, without a last. */
export type SigmaSchedule = {
  readonly spacing: Spacing;
  readonly trainSigmas: Float32Array;
  readonly timesteps: readonly number[];
  readonly sigmas: readonly number[];
};

/** The timesteps of a config's own spacing, `linspace` where it names none, in 32 bits. Throws as createScheduler does. */
export function readSigmaSchedule(config: SchedulerConfig, steps: number): SigmaSchedule {
  const schedule = createNoiseSchedule(config);
  const spacing = readChoice(config, 'timestep_spacing', spacings, 'linspace');
  const { trainTimesteps } = schedule;
  const stepsOffset = readCount(config, 'steps_offset', 0, 0);
  const timesteps = spaceTimesteps({ spacing, steps, trainTimesteps, stepsOffset }).map(Math.fround);
  const trainSigmas = readTrainSigmas(schedule);
  return {
    spacing,
    trainSigmas,
    timesteps,
    sigmas: timesteps.map((timestep) => sigmaAt(trainSigmas, timestep)),
  };
}

/**
 * The scheduler around the steps of one that leaves the picture at full strength and adds noise to it, so that the
 * model's input has to be scaled to unit variance (diffusers: EulerDiscreteScheduler and its ancestral sibling).
 */
export function sigmaScheduler(parts: {
  readonly spacing: Spacing;
  readonly timesteps: readonly number[];
  /** With the last one. */
  readonly sigmas: readonly number[];
  planStep(stepIndex: number): StepPlan;
}): Scheduler {
  const { spacing, sigmas, planStep } = parts;
  const timesteps = parts.timesteps.map(Math.fround);
  const sigmaMax = Math.max(...sigmas);
  const starts = sigmas.slice(0, timesteps.length);
  return {
    timesteps,
    sigmas,
    initNoiseSigma: spacing === 'leading' ? Math.hypot(sigmaMax, 1) : sigmaMax,
    inputScales: starts.map((sigma) => 1 / Math.hypot(sigma, 1)),
    levels: starts.map((sigma) => ({ signal: 1, noise: sigma })),
    planStep,
  };
}
