import type { PackFacts } from './pack-facts.ts';
import type { PipelineKind, SchedulerHabits } from './schedulers/create-scheduler.ts';
import { firstStep } from './schedulers/first-step.ts';
import type { SchedulerName, SchedulerOptions } from './schedulers/scheduler.ts';

/** What of a job decides which steps its loop runs. */
export type StepsRequest = {
  readonly scheduler: SchedulerName;
  readonly steps: number;
  readonly strength: number;
  readonly pipeline: PipelineKind;
  readonly posterior: 'sample' | 'mean';
};

export type StepsPlan = {
  /** Steps of the whole schedule, and the index of the first one to run. */
  readonly steps: number;
  readonly start: number;
  readonly habits: SchedulerHabits;
  /** What the scheduler is told of a strength that shortens its schedule instead of skipping steps. */
  readonly shortened: SchedulerOptions;
};

/** With fewer steps than these a weak strength hardly removes the noise that it adds. */
const leastSteps = 4;
const mostSteps = 60;

/** The steps of a whole schedule of which `strength` leaves at least four to run, or all where fewer were asked for. */
export function stretchSteps(steps: number, strength: number): number {
  const wanted = Math.min(leastSteps, steps);
  let stretched = steps;
  while (stretched < mostSteps && Math.floor(stretched * strength) < wanted) stretched++;
  return stretched;
}

/**
 * True where the schedule has a timestep left although the strength leaves no step: PNDM has more timesteps than steps,
 * and only diffusers' pipelines for fills refuse to go on.
 */
const hasSpareTimestep = ({ scheduler, steps, strength, pipeline }: StepsRequest) =>
  scheduler === 'pndm' && pipeline === 'image-to-image' && steps > 1 && Math.floor(steps * strength) === 0;

/** Steps that a loop really runs at a strength, by our own way of treating one. */
export function countSteps(steps: number, strength: number): number {
  if (strength === 1) return steps;
  return Math.max(1, Math.min(steps, Math.floor(stretchSteps(steps, strength) * strength)));
}

const isConsistencyPipeline = ({ pipeline }: PackFacts) =>
  pipeline?.startsWith('LatentConsistencyModel') ?? false;

/**
 * Which steps a job runs. Skips the first ones of the schedule below full strength; consistency models in their own
 * pipeline run all of a shorter one. XL's pipelines and theirs hand the scheduler's config on as it is, those of Stable
 * Diffusion do not; consistency models have no pipeline for fills and take Stable Diffusion's. Throws `request-invalid`
 * where diffusers would have no step to do.
 */
export function planSteps(facts: PackFacts, request: StepsRequest): StepsPlan {
  const { scheduler, strength, pipeline } = request;
  const isPlain = request.posterior === 'sample';
  const isConsistency = isConsistencyPipeline(facts) && pipeline !== 'inpaint';
  const isUntouched = isConsistency || facts.family !== 'stable-diffusion';
  const habits = !isPlain ? 'own' : isUntouched ? 'none' : pipeline;
  const isShortened = isConsistency && pipeline === 'image-to-image' && ['lcm', 'tcd'].includes(scheduler);
  if (isShortened) return { steps: request.steps, start: 0, habits, shortened: { strength } };
  if (isPlain && hasSpareTimestep(request))
    return { steps: request.steps, start: request.steps, habits, shortened: {} };
  const steps = isPlain || strength === 1 ? request.steps : stretchSteps(request.steps, strength);
  return { steps, start: firstStep(scheduler, steps, strength), habits, shortened: {} };
}
