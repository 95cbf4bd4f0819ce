import type { SchedulerConfig } from './scheduler.ts';
import {
  readBoolean,
  readChoice,
  readNumber,
  readOptionalNumber,
  refuseScheduler,
} from './scheduler-config.ts';

/** Moves a flow's levels towards noise: `shift` times the odds of noise against picture. */
export function shiftSigma(shift: number, sigma: number): number {
  return (shift * sigma) / (1 + (shift - 1) * sigma);
}

/** Refuses a schedule that follows the size of the picture where nobody says how far it is shifted. */
export function requireShift(config: SchedulerConfig, mu: number | undefined): asserts mu is number {
  if (mu === undefined && readBoolean(config, 'use_dynamic_shifting', false))
    throw refuseScheduler('The schedule is shifted by the size of the picture, and mu is not given.');
}

/**
 * Levels shifted by the number under `shiftKey`, or, where the config asks for dynamic shifting, by `mu`, which
 * follows from the picture's size (Esser et al. 2024, "Scaling rectified flow transformers", section 5.3.2).
 */
export function shiftSigmas(
  config: SchedulerConfig,
  shiftKey: string,
  sigmas: readonly number[],
  mu: number | undefined,
): number[] {
  if (!readBoolean(config, 'use_dynamic_shifting', false)) {
    const shift = readNumber(config, shiftKey, 1);
    return sigmas.map((sigma) => shiftSigma(shift, sigma));
  }
  requireShift(config, mu);
  const type = readChoice(config, 'time_shift_type', ['exponential', 'linear'], 'exponential');
  const odds = type === 'exponential' ? Math.exp(mu) : mu;
  return sigmas.map((sigma) => odds / (odds + (1 / sigma - 1)));
}

/** Stretches levels so that the last one is `shift_terminal`, where the config has it. */
export function stretchToTerminal(config: SchedulerConfig, sigmas: readonly number[]): number[] {
  const terminal = readOptionalNumber(config, 'shift_terminal');
  if (terminal === null || terminal === 0) return [...sigmas];
  const factor = (1 - sigmas[sigmas.length - 1]!) / (1 - terminal);
  return sigmas.map((sigma) => 1 - (1 - sigma) / factor);
}

/**
 * The `mu` of a picture that a transformer sees as `tokens` patches: a straight line through the config's two points
 * (diffusers: calculate_shift in the Flux and Stable Diffusion 3 pipelines).
 */
export function muOfTokens(config: SchedulerConfig, tokens: number): number {
  const fewest = readNumber(config, 'base_image_seq_len', 256);
  const most = readNumber(config, 'max_image_seq_len', 4096);
  const low = readNumber(config, 'base_shift', 0.5);
  const high = readNumber(config, 'max_shift', 1.15);
  return low + ((high - low) / (most - fewest)) * (tokens - fewest);
}
