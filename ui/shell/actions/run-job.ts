import type { SignalLike } from '../../../protocol/cancellation.ts';
import type {
  Candidate,
  GenerateProgress,
  GenerateResult,
  GenerationInputs,
  Made,
} from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { CanvasRect, Size } from '../../../protocol/geometry.ts';
import type { JobStart } from '../state/job.ts';
import { requestsOf } from '../state/job-start.ts';
import type { Destination } from '../state/plan.ts';
import { joinPieces, joinReport, type RunReport } from '../state/run-report.ts';
import type { PanelContext } from './panel-context.ts';
import { readInputs } from './read-inputs.ts';
import { codeOf } from './report-error.ts';

export type RunSummary = { candidates: Candidate[]; report: RunReport };

/**
 * Makes the pictures of a job: reads what it starts from once `clearCanvas` has left nothing of ours there, and asks the
 * engine. Rejects with AppError, the job having ended with it; nothing in the document changes either way.
 */
export async function runJob(
  context: PanelContext,
  start: JobStart,
  clearCanvas: () => Promise<void>,
  signal: SignalLike,
): Promise<RunSummary> {
  const { state, now } = context;
  state.beginJob(start);
  try {
    const startedAt = now();
    await clearCanvas();
    const inputs = await readStart(context, start, signal);
    const readMs = now() - startedAt;
    state.advanceJob(start.id, { kind: 'read', inputs });
    const { candidates, made, reports } = await paint(context, start, inputs, signal);
    const [first] = candidates;
    if (first === undefined) throw new AppError('internal', 'the engine finished without a picture');
    const report = joinReport(
      joinPieces(reports[0]!, reports.slice(1)),
      first.patch,
      readMs,
      now() - startedAt,
    );
    state.advanceJob(start.id, { kind: 'finished', candidates, report, made });
    return { candidates, report };
  } catch (thrown) {
    const code = codeOf(thrown);
    state.advanceJob(start.id, code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', code });
    throw thrown;
  }
}

/** The pixels that a job starts from: the document's as they are now, or those of an earlier picture. */
function readStart(
  { host }: PanelContext,
  { request, destination, around, source }: JobStart,
  signal: SignalLike,
): Promise<GenerationInputs> {
  if (source !== undefined) return Promise.resolve({ picture: source.picture, masks: [] });
  const { task, paddingPx } = request;
  return readInputs(host, destination, { task, paddingPx, around }, signal);
}

type Painted = { candidates: Candidate[]; made: Made[]; reports: GenerateResult['report'][] };

/** Asks for one request after the other; what they tell counts the pictures of the whole job. */
async function paint(
  context: PanelContext,
  start: JobStart,
  inputs: GenerationInputs,
  signal: SignalLike,
): Promise<Painted> {
  const { state, now } = context;
  const painted: Painted = { candidates: [], made: [], reports: [] };
  const engine = await context.engine();
  let begun = 0;
  for (const request of requestsOf(start)) {
    const offset = begun;
    const { candidates, report } = await engine.generate(
      { request, inputs, ...(start.isSafetyChecked && { isSafetyChecked: true }) },
      {
        signal,
        onProgress: (progress) =>
          state.advanceJob(start.id, {
            kind: 'progressed',
            progress: counted(progress, offset, start.destination),
            at: now(),
          }),
      },
    );
    const { request: resolved, model, modelHash, device } = report;
    painted.reports.push(report);
    for (const candidate of candidates) {
      painted.candidates.push(
        counted({ phase: 'candidate', candidate }, offset, start.destination).candidate,
      );
      painted.made.push({ request: resolved, model, modelHash, device });
    }
    begun += request.count;
  }
  return painted;
}

/** Counts a picture among those of the whole job, and says where on the canvas it belongs. */
function counted<P extends GenerateProgress>(progress: P, offset: number, destination: Destination): P {
  if (progress.phase === 'candidate') {
    const { candidate } = progress;
    return {
      ...progress,
      candidate: onCanvas({ ...candidate, index: candidate.index + offset }, destination),
    };
  }
  return 'candidate' in progress ? { ...progress, candidate: progress.candidate + offset } : progress;
}

/** A generation starts from no pixels, so the engine cannot know where on the canvas it belongs; the target says so. */
function onCanvas(candidate: Candidate, destination: Destination): Candidate {
  if (destination.kind === 'new-frame') return { ...candidate, box: null };
  return candidate.box === null ? { ...candidate, box: uprightBox(destination.target) } : candidate;
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
