import { nextSeed } from '../../../protocol/generation.ts';
import { modelFor } from '../state/choose-model.ts';
import { type DoneJob, madeOf } from '../state/job.ts';
import type { JobDraft, Source } from '../state/job-start.ts';
import { noRegion, requestFrom } from '../state/request-from.ts';
import { variations } from '../state/settings.ts';
import type { PanelContext } from './panel-context.ts';
import { spotOf } from './place-candidate.ts';

/** How to go on from a finished picture; each adds a job to the queue, and its results go where the picture would. */
export type IterateActions = {
  /** Paints the picture again from itself, a little or a lot different. */
  vary(index: number, variation: keyof typeof variations): void;
  /** Runs what made the picture once more, with a seed that this run has not used. */
  again(index: number): void;
  /** Paints from the picture what prompt and settings say now. */
  useAsInput(index: number): void;
};

export function createIterateActions(context: PanelContext, add: (draft: JobDraft) => void): IterateActions {
  const { state } = context;

  function withJob(index: number, draft: (job: DoneJob) => JobDraft | null): void {
    const job = state.results.value;
    const made = job?.phase === 'done' && job.candidates[index] !== undefined ? draft(job) : null;
    if (made !== null) add(made);
  }

  /** What the settings ask for now, of the picture instead of the document. */
  function fromPicture(job: DoneJob, index: number, change: Partial<JobDraft['request']>): JobDraft | null {
    const candidate = job.candidates[index];
    if (candidate === undefined) return null;
    const models = state.engine.value.kind === 'ready' ? state.engine.value.models : [];
    const settings = state.settings.value;
    const chosen = modelFor('vary', models, settings);
    const request = { ...requestFrom(settings, 'vary', candidate.size, chosen, noRegion), ...change };
    if (!settings.isSeedLocked) request.seed = context.rollSeed();
    const { destination } = job;
    return {
      request,
      destination,
      source: sourceOf(job, index),
      ...(settings.checksSafety && { isSafetyChecked: true }),
    };
  }

  return {
    vary: (index, variation) =>
      withJob(index, (job) => {
        const { prompt, negativePrompt } = madeOf(job, index).request;
        return fromPicture(job, index, { prompt, negativePrompt, strength: variations[variation] });
      }),
    useAsInput: (index) => withJob(index, (job) => fromPicture(job, index, {})),
    again: (index) =>
      withJob(index, (job) => {
        const { id: _, phase: __, request, destination, around, isSafetyChecked, source } = job;
        const used = Math.max(...job.candidates.map(({ seed }) => seed));
        const { prompt } = madeOf(job, index).request;
        const seed = nextSeed(used);
        return {
          request: { ...request, prompt, seed, count: 1 },
          destination,
          around,
          isSafetyChecked,
          source,
        };
      }),
  };
}

/** A candidate as the picture that is worked on; its own transparency stays its outline. */
function sourceOf(job: DoneJob, index: number): Source | undefined {
  const candidate = job.candidates[index];
  if (candidate === undefined) return undefined;
  const box = candidate.box ?? { x: 0, y: 0, ...candidate.size };
  const spot = spotOf(job, candidate);
  return {
    picture: { png: candidate.png, box, isCutOut: true },
    readAt: spot?.readAt ?? null,
    ...(spot?.above !== undefined && { above: spot.above }),
  };
}
