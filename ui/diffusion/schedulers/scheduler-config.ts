import { DiffusionError } from '../diffusion-error.ts';
import type { SchedulerConfig } from './scheduler.ts';

/** Reads one key of a scheduler_config.json; absent or null takes `fallback`, another type is refused. */
export function readNumber(config: SchedulerConfig, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse(key, value);
  return value;
}

export function readBoolean(config: SchedulerConfig, key: string, fallback: boolean): boolean {
  const value = config[key] ?? fallback;
  if (typeof value !== 'boolean') throw refuse(key, value);
  return value;
}

export function readChoice<const T extends string>(
  config: SchedulerConfig,
  key: string,
  choices: readonly T[],
  fallback: T,
): T {
  const value = config[key] ?? fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw refuse(key, value);
  return choice;
}

/** Refuses a pack that switches on what we do not do: painting on without it would give a wrong picture. */
export function refuseWhereSet(config: SchedulerConfig, ...keys: readonly string[]): void {
  for (const key of keys) if (config[key] === true) throw refuse(key, true);
}

function refuse(key: string, value: unknown): DiffusionError {
  return new DiffusionError(
    'model-unsupported',
    `The scheduler's ${key} is ${JSON.stringify(value)}, which is not supported.`,
  );
}

export const predictionTypes = ['epsilon', 'v_prediction', 'sample'] as const;
export type PredictionType = (typeof predictionTypes)[number];

export const spacings = ['leading', 'trailing', 'linspace'] as const;
export type Spacing = (typeof spacings)[number];
