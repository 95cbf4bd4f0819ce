import { add, just, scale } from './blend.ts';
import { shiftSigma, shiftSigmas, stretchToTerminal } from './flow-shift.ts';
import { levelOfFlow, originalOf } from './noise-level.ts';
import type { Scheduler, SchedulerConfig, SchedulerOptions, StepPlan } from './scheduler.ts';
import { readBoolean, readCount, readNumber, refuseScheduler } from './scheduler-config.ts';
import { readRespacing, respaceSigmas } from './sigmas.ts';
import { linspace, requireSteps } from './timestep-spacing.ts';

const float = Math.fround;

/**
 * Euler's method along a rectified flow (Liu et al. 2022; Esser et al. 2024), with the conventions and defaults of
 * diffusers' FlowMatchEulerDiscreteScheduler. With `stochastic_sampling` every step draws noise, otherwise none does.
 */
export function createFlowMatchEuler(
  config: SchedulerConfig,
  steps: number,
  { mu, sigmas: given }: SchedulerOptions = {},
): Scheduler {
  const trainTimesteps = readCount(config, 'num_train_timesteps', 1000);
  const isInverted = readBoolean(config, 'invert_sigmas', false);
  const isStochastic = readBoolean(config, 'stochastic_sampling', false);
  requireSteps(steps, trainTimesteps);
  if (given !== undefined && given.length !== steps) {
    throw refuseScheduler(`${given.length} levels are given for ${steps} steps.`);
  }
  const even = given ?? spaceEvenly(config, trainTimesteps, steps);
  const shifted = stretchToTerminal(config, shiftSigmas(config, 'shift', even, mu));
  const respacing = readRespacing(config);
  const ends = { max: shifted[0]!, min: shifted[steps - 1]! };
  const spread = respacing === null ? shifted : respaceSigmas(config, respacing, ends, steps);
  const levelsDown = spread.map((sigma) => float(isInverted ? 1 - float(sigma) : sigma));
  const timesteps = levelsDown.map((sigma) => float(sigma * trainTimesteps));
  const sigmas = [...levelsDown, isInverted ? 1 : 0];

  function planStep(stepIndex: number): StepPlan {
    const sigma = sigmas[stepIndex]!;
    const next = sigmas[stepIndex + 1]!;
    const straight = add(just('sample'), scale(next - sigma, just('output')));
    const renewed = add(scale(1 - next, just('original')), scale(next, just('noise')));
    return {
      original: originalOf('flow_prediction', levelOfFlow(sigma)),
      limit: null,
      next: isStochastic ? renewed : straight,
      memory: [],
      drawsNoise: isStochastic,
    };
  }

  const inputScales = timesteps.map(() => 1);
  const levels = levelsDown.map(levelOfFlow);
  return { timesteps, sigmas, initNoiseSigma: 1, inputScales, levels, planStep };
}

/** From pure noise to the smallest level of the training, which diffusers has shifted once before it shifts them all. */
function spaceEvenly(config: SchedulerConfig, trainTimesteps: number, steps: number): number[] {
  const smallest = 1 / trainTimesteps;
  const isDynamic = readBoolean(config, 'use_dynamic_shifting', false);
  const min = isDynamic ? smallest : shiftSigma(readNumber(config, 'shift', 1), smallest);
  return linspace(trainTimesteps, float(min) * trainTimesteps, steps).map((t) => t / trainTimesteps);
}
