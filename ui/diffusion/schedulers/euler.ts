import { mapTensor, type Tensor } from '../tensor.ts';
import { createNoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerConfig, StepResult } from './scheduler.ts';
import {
  predictionTypes,
  readBoolean,
  readChoice,
  readNumber,
  refuseWhereSet,
  spacings,
} from './scheduler-config.ts';
import { karrasSigmas, readTrainSigmas, sigmaAt, timestepOf } from './sigmas.ts';
import { spaceTimesteps } from './timestep-spacing.ts';

/** One first-order schedule in sigmas, with the noise level of every step and a final one. */
export type EulerScheduler = Scheduler & { readonly sigmas: readonly number[] };

/**
 * Karras et al. (2022), "Elucidating the design space of diffusion-based generative models", algorithm 2 without churn,
 * with the conventions and defaults of diffusers' EulerDiscreteScheduler. Deterministic: draws no noise.
 */
export function createEuler(config: SchedulerConfig, steps: number): EulerScheduler {
  refuseWhereSet(config, 'use_exponential_sigmas', 'use_beta_sigmas');
  readChoice(config, 'interpolation_type', ['linear'], 'linear');
  readChoice(config, 'timestep_type', ['discrete'], 'discrete');
  const prediction = readChoice(config, 'prediction_type', predictionTypes, 'epsilon');
  const spacing = readChoice(config, 'timestep_spacing', spacings, 'linspace');
  const finalSigma = readChoice(config, 'final_sigmas_type', ['zero', 'sigma_min'], 'zero');

  const schedule = createNoiseSchedule(config);
  const trainSigmas = readTrainSigmas(schedule);
  const offset = readNumber(config, 'steps_offset', 0);
  let timesteps = spaceTimesteps(spacing, steps, schedule.trainTimesteps, offset);
  let spaced = timesteps.map((timestep) => sigmaAt(trainSigmas, timestep));
  if (readBoolean(config, 'use_karras_sigmas', false)) {
    spaced = karrasSigmas(spaced[spaced.length - 1]!, spaced[0]!, steps);
    timesteps = spaced.map((sigma) => timestepOf(trainSigmas, sigma));
  }
  const sigmas = [...spaced, finalSigma === 'zero' ? 0 : trainSigmas[0]!].map(Math.fround);
  const sigmaMax = Math.max(...sigmas);
  const initNoiseSigma = spacing === 'leading' ? Math.sqrt(sigmaMax ** 2 + 1) : sigmaMax;

  function scaleModelInput(sample: Tensor, stepIndex: number): Tensor {
    const factor = 1 / Math.sqrt(sigmas[stepIndex]! ** 2 + 1);
    return mapTensor(sample, (value) => value * factor);
  }

  function step(output: Tensor, stepIndex: number, sample: Tensor): StepResult {
    const sigma = sigmas[stepIndex]!;
    const next = sigmas[stepIndex + 1]!;
    const variance = sigma ** 2 + 1;
    const original = mapTensor(sample, (x, i) => {
      const m = output.data[i]!;
      if (prediction === 'sample') return m;
      return prediction === 'epsilon' ? x - sigma * m : m * (-sigma / Math.sqrt(variance)) + x / variance;
    });
    const moved = mapTensor(sample, (x, i) => x + ((x - original.data[i]!) / sigma) * (next - sigma));
    return { sample: moved, original };
  }

  function addNoise(original: Tensor, noise: Tensor, stepIndex: number): Tensor {
    return mapTensor(original, (value, i) => value + sigmas[stepIndex]! * noise.data[i]!);
  }

  return { timesteps, sigmas, initNoiseSigma, scaleModelInput, step, addNoise };
}
