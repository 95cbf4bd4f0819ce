import type { Blend } from './blend.ts';
import type { Limit } from './limit.ts';
import type { NoiseLevel } from './noise-level.ts';

export type SchedulerName =
  | 'ddim'
  | 'euler'
  | 'euler-a'
  | 'dpm++2m'
  | 'dpm++2m-karras'
  | 'dpm++2m-sde'
  | 'unipc'
  | 'lcm'
  | 'tcd'
  | 'pndm'
  | 'flow';

/** scheduler_config.json: JSON values under diffusers' own keys; an absent key takes the new class's default. */
export type SchedulerConfig = { readonly [key: string]: unknown };

/** What diffusers passes beside the config: to `step` (eta) or to `set_timesteps` (the rest). */
export type SchedulerOptions = {
  /** Share of fresh noise, DDIM's eta or TCD's gamma, in 0..1. */
  readonly eta?: number;
  /** Shortens the training timesteps that LCM and TCD choose from, in (0, 1]; the loop then runs all steps. */
  readonly strength?: number;
  /** Shift of a flow schedule whose config asks for `use_dynamic_shifting`. */
  readonly mu?: number;
  /** The levels of a flow schedule before its shift, one per step. */
  readonly sigmas?: readonly number[];
};

/**
 * One step in numbers. `original` is computed first and held in bounds; `next` and `memory` may read it. The next
 * step finds `memory` under its place in the list.
 */
export type StepPlan = {
  /** The clean latents that the model sees behind the sample, from sample and output alone. */
  readonly original: Blend;
  readonly limit: Limit | null;
  readonly next: Blend;
  readonly memory: readonly Blend[];
  /** True where diffusers draws normal noise of the sample's shape in this step, even where its share is 0. */
  readonly drawsNoise: boolean;
};

/**
 * A scheduler made once from a pack's config and a number of steps: pure numbers, so that one description drives any
 * loop, on the processor or on the graphics card. Steps are addressed by their index into `timesteps`, because a loop
 * may start in the middle (image to image) and two timesteps may be equal.
 */
export type Scheduler = {
  /** What the model is told at each step, from noise to picture; may be fractional. */
  readonly timesteps: readonly number[];
  /** Noise over signal at each step and a last one after it; null for the families that count in alphas. */
  readonly sigmas: readonly number[] | null;
  /** Factor that turns unit noise into the first sample of a full schedule. */
  readonly initNoiseSigma: number;
  /** Factor on the sample before the model sees it, per step. */
  readonly inputScales: readonly number[];
  /** What clean latents brought to the level of each step consist of. */
  readonly levels: readonly NoiseLevel[];
  /** The step at `stepIndex` of a loop that has done `stepsDone` steps before: multistep solvers warm up. */
  planStep(stepIndex: number, stepsDone: number): StepPlan;
};
