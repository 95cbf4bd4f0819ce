import { add, just, scale } from './blend.ts';
import { originalOf } from './noise-level.ts';
import { linspaceFloat } from './noise-schedule.ts';
import type { Scheduler, SchedulerConfig, StepPlan } from './scheduler.ts';
import { readChoice, readPrediction, refuseScheduler } from './scheduler-config.ts';
import { readSigmaSchedule, sigmaScheduler } from './sigma-schedule.ts';
import { readRespacing, respaceSigmas, timestepOf } from './sigmas.ts';

const float = Math.fround;

/**
 * Karras et al. (2022), "Elucidating the design space of diffusion-based generative models", algorithm 2 without churn,
 * with the conventions and defaults of diffusers' EulerDiscreteScheduler. Deterministic: draws no noise.
 */
export function createEuler(config: SchedulerConfig, steps: number): Scheduler {
  const schedule = readSigmaSchedule(config, steps);
  const { trainSigmas } = schedule;
  let { timesteps, sigmas } = schedule;
  // The name that the first networks of this kind had, which diffusers keeps for this class.
  const isOldName = config.prediction_type === 'original_sample';
  const prediction = isOldName ? 'sample' : readPrediction(config);
  if (readChoice(config, 'interpolation_type', ['linear', 'log_linear'], 'linear') === 'log_linear') {
    // diffusers makes one level more than steps here; what follows keeps to that.
    sigmas = spaceLogLinear(trainSigmas, steps);
  }
  const respacing = readRespacing(config);
  if (respacing !== null) {
    sigmas = respaceSigmas(config, respacing, { max: sigmas[0]!, min: sigmas[sigmas.length - 1]! }, steps);
    timesteps = sigmas.map((sigma) => timestepOf(trainSigmas, sigma));
  }
  const finalSigma = readChoice(config, 'final_sigmas_type', ['zero', 'sigma_min'], 'zero');
  sigmas = [...sigmas, finalSigma === 'zero' ? 0 : trainSigmas[0]!].map(float);
  const type = readChoice(config, 'timestep_type', ['discrete', 'continuous'], 'discrete');
  if (type === 'continuous' && prediction === 'v_prediction') {
    timesteps = sigmas.slice(0, -1).map((sigma) => 0.25 * Math.log(sigma));
  }
  return sigmaScheduler({ ...schedule, timesteps, sigmas, planStep });

  function planStep(stepIndex: number): StepPlan {
    const sigma = sigmas[stepIndex]!;
    // The straight line from the sample to the original, walked from this level to the next.
    const rest = sigmas[stepIndex + 1]! / sigma;
    return {
      original: originalOf(prediction, { signal: 1, noise: sigma }),
      limit: null,
      next: add(scale(rest, just('sample')), scale(1 - rest, just('original'))),
      memory: [],
      drawsNoise: false,
    };
  }
}

function spaceLogLinear(trainSigmas: Float32Array, steps: number): number[] {
  const first = trainSigmas[0]!;
  const last = trainSigmas[trainSigmas.length - 1]!;
  if (!(first > 0)) throw refuseScheduler('The schedule begins without noise, which has no logarithm.');
  return Array.from(linspaceFloat(Math.log(last), Math.log(first), steps + 1), Math.exp);
}
