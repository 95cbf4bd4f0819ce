import { DiffusionError } from '../diffusion-error.ts';
import type { SchedulerConfig } from './scheduler.ts';

/** Reads one key of a scheduler_config.json; absent or null takes `fallback`, another type is refused. */
export function readNumber(config: SchedulerConfig, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refuseValue(config, key);
  return value;
}

/** The number under `key`, or null where there is none. */
export function readOptionalNumber(config: SchedulerConfig, key: string): number | null {
  return config[key] === undefined || config[key] === null ? null : readNumber(config, key, 0);
}

/** A whole number of at least `least`. */
export function readCount(config: SchedulerConfig, key: string, fallback: number, least = 1): number {
  const value = readNumber(config, key, fallback);
  if (!Number.isInteger(value) || value < least) throw refuseValue(config, key);
  return value;
}

/** True or false. */
export function readBoolean(config: SchedulerConfig, key: string, fallback: boolean): boolean {
  const value = config[key] ?? fallback;
  if (typeof value !== 'boolean') throw refuseValue(config, key);
  return value;
}

/** One of some words. */
export function readChoice<const T extends string>(
  config: SchedulerConfig,
  key: string,
  choices: readonly T[],
  fallback: T,
): T {
  const value = config[key] ?? fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw refuseValue(config, key);
  return choice;
}

/** Why a pack is refused: painting on without what its config asks for would give a wrong picture. */
export function refuseValue(config: SchedulerConfig, key: string): DiffusionError {
  return new DiffusionError(
    'model-unsupported',
    `The scheduler's ${key} is ${JSON.stringify(config[key])}, which is not supported.`,
    { subject: `scheduler: ${key} ${JSON.stringify(config[key])}` },
  );
}

/** Why a scheduler is refused for a pack or a number of steps that another scheduler could serve. */
export function refuseScheduler(sentence: string): DiffusionError {
  return new DiffusionError('scheduler-unsupported', sentence);
}

export type PredictionType = 'epsilon' | 'v_prediction' | 'sample' | 'flow_prediction';

/** What the model predicts. A flow's answer needs a flow's levels, and v is not defined on those. */
export function readPrediction(config: SchedulerConfig, isFlow = false): PredictionType {
  const middle = isFlow ? 'flow_prediction' : 'v_prediction';
  return readChoice(config, 'prediction_type', ['epsilon', middle, 'sample'], 'epsilon');
}

export const spacings = ['leading', 'trailing', 'linspace'] as const;
export type Spacing = (typeof spacings)[number];
