import { add, type Blend, just, scale } from './blend.ts';
import { levelOfAlpha, noiseOf, originalOf } from './noise-level.ts';
import { alphaAt, createNoiseSchedule } from './noise-schedule.ts';
import { spacePndm } from './pndm-timesteps.ts';
import type { Scheduler, SchedulerConfig, StepPlan } from './scheduler.ts';
import { readBoolean, readPrediction, refuseScheduler } from './scheduler-config.ts';

// Memory: the sample that a Runge-Kutta round or the first pair of steps began with, the sum of that round's answers
// so far, and the answers that the linear multistep reads, newest first.
const began = just(0);
const summed = just(1);
const answerBefore = (age: number) => just(1 + age);

/** Weights of this answer and up to three before it (Adams-Bashforth), by how many there are. */
const multistepWeights = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

/** Shares of the four answers of a Runge-Kutta round. */
const roundShares = [1 / 6, 1 / 3, 1 / 3, 1 / 6];

/**
 * Liu et al. (2022), "Pseudo numerical methods for diffusion models on manifolds", with the conventions and defaults of
 * diffusers' PNDMScheduler: it counts the steps that it has done, so that a loop that starts in the middle does its
 * first transition twice and leaves one out. Deterministic: draws no noise, and does not know zero SNR.
 */
export function createPndm(config: SchedulerConfig, steps: number): Scheduler {
  const schedule = createNoiseSchedule(config, { ignoresZeroSnr: true });
  const prediction = readPrediction(config);
  if (prediction === 'sample') throw refuseScheduler('PNDM cannot use a model that predicts the sample.');
  const finalAlpha = readBoolean(config, 'set_alpha_to_one', false) ? 1 : schedule.alphasCumprod[0]!;
  const { timesteps, roundTimesteps } = spacePndm(config, schedule.trainTimesteps, steps);
  const stride = Math.floor(schedule.trainTimesteps / steps);
  const levels = timesteps.map((timestep) => levelOfAlpha(alphaAt(schedule, timestep)));

  function planStep(stepIndex: number, stepsDone: number): StepPlan {
    const original = originalOf(prediction, levels[stepIndex]!);
    const plan = stepsDone < roundTimesteps.length ? planRound : planMultistep;
    return { original, limit: null, drawsNoise: false, ...plan(timesteps[stepIndex]!, stepsDone) };
  }

  function planRound(timestep: number, stepsDone: number) {
    const phase = stepsDone % 4;
    const to = timestep - (phase % 2 === 1 ? 0 : Math.floor(stride / 2));
    const from = roundTimesteps[stepsDone - phase]!;
    const start = phase === 0 ? just('sample') : began;
    const share = scale(roundShares[phase]!, just('output'));
    const sum = phase === 0 ? share : add(summed, share);
    const known = Math.min(Math.ceil(stepsDone / 4), 3);
    const earlier = Array.from({ length: known }, (_, i) => answerBefore(i + 1));
    return {
      next: transfer(start, phase === 3 ? sum : just('output'), from, to),
      memory: [start, sum, ...(phase === 0 ? [just('output'), ...earlier].slice(0, 3) : earlier)],
    };
  }

  function planMultistep(timestep: number, stepsDone: number) {
    const known = roundTimesteps.length > 0 ? 3 : Math.min(Math.max(stepsDone - 1, 0), 3);
    // The second step does the first one's way again, now with both answers.
    const isRepeat = stepsDone === 1;
    const answers = isRepeat
      ? [just('output'), answerBefore(1)]
      : [just('output'), ...Array.from({ length: known }, (_, i) => answerBefore(i + 1))];
    const weights = isRepeat ? [1 / 2, 1 / 2] : multistepWeights[known]!;
    const mean = add(...answers.map((answer, i) => scale(weights[i]!, answer)));
    const from = isRepeat ? timestep + stride : timestep;
    const start = isRepeat ? began : just('sample');
    const kept = isRepeat ? [answerBefore(1)] : answers.slice(0, 3);
    return {
      next: transfer(start, mean, from, from - stride),
      memory: [just('sample'), just('sample'), ...kept],
    };
  }

  /** Equation 9 of the paper (11 in the appendix): from one timestep to another along a noise. */
  function transfer(start: Blend, answer: Blend, from: number, to: number): Blend {
    const alpha = alphaAt(schedule, from);
    const alphaTo = to >= 0 ? alphaAt(schedule, to) : finalAlpha;
    const divisor = alpha * Math.sqrt(1 - alphaTo) + Math.sqrt(alpha * (1 - alpha) * alphaTo);
    const noise = noiseOf(prediction, levelOfAlpha(alpha)).flatMap(([register, weight]) =>
      scale(weight, register === 'sample' ? start : answer),
    );
    return add(scale(Math.sqrt(alphaTo / alpha), start), scale(-(alphaTo - alpha) / divisor, noise));
  }

  const inputScales = timesteps.map(() => 1);
  return { timesteps, sigmas: null, initNoiseSigma: 1, inputScales, levels, planStep };
}
