import type { Candidate } from '../../../protocol/engine-contract.ts';
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
   * Shows a candidate in place that is only looked at, not selected; with null the selected one again, where that was
   * shown. What is veiled, or in the document already, is not shown.
   */
  peek(index: number | null): Promise<void>;
  /** Takes every preview off the canvas, before something is read there; nothing where none was asked for. */
  clear(): Promise<void>;
  /** Shows the selected candidate again, where `clear` took it away. */
  showAgain(): Promise<void>;
  /** Looks at a newer run (1) or an earlier one (-1), and shows what is selected there. */
  step(by: -1 | 1): Promise<void>;
  /**
   * Shows what was there before, in the panel and, until the selected candidate is placed, on the canvas; or the candidate
   * again.
   */
  compare(isBefore: boolean): Promise<void>;
  /** Takes the veil off a flagged candidate, then shows it. */
  reveal(index: number): Promise<void>;
  /**
   * Writes a candidate into the document, one undo step: of the run `id`, or of the one that is looked at. Rejects with
   * AppError after showing its sentence.
   */
  apply(index: number, id?: number): Promise<{ node: NodeId }>;
  /** Forgets the candidates of the run that is looked at, and takes the preview off the canvas. */
  discard(): Promise<void>;
};

export function createCandidateActions(context: PanelContext): CandidateActions {
  const { state, host } = context;
  // The canvas shows one preview: of several wishes only the last one counts, and never two at the same time.
  let wished = 0;
  let last: Promise<void> = Promise.resolve();
  /** True from the wish for a preview on until one to be rid of it. */
  let isOut = false;
  let cleared: number | null = null;

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
    return inPlace(job, candidate, () => state.advanceJob(job.id, { kind: 'shown', isShown: true }));
  }

  function inPlace(job: DoneJob, candidate: Candidate, onShown = () => {}): Promise<void> {
    // What lies on the canvas would be read as part of the picture.
    if (state.active.value?.phase === 'reading') return Promise.resolve();
    isOut = true;
    return inTurn(async () => {
      const spot = spotOf(job, candidate);
      if (spot === null) return;
      const isFill = job.destination.kind === 'fill-of-target';
      await host.call('showPreview', { ...spot, isFill, png: candidate.png }, documentPatience);
      onShown();
    });
  }

  function hide(): Promise<void> {
    isOut = false;
    return inTurn(async () => {
      await host.call('clearPreview', undefined, documentPatience);
      setHidden();
    });
  }

  function setHidden(): void {
    for (const job of state.runs.value.list) {
      if (job.phase === 'done' && job.isShown) state.advanceJob(job.id, { kind: 'shown', isShown: false });
    }
  }

  function peek(index: number | null): Promise<void> {
    const job = doneJob(context);
    if (job === null || job.placing !== null) return Promise.resolve();
    const at = index ?? job.selected;
    const candidate = job.candidates[at];
    const isWanted = index === null ? job.isShown : !job.placed.includes(at) && !isVeiled(job, at);
    const isThere = index === job.selected && (job.isShown || job.isBefore);
    if (candidate === undefined || isThere) return Promise.resolve();
    if (isWanted) return inPlace(job, candidate);
    if (index !== null || !isOut) return Promise.resolve();
    return hide();
  }

  function clear(): Promise<void> {
    if (!isOut) return last;
    const job = doneJob(context);
    cleared = job?.isShown ? job.id : null;
    return hide();
  }

  function showAgain(): Promise<void> {
    const job = doneJob(context);
    const isWanted = job !== null && job.id === cleared;
    cleared = null;
    return isWanted ? show(job.selected) : Promise.resolve();
  }

  async function step(by: -1 | 1): Promise<void> {
    state.stepRuns(by);
    const job = doneJob(context);
    // What is in the document already, or was hidden behind the original, is not laid over it again.
    if (job !== null && job.placed.length === 0 && !job.isBefore) return show(job.selected);
    if (isOut) return hide();
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

  async function apply(index: number, id?: number): Promise<{ node: NodeId }> {
    const job = doneJob(context, id);
    const candidate = job?.candidates[index];
    if (job === null || candidate === undefined)
      throw new AppError('request-invalid', `no candidate ${index}`);
    if (job.placing !== null) throw new AppError('request-invalid', 'a picture is being placed already');
    state.advanceJob(job.id, { kind: 'placing', index });
    try {
      // Placing takes the preview away by itself; one that is still on its way must not come after it.
      isOut = false;
      await inTurn(async () => setHidden());
      const startedAt = context.now();
      const placed = await placeCandidate(context, job, candidate);
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
    const job = doneJob(context);
    await hide();
    if (job !== null) state.dropJob(job.id);
  }

  return { show, hide, peek, clear, showAgain, step, compare, reveal, apply, discard };
}

function doneJob({ state }: PanelContext, id?: number): DoneJob | null {
  const job = id === undefined ? state.results.value : state.runs.value.list.find((run) => run.id === id);
  return job?.phase === 'done' ? job : null;
}
