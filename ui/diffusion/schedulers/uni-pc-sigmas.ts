import type { MultistepSigmas } from './dpm-solver-sigmas.ts';
import { requireShift, shiftSigmas, stretchToTerminal } from './flow-shift.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { SchedulerConfig, SchedulerOptions } from './scheduler.ts';
import { readBoolean, readChoice, readCount, spacings } from './scheduler-config.ts';
import { readRespacing, readTrainSigmas, respaceSigmas, sigmaAt, timestepOf } from './sigmas.ts';
import { linspace, requireSteps, roundHalfEven, spaceMultistep } from './timestep-spacing.ts';

/** The schedule of diffusers' UniPCMultistepScheduler. */
export function spaceUniPc(
  config: SchedulerConfig,
  schedule: NoiseSchedule,
  steps: number,
  options: SchedulerOptions,
): MultistepSigmas {
  const trainSigmas = readTrainSigmas(schedule);
  const { trainTimesteps } = schedule;
  const isFlow = readBoolean(config, 'use_flow_sigmas', false);
  const respacing = readRespacing(config);
  requireSteps(steps, trainTimesteps);
  requireShift(config, options.mu);

  if (respacing !== null) {
    const ends = { max: trainSigmas[trainSigmas.length - 1]!, min: trainSigmas[0]! };
    const spread = respaceSigmas(config, respacing, ends, steps);
    if (respacing !== 'karras') {
      return finish(
        spread,
        spread.map((sigma) => timestepOf(trainSigmas, sigma)),
      );
    }
    if (!isFlow)
      return finish(
        spread,
        spread.map((sigma) => roundHalfEven(timestepOf(trainSigmas, sigma))),
      );
    const sigmas = spread.map((sigma) => sigma / (sigma + 1));
    return finish(
      sigmas,
      sigmas.map((sigma) => sigma * trainTimesteps),
    );
  }
  if (isFlow) {
    const even = options.sigmas ?? linspace(1, 1 / trainTimesteps, steps + 1).slice(0, steps);
    const sigmas = stretchToTerminal(config, shiftSigmas(config, 'flow_shift', even, options.mu));
    // At a level of pure noise nothing is left to divide by.
    if (Math.abs(sigmas[0]! - 1) < 1e-6) sigmas[0]! -= 1e-6;
    return finish(
      sigmas,
      sigmas.map((sigma) => sigma * trainTimesteps),
    );
  }
  const timesteps = spaceMultistep({
    spacing: readChoice(config, 'timestep_spacing', spacings, 'linspace'),
    steps,
    trainTimesteps,
    stepsOffset: readCount(config, 'steps_offset', 0, 0),
  });
  const sigmas = timesteps.map((timestep) => sigmaAt(trainSigmas, timestep));
  return finish(sigmas, timesteps, trainSigmas[0]!);

  /** The last level is the smallest of the training where the timesteps decide, and of these sigmas otherwise. */
  function finish(
    sigmas: readonly number[],
    timesteps: readonly number[],
    sigmaMin = sigmas[sigmas.length - 1]!,
  ): MultistepSigmas {
    const last = readChoice(config, 'final_sigmas_type', ['zero', 'sigma_min'], 'zero');
    return {
      timesteps: timesteps.map(Math.trunc),
      sigmas: [...sigmas, last === 'zero' ? 0 : sigmaMin].map(Math.fround),
    };
  }
}
