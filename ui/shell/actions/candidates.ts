import { AppError } from '../../../protocol/errors.ts';
import type { NodeId } from '../../../protocol/host-contract.ts';
import { type DoneJob, isVeiled } from '../state/job.ts';
import type { PanelContext } from './panel-context.ts';
import { documentPatience, placeCandidate, spotOf } from './place-candidate.ts';
import { reportError } from './report-error.ts';

/** What can be done with finished pictures. */
export type CandidateActions = {
  /**
   * Selects a candidate and shows it in place on the canvas, where its destination has a place there and nothing veils
   * it.
   */
  show(index: number): Promise<void>;
  /** Takes the preview off the canvas; the candidate stays selected. */
  hide(): Promise<void>;
  /**
   * Shows what was there before, in the panel and, until the selected candidate is placed, on the canvas; or the candidate
   * again.
   */
  compare(isBefore: boolean): Promise<void>;
  /** Takes the veil off a flagged candidate, then shows it. */
  reveal(index: number): Promise<void>;
  /** Writes a candidate into the document, one undo step. Rejects with AppError after showing its sentence. */
  apply(index: number): Promise<{ node: NodeId }>;
  /** Forgets all candidates and takes the preview off the canvas. */
  discard(): Promise<void>;
};

export function createCandidateActions(context: PanelContext): CandidateActions {
  const { state, host } = context;
  // The canvas shows one preview: of several wishes only the last one counts, and never two at the same time.
  let wished = 0;
  let last: Promise<void> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = ++wished;
    last = last
      .then(() => (turn === wished ? work() : undefined))
      .catch((thrown) => reportError(context, thrown));
    return last;
  }

  function show(index: number): Promise<void> {
    const job = doneJob(context);
    const candidate = job?.candidates[index];
    if (job === null || candidate === undefined) return Promise.resolve();
    state.advanceJob(job.id, { kind: 'selected', index });
    if (isVeiled(job, index)) return hide();
    return inTurn(async () => {
      const spot = spotOf(job, candidate);
      if (spot === null) return;
      const isFill = job.destination.kind === 'fill-of-target';
      await host.call('showPreview', { ...spot, isFill, png: candidate.png }, documentPatience);
      state.advanceJob(job.id, { kind: 'shown', isShown: true });
    });
  }

  function hide(): Promise<void> {
    const job = doneJob(context);
    return inTurn(async () => {
      await host.call('clearPreview', undefined, documentPatience);
      if (job !== null) state.advanceJob(job.id, { kind: 'shown', isShown: false });
    });
  }

  function compare(isBefore: boolean): Promise<void> {
    const job = doneJob(context);
    if (job === null) return Promise.resolve();
    // Over a picture that is in the document already no preview comes and goes.
    const isPlaced = job.placed.includes(job.selected);
    if (!isBefore && !isPlaced) return show(job.selected);
    state.advanceJob(job.id, { kind: 'compared', isBefore });
    return isPlaced ? Promise.resolve() : hide();
  }

  function reveal(index: number): Promise<void> {
    const job = doneJob(context);
    if (job !== null) state.advanceJob(job.id, { kind: 'revealed', index });
    return show(index);
  }

  async function apply(index: number): Promise<{ node: NodeId }> {
    const job = doneJob(context);
    const candidate = job?.candidates[index];
    if (job === null || candidate === undefined)
      throw new AppError('request-invalid', `no candidate ${index}`);
    if (job.placing !== null) throw new AppError('request-invalid', 'a picture is being placed already');
    state.advanceJob(job.id, { kind: 'placing', index });
    try {
      // Placing takes the preview away by itself; one that is still on its way must not come after it.
      await inTurn(async () => state.advanceJob(job.id, { kind: 'shown', isShown: false }));
      const startedAt = context.now();
      const placed = await placeCandidate(host, job, candidate);
      state.advanceJob(job.id, { kind: 'placed', index, placeMs: context.now() - startedAt });
      const { replaced, forgetReplaced } = state.region;
      const { destination } = job;
      // What had to give way has given way: the next result is one more.
      if ('replaces' in destination && replaced.value?.node === destination.replaces) forgetReplaced();
      return placed;
    } catch (thrown) {
      state.advanceJob(job.id, { kind: 'place-failed' });
      reportError(context, thrown);
      throw thrown;
    }
  }

  async function discard(): Promise<void> {
    const job = state.job.value;
    await hide();
    if (state.job.value?.id === job?.id) state.dropJob();
  }

  return { show, hide, compare, reveal, apply, discard };
}

function doneJob({ state }: PanelContext): DoneJob | null {
  const job = state.job.value;
  return job?.phase === 'done' ? job : null;
}
