import type { Tensor } from '../tensor.ts';

export type SchedulerName = 'ddim' | 'euler';

/** scheduler_config.json: JSON values under diffusers' own keys; an absent key takes the new class's default. */
export type SchedulerConfig = { readonly [key: string]: unknown };

/** Normal noise for schedulers that draw some in each step; each call continues the job's stream of draws. */
export type DrawNoise = (dims: readonly number[]) => Tensor;

/** What one step gives: the next sample, and the clean sample that the model saw behind the noise. */
export type StepResult = { readonly sample: Tensor; readonly original: Tensor };

/**
 * One schedule of a fixed number of steps. Steps are addressed by their index into `timesteps`, so that a loop may
 * start in the middle (image to image) and two timesteps may be equal.
 */
export type Scheduler = {
  /** What the model is told at each step, from noise to picture; may be fractional. */
  readonly timesteps: readonly number[];
  /** Factor that turns unit noise into the first sample of a full schedule. */
  readonly initNoiseSigma: number;
  /** The sample as the model wants it at this step. */
  scaleModelInput(sample: Tensor, stepIndex: number): Tensor;
  /** One step from `timesteps[stepIndex]` to the next; `sample` is unscaled. */
  step(output: Tensor, stepIndex: number, sample: Tensor, drawNoise: DrawNoise): StepResult;
  /** Clean latents brought to the noise level of `timesteps[stepIndex]`. */
  addNoise(original: Tensor, noise: Tensor, stepIndex: number): Tensor;
};
