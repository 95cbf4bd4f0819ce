import { add, type Blend, just, scale } from './blend.ts';
import { readThreshold } from './limit.ts';
import { levelOfFlow, levelOfSigma, noiseOf, originalOf } from './noise-level.ts';
import { createNoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerConfig, SchedulerOptions, StepPlan } from './scheduler.ts';
import { readBoolean, readChoice, readCount, readPrediction, refuseValue } from './scheduler-config.ts';
import { spaceUniPc } from './uni-pc-sigmas.ts';
import { type UniPcRule, weighCorrection, weighPrediction } from './uni-pc-weights.ts';

/**
 * Zhao et al. (2023), "UniPC", with the conventions and defaults of diffusers' UniPCMultistepScheduler: each step first
 * corrects the sample that it is given by what the model says of it. Deterministic: draws no noise.
 */
export function createUniPc(
  config: SchedulerConfig,
  steps: number,
  options: SchedulerOptions = {},
): Scheduler {
  const { timesteps, sigmas } = spaceUniPc(config, createNoiseSchedule(config), steps, options);
  const isFlow = readBoolean(config, 'use_flow_sigmas', false);
  const levels = sigmas.map(isFlow ? levelOfFlow : levelOfSigma);
  const prediction = readPrediction(config, isFlow);
  const solver = readSolver(config, steps);
  const limit = readThreshold(config);

  function orderOf(stepIndex: number, stepsDone: number): number {
    const left = solver.lowersOrderAtEnd ? timesteps.length - stepIndex : solver.order;
    return Math.min(solver.order, left, stepsDone + 1);
  }

  // Memory: the corrected sample of the step before, then the answers, newest first.
  function planStep(stepIndex: number, stepsDone: number): StepPlan {
    const level = levels[stepIndex]!;
    const answer = solver.rule.predictsOriginal ? just('original') : noiseOf(prediction, level);
    const isCorrected = stepsDone > 0 && !solver.uncorrected.includes(stepIndex - 1);
    const corrected = isCorrected
      ? correct(answer, stepIndex, orderOf(stepIndex - 1, stepsDone - 1))
      : just('sample');
    const order = orderOf(stepIndex, stepsDone);
    const weights = weighPrediction(solver.rule, levels, stepIndex, order);
    const kept = Math.min(solver.order - 1, stepsDone);
    return {
      original: originalOf(prediction, level),
      limit,
      next: add(
        scale(weights.sample, corrected),
        scale(weights.answers[0]!, answer),
        ...weights.answers.slice(1).map((weight, i) => scale(weight, just(i + 1))),
      ),
      memory: [corrected, answer, ...Array.from({ length: kept }, (_, i) => just(i + 1))],
      drawsNoise: false,
    };
  }

  function correct(answer: Blend, stepIndex: number, order: number): Blend {
    const weights = weighCorrection(solver.rule, levels, stepIndex, order);
    return add(
      scale(weights.sample, just(0)),
      scale(weights.current, answer),
      ...weights.answers.map((weight, i) => scale(weight, just(i + 1))),
    );
  }

  const known = levels.slice(0, timesteps.length);
  const inputScales = timesteps.map(() => 1);
  return { timesteps, sigmas, initNoiseSigma: 1, inputScales, levels: known, planStep };
}

function readSolver(config: SchedulerConfig, steps: number) {
  const order = readCount(config, 'solver_order', 2);
  const type = readChoice(config, 'solver_type', ['bh2', 'bh1', 'midpoint', 'heun', 'logrho'], 'bh2');
  const lowersOrderAtEnd = readBoolean(config, 'lower_order_final', true);
  const endsWithoutNoise = readChoice(config, 'final_sigmas_type', ['zero', 'sigma_min'], 'zero') === 'zero';
  const uncorrected: unknown = config.disable_corrector ?? [];
  if ((config.solver_p ?? null) !== null) throw refuseValue(config, 'solver_p');
  if (!Array.isArray(uncorrected)) throw refuseValue(config, 'disable_corrector');
  // The last step is endless in log-SNR then, and only first order gets across.
  if (endsWithoutNoise && !lowersOrderAtEnd && order > 1 && steps > 1)
    throw refuseValue(config, 'lower_order_final');
  const rule: UniPcRule = {
    predictsOriginal: readBoolean(config, 'predict_x0', true),
    usesBh1: type === 'bh1',
  };
  return { order, rule, lowersOrderAtEnd, uncorrected };
}
