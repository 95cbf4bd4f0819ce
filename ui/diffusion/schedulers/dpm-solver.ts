import { add, type Blend, just, scale } from './blend.ts';
import { spaceDpmSolver } from './dpm-solver-sigmas.ts';
import { weighUpdate } from './dpm-solver-weights.ts';
import { type Limit, readThreshold } from './limit.ts';
import { levelOfFlow, levelOfSigma, logSnr, type NoiseLevel, noiseOf, originalOf } from './noise-level.ts';
import { createNoiseSchedule } from './noise-schedule.ts';
import type { Scheduler, SchedulerConfig, SchedulerOptions, StepPlan } from './scheduler.ts';
import { readBoolean, readChoice, readCount, readPrediction, refuseValue } from './scheduler-config.ts';

const algorithms = ['dpmsolver++', 'sde-dpmsolver++', 'dpmsolver', 'sde-dpmsolver', 'deis'] as const;
const solvers = ['midpoint', 'heun', 'logrho', 'bh1', 'bh2'] as const;

/**
 * Lu et al. (2022), "DPM-Solver++", multistep, orders 1 to 3, with the conventions and defaults of diffusers'
 * DPMSolverMultistepScheduler; it also takes the words of its siblings for its own defaults, as diffusers does. The
 * `sde-` algorithms draw noise in every step, the last one in vain.
 */
export function createDpmSolver(
  config: SchedulerConfig,
  steps: number,
  options: SchedulerOptions = {},
): Scheduler {
  const { timesteps, sigmas } = spaceDpmSolver(config, createNoiseSchedule(config), steps, options);
  const isFlow = readBoolean(config, 'use_flow_sigmas', false);
  const levels = sigmas.map(isFlow ? levelOfFlow : levelOfSigma);
  const prediction = readPrediction(config, isFlow);
  const solver = readSolver(config);
  const { algorithm, order, lowersOrderAtEnd } = solver;
  const isStochastic = algorithm.startsWith('sde');
  const limit = readThreshold(config);

  function chooseOrder(stepIndex: number, stepsDone: number): number {
    const left = timesteps.length - stepIndex;
    const isShort = lowersOrderAtEnd && timesteps.length < 15;
    if (stepsDone === 0 || (left === 1 && (solver.isEulerAtEnd || isShort))) return 1;
    return Math.min(order, stepsDone + 1, left === 2 && isShort ? 2 : order);
  }

  // The literature has no third order for it, and neither has diffusers.
  if (algorithm === 'sde-dpmsolver' && timesteps.some((_, i) => chooseOrder(i, i) === 3)) {
    throw refuseValue(config, 'solver_order');
  }

  function planStep(stepIndex: number, stepsDone: number): StepPlan {
    const level = levels[stepIndex]!;
    const answer = algorithm.endsWith('++')
      ? just('original')
      : readNoise(level, noiseOf(prediction, level), limit);
    const stepOrder = chooseOrder(stepIndex, stepsDone);
    const weights = weighUpdate(algorithm, levels[stepIndex + 1]!, level);
    const slopes = estimateSlopes(answer, levels, stepIndex, stepOrder);
    const first = stepOrder === 2 && !solver.isHeun ? weights.midpoint : weights.slope;
    return {
      original: originalOf(prediction, level),
      limit,
      next: add(
        scale(weights.sample, just('sample')),
        scale(weights.answer, answer),
        ...(slopes.length > 0 ? [scale(first, slopes[0]!)] : []),
        ...(slopes.length > 1 ? [scale(weights.curve, slopes[1]!)] : []),
        ...(isStochastic ? [scale(weights.noise, just('noise'))] : []),
      ),
      memory: rememberAnswers(answer, order - 1, stepsDone),
      drawsNoise: isStochastic,
    };
  }

  const known = levels.slice(0, timesteps.length);
  const inputScales = timesteps.map(() => 1);
  return { timesteps, sigmas, initNoiseSigma: 1, inputScales, levels: known, planStep };
}

function readSolver(config: SchedulerConfig) {
  const algorithm = readChoice(config, 'algorithm_type', algorithms, 'dpmsolver++');
  const order = readCount(config, 'solver_order', 2);
  const endsWithoutNoise = readChoice(config, 'final_sigmas_type', ['zero', 'sigma_min'], 'zero') === 'zero';
  // DEIS is spelled with ++ only after this has been asked.
  const isPlain = !algorithm.endsWith('++');
  if (isPlain && endsWithoutNoise)
    throw refuseValue({ ...config, final_sigmas_type: 'zero' }, 'final_sigmas_type');
  if (order > 3) throw refuseValue(config, 'solver_order');
  // A fixed variance belongs to DDPM's own steps; a learned one comes in channels that no latents have.
  if (String(config.variance_type).startsWith('learned')) throw refuseValue(config, 'variance_type');
  return {
    algorithm: algorithm === 'deis' ? 'dpmsolver++' : algorithm,
    order,
    isHeun: readChoice(config, 'solver_type', solvers, 'midpoint') === 'heun',
    lowersOrderAtEnd: readBoolean(config, 'lower_order_final', true),
    isEulerAtEnd: readBoolean(config, 'euler_at_final', false) || endsWithoutNoise,
  } as const;
}

/** The noise that the algorithms without ++ reckon with: the model's, or what a bounded original leaves of it. */
function readNoise(level: NoiseLevel, noise: Blend, limit: Limit | null): Blend {
  if (limit === null) return noise;
  return add(scale(1 / level.noise, just('sample')), scale(-level.signal / level.noise, just('original')));
}

/** First and second differences of the answers over half log-SNR, in the unit of this step's length. */
function estimateSlopes(
  answer: Blend,
  levels: readonly NoiseLevel[],
  stepIndex: number,
  order: number,
): Blend[] {
  if (order === 1) return [];
  const lambdaAt = (index: number) => logSnr(levels[index]!);
  const length = lambdaAt(stepIndex + 1) - lambdaAt(stepIndex);
  const r0 = (lambdaAt(stepIndex) - lambdaAt(stepIndex - 1)) / length;
  const near = scale(1 / r0, add(answer, scale(-1, just(0))));
  if (order === 2) return [near];
  const r1 = (lambdaAt(stepIndex - 1) - lambdaAt(stepIndex - 2)) / length;
  const far = scale(1 / r1, add(just(0), scale(-1, just(1))));
  const bend = add(near, scale(-1, far));
  return [add(near, scale(r0 / (r0 + r1), bend)), scale(1 / (r0 + r1), bend)];
}

/** This step's answer first, then as many earlier ones as there are, at most `count` together. */
function rememberAnswers(answer: Blend, count: number, stepsDone: number): Blend[] {
  const earlier = Array.from({ length: Math.min(count - 1, stepsDone) }, (_, i) => just(i));
  return count > 0 ? [answer, ...earlier] : [];
}
