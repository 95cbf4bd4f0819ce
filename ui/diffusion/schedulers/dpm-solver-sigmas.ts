import { levelOfAlpha, logSnr } from './noise-level.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { SchedulerConfig, SchedulerOptions } from './scheduler.ts';
import { readBoolean, readChoice, readCount, readNumber, refuseValue, spacings } from './scheduler-config.ts';
import { readRespacing, readTrainSigmas, respaceSigmas, sigmaAt, timestepOf } from './sigmas.ts';
import { linspace, requireSteps, roundHalfEven, spaceMultistep } from './timestep-spacing.ts';

const float = Math.fround;

/** Timesteps as the model is told them, and the sigma at each with a last one after them. */
export type MultistepSigmas = { readonly timesteps: readonly number[]; readonly sigmas: readonly number[] };

/** The schedule of diffusers' DPMSolverMultistepScheduler. */
export function spaceDpmSolver(
  config: SchedulerConfig,
  schedule: NoiseSchedule,
  steps: number,
  options: SchedulerOptions,
): MultistepSigmas {
  const trainSigmas = readTrainSigmas(schedule);
  const { timesteps, sigmas } = spaceSigmas(config, schedule, trainSigmas, steps, options);
  const last = readChoice(config, 'final_sigmas_type', ['zero', 'sigma_min'], 'zero');
  return {
    // diffusers keeps whole timesteps and cuts off what is behind the point.
    timesteps: timesteps.map(Math.trunc),
    sigmas: [...sigmas, last === 'zero' ? 0 : trainSigmas[0]!].map(float),
  };
}

function spaceSigmas(
  config: SchedulerConfig,
  schedule: NoiseSchedule,
  trainSigmas: Float32Array,
  steps: number,
  { mu }: SchedulerOptions,
): MultistepSigmas {
  const { trainTimesteps } = schedule;
  const ends = { max: trainSigmas[trainSigmas.length - 1]!, min: trainSigmas[0]! };
  const respacing = readRespacing(config);
  const usesLogSnr = readBoolean(config, 'use_lu_lambdas', false);
  requireSteps(steps, trainTimesteps);

  if (respacing === 'karras' || usesLogSnr) {
    const sigmas =
      respacing === 'karras'
        ? respaceSigmas(config, 'karras', ends, steps)
        : // Lu et al. (2022), "DPM-Solver++": evenly in log sigma, whatever the config says of its ends. Rounding
          // their logarithms to 32 bits, as numpy does, decides which timestep the largest one belongs to.
          linspace(float(Math.log(ends.max)), float(Math.log(ends.min)), steps).map(Math.exp);
    const timesteps = sigmas.map((sigma) => timestepOf(trainSigmas, sigma));
    const isCosine = config.beta_schedule === 'squaredcos_cap_v2';
    return { sigmas, timesteps: isCosine ? timesteps : timesteps.map(roundHalfEven) };
  }
  if (respacing !== null) {
    const sigmas = respaceSigmas(config, respacing, ends, steps);
    return { sigmas, timesteps: sigmas.map((sigma) => timestepOf(trainSigmas, sigma)) };
  }
  if (readBoolean(config, 'use_flow_sigmas', false)) {
    const isDynamic = mu !== undefined && readBoolean(config, 'use_dynamic_shifting', false);
    // The one way that this class knows.
    if (isDynamic) readChoice(config, 'time_shift_type', ['exponential'], 'exponential');
    const shift = isDynamic ? Math.exp(mu) : readNumber(config, 'flow_shift', 1);
    const sigmas = linspace(1, 1 / trainTimesteps, steps + 1)
      .map((signal) => 1 - signal)
      .map((sigma) => (shift * sigma) / (1 + (shift - 1) * sigma))
      .reverse()
      .slice(0, steps);
    return { sigmas, timesteps: sigmas.map((sigma) => sigma * trainTimesteps) };
  }
  const timesteps = spaceMultistep({
    spacing: readChoice(config, 'timestep_spacing', spacings, 'linspace'),
    steps,
    trainTimesteps,
    usedTimesteps: trainTimesteps - countClipped(config, schedule),
    stepsOffset: readCount(config, 'steps_offset', 0, 0),
  });
  return { timesteps, sigmas: timesteps.map((timestep) => sigmaAt(trainSigmas, timestep)) };
}

/** The noisiest timesteps that `lambda_min_clipped` cuts off, for cosine schedules; none by default. */
function countClipped(config: SchedulerConfig, { alphasCumprod, isZeroSnr }: NoiseSchedule): number {
  const least = config.lambda_min_clipped ?? Number.NEGATIVE_INFINITY;
  if (typeof least !== 'number' || Number.isNaN(least)) throw refuseValue(config, 'lambda_min_clipped');
  const alphas = Float32Array.from(alphasCumprod);
  if (isZeroSnr) alphas[alphas.length - 1] = 2 ** -24;
  return alphas.filter((alpha) => logSnr(levelOfAlpha(alpha)) < least).length;
}
