import type { Candidate } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { CanvasRect, Size } from '../../../protocol/geometry.ts';
import type { JobStart } from '../state/job.ts';
import type { Destination } from '../state/plan.ts';
import { joinReport, type RunReport } from '../state/run-report.ts';
import type { PanelContext } from './panel-context.ts';
import { planRequest } from './plan-request.ts';
import { readInputs } from './read-inputs.ts';
import { codeOf, reportError } from './report-error.ts';

export type RunSummary = { candidates: Candidate[]; report: RunReport };

/** The running of jobs, one at a time. */
export type JobRunner = {
  /**
   * Freezes the selection and makes its pictures. Settles with what came out; rejects with AppError after showing its
   * sentence. Nothing in the document changes either way.
   */
  run(): Promise<RunSummary>;
  /** Ends the running job; its caller is answered at once. Nothing when none runs. */
  cancel(): void;
};

export function createJobRunner(context: PanelContext, beforeRun: () => Promise<void>): JobRunner {
  const { state, host, now } = context;
  let nextId = 1;
  let running: AbortController | null = null;

  async function runJob(controller: AbortController): Promise<RunSummary> {
    const { signal } = controller;
    await beforeRun();
    const start = await freezeJob(context, nextId++, signal);
    state.beginJob(start);
    try {
      const startedAt = now();
      const { task, paddingPx } = start.request;
      const reading = { task, paddingPx, around: state.region.window.value };
      const inputs = await readInputs(host, start.destination, reading, signal);
      const readMs = now() - startedAt;
      state.advanceJob(start.id, { kind: 'read', inputs });
      const engine = await context.engine();
      const { request } = start;
      const result = await engine.generate(
        { request, inputs, ...(state.settings.value.checksSafety && { isSafetyChecked: true }) },
        {
          signal,
          onProgress: (progress) =>
            state.advanceJob(start.id, {
              kind: 'progressed',
              progress:
                progress.phase === 'candidate'
                  ? { ...progress, candidate: onCanvas(progress.candidate, start.destination) }
                  : progress,
            }),
        },
      );
      const candidates = result.candidates.map((candidate) => onCanvas(candidate, start.destination));
      const [first] = candidates;
      if (first === undefined) throw new AppError('internal', 'the engine finished without a picture');
      const report = joinReport(result.report, first.patch, readMs, now() - startedAt);
      state.advanceJob(start.id, { kind: 'finished', candidates, report });
      return { candidates, report };
    } catch (thrown) {
      const code = codeOf(thrown);
      state.advanceJob(start.id, code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', code });
      throw thrown;
    }
  }

  return {
    async run() {
      if (running !== null) throw new AppError('request-invalid', 'a job is running already');
      const controller = new AbortController();
      running = controller;
      state.dismissNotice();
      try {
        return await runJob(controller);
      } catch (thrown) {
        reportError(context, thrown);
        throw thrown;
      } finally {
        running = null;
      }
    },
    cancel() {
      running?.abort();
    },
  };
}

/** Asks the host what is selected this very moment, and settles everything that the job depends on. */
async function freezeJob(context: PanelContext, id: number, signal: AbortSignal): Promise<JobStart> {
  const { state, host } = context;
  state.replaceSelection(await host.call('readSelection', undefined, { signal }));
  const plan = state.plan.value;
  if (plan.verb === 'none') throw new AppError(plan.code, plan.name);
  if (plan.verb === 'generate' && state.settings.value.prompt.trim() === '') {
    throw new AppError('prompt-missing');
  }
  if (!state.settings.value.isSeedLocked) state.changeSettings({ seed: context.rollSeed() });
  return { id, request: planRequest(state, plan), destination: plan.destination };
}

/** A generation starts from no pixels, so the engine cannot know where on the canvas it belongs; the target says so. */
function onCanvas(candidate: Candidate, destination: Destination): Candidate {
  if (candidate.box !== null || destination.kind === 'new-frame') return candidate;
  return { ...candidate, box: uprightBox(destination.target) };
}

/** The target's own width and height around the middle of its box, which differs from the box where it is rotated. */
function uprightBox({ box, size }: { box: CanvasRect; size: Size }): CanvasRect {
  return {
    x: box.x + (box.width - size.width) / 2,
    y: box.y + (box.height - size.height) / 2,
    width: size.width,
    height: size.height,
  };
}
