import type {
  Candidate,
  GenerateProgress,
  GenerationInputs,
  Made,
  StepPreview,
} from '../../../protocol/engine-contract.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { JobStart } from './job-start.ts';
import { type RunReport, withPlaceTime } from './run-report.ts';
import { type Pace, withStep } from './time-left.ts';

export type { JobStart } from './job-start.ts';

/** What the engine is busy with, as the last progress told it. */
export type Activity =
  | { kind: 'starting' }
  | { kind: 'loading'; part: string; loadedBytes: number; totalBytes: number }
  | { kind: 'encoding' }
  | { kind: 'denoising'; candidate: number }
  | { kind: 'decoding'; candidate: number };

/** One forming picture: how far it is, what it looks like so far, and the finished candidate once there is one. */
export type Tile = {
  step: number;
  steps: number;
  preview: StepPreview | null;
  candidate: Candidate | null;
  /** What the finished candidate was made with. */
  made: Made | null;
};

export type RunningJob = JobStart & {
  phase: 'running';
  activity: Activity;
  inputs: GenerationInputs;
  tiles: Tile[];
  /** Null before the first step. */
  pace: Pace | null;
};

/** `report` is null where the job ended early and only some of its pictures were finished. */
export type DoneJob = JobStart & {
  phase: 'done';
  inputs: GenerationInputs;
  candidates: Candidate[];
  report: RunReport | null;
  /** What each candidate was made with, null where nobody has said it. */
  made: (Made | null)[];
  selected: number;
  /** True while the selected picture lies in place on the canvas. */
  isShown: boolean;
  /** True while the person looks at what was there before, in the panel and on the canvas. */
  isBefore: boolean;
  placing: number | null;
  placed: number[];
  /** Flagged pictures that the person wanted to see all the same. */
  revealed: number[];
};

export type Job =
  | (JobStart & { phase: 'reading' })
  | RunningJob
  | DoneJob
  | (JobStart & { phase: 'failed'; code: ErrorCode })
  | (JobStart & { phase: 'cancelled' });

export type JobEvent =
  | { kind: 'read'; inputs: GenerationInputs }
  /** `at`: when it was told, in milliseconds of a clock that never goes back. */
  | { kind: 'progressed'; progress: GenerateProgress; at?: number }
  | { kind: 'finished'; candidates: Candidate[]; report: RunReport; made?: Made[] }
  | { kind: 'failed'; code: ErrorCode }
  | { kind: 'cancelled' }
  | { kind: 'selected'; index: number }
  | { kind: 'shown'; isShown: boolean }
  | { kind: 'compared'; isBefore: boolean }
  | { kind: 'revealed'; index: number }
  | { kind: 'placing'; index: number }
  | { kind: 'placed'; index: number; placeMs: number }
  | { kind: 'place-failed' };

export function startJob(start: JobStart): Job {
  return { ...start, phase: 'reading' };
}

/** True while a job occupies the engine or the document's export. */
export function isActive(job: Job | null): boolean {
  return job !== null && (job.phase === 'reading' || job.phase === 'running');
}

/** The whole life of a job. Events that do not belong to its phase, late ones above all, change nothing. */
export function advance(job: Job, event: JobEvent): Job {
  switch (job.phase) {
    case 'reading':
      return advanceReading(job, event);
    case 'running':
      return advanceRunning(job, event);
    case 'done':
      return advanceDone(job, event);
    case 'failed':
    case 'cancelled':
      return job;
  }
}

function startOf({ id, request, destination, prompts, around, isSafetyChecked, source }: Job): JobStart {
  return { id, request, destination, prompts, around, isSafetyChecked, source };
}

function advanceReading(job: Job, event: JobEvent): Job {
  switch (event.kind) {
    case 'read':
      return {
        ...startOf(job),
        phase: 'running',
        activity: { kind: 'starting' },
        inputs: event.inputs,
        pace: null,
        tiles: Array.from({ length: job.prompts?.length ?? job.request.count }, () => ({
          step: 0,
          steps: 0,
          preview: null,
          candidate: null,
          made: null,
        })),
      };
    case 'failed':
      return { ...startOf(job), phase: 'failed', code: event.code };
    case 'cancelled':
      return { ...startOf(job), phase: 'cancelled' };
    default:
      return job;
  }
}

function advanceRunning(job: RunningJob, event: JobEvent): Job {
  switch (event.kind) {
    case 'progressed':
      return applyProgress(timed(job, event), event.progress);
    case 'finished':
      return settle(job, event.candidates, event.report, event.made ?? madeOfAll(event));
    case 'failed':
      return keepFinished(job) ?? { ...startOf(job), phase: 'failed', code: event.code };
    case 'cancelled':
      return keepFinished(job) ?? { ...startOf(job), phase: 'cancelled' };
    default:
      return job;
  }
}

function advanceDone(job: DoneJob, event: JobEvent): Job {
  const exists = (index: number) => index >= 0 && index < job.candidates.length;
  switch (event.kind) {
    case 'selected':
      return exists(event.index) ? { ...job, selected: event.index, isBefore: false } : job;
    case 'shown':
      return { ...job, isShown: event.isShown };
    case 'compared':
      return { ...job, isBefore: event.isBefore };
    case 'revealed':
      return exists(event.index) ? { ...job, revealed: [...job.revealed, event.index] } : job;
    case 'placing':
      return job.placing === null && exists(event.index) ? { ...job, placing: event.index } : job;
    case 'placed':
      if (job.placing !== event.index) return job;
      return {
        ...job,
        placing: null,
        placed: [...job.placed, event.index],
        report: job.report === null ? null : withPlaceTime(job.report, event.placeMs),
      };
    case 'place-failed':
      return { ...job, placing: null };
    default:
      return job;
  }
}

/** All pictures of one request are made alike. */
function madeOfAll({ candidates, report }: { candidates: Candidate[]; report: RunReport }): Made[] {
  const { request, model, modelHash, device } = report;
  return candidates.map(() => ({ request, model, modelHash, device }));
}

function settle(
  job: RunningJob,
  candidates: Candidate[],
  report: RunReport | null,
  made: (Made | null)[],
): DoneJob {
  return {
    ...startOf(job),
    phase: 'done',
    inputs: job.inputs,
    candidates,
    report,
    made,
    selected: 0,
    isShown: false,
    isBefore: false,
    placing: null,
    placed: [],
    revealed: [],
  };
}

/** What a candidate was made with; what its job asked for, as far as nobody has said it. */
export function madeOf(
  job: DoneJob,
  index: number,
): Omit<Made, 'device'> & { device: Made['device'] | null } {
  const { request, made, report } = job;
  const { model, modelHash = null, device = null } = report ?? { model: request.model };
  return made[index] ?? { request: report?.request ?? request, model, modelHash, device };
}

/** True where a picture is flagged and nobody has asked to see it yet. */
export function isVeiled(job: DoneJob, index: number): boolean {
  return job.candidates[index]?.flag !== undefined && !job.revealed.includes(index);
}

/** Pictures that were finished before a job ended early are not thrown away. */
function keepFinished(job: RunningJob): DoneJob | null {
  const tiles = job.tiles.filter((tile) => tile.candidate !== null);
  if (tiles.length === 0) return null;
  const candidates = tiles.flatMap(({ candidate }) => candidate ?? []);
  return settle(
    job,
    candidates,
    null,
    tiles.map(({ made }) => made),
  );
}

/** What the time between two steps tells of those that are left. */
function timed(job: RunningJob, { progress, at }: Extract<JobEvent, { kind: 'progressed' }>): RunningJob {
  if (at === undefined || progress.phase !== 'denoising' || progress.step === 0) return job;
  return { ...job, pace: withStep(job.pace, at) };
}

function applyProgress(job: RunningJob, progress: GenerateProgress): RunningJob {
  switch (progress.phase) {
    case 'loading': {
      const { part, loadedBytes, totalBytes } = progress;
      return { ...job, activity: { kind: 'loading', part, loadedBytes, totalBytes } };
    }
    case 'encoding':
      return { ...job, activity: { kind: 'encoding' } };
    case 'denoising': {
      const { candidate, step, steps, preview } = progress;
      const tiles = changeTile(job.tiles, candidate, (tile) => ({
        ...tile,
        step: Math.max(step, tile.step),
        steps,
        preview: preview ?? tile.preview,
      }));
      return { ...job, activity: { kind: 'denoising', candidate }, tiles };
    }
    case 'decoding':
      return { ...job, activity: { kind: 'decoding', candidate: progress.candidate } };
    case 'candidate': {
      const { candidate, made = null } = progress;
      const tiles = changeTile(job.tiles, candidate.index, (tile) => ({ ...tile, candidate, made }));
      return { ...job, tiles };
    }
  }
}

function changeTile(tiles: Tile[], index: number, change: (tile: Tile) => Tile): Tile[] {
  return tiles.map((tile, at) => (at === index ? change(tile) : tile));
}

/** How much of a running job is done, 0 to 1; null while that cannot be told. */
export function fractionDone(job: RunningJob): number | null {
  if (job.activity.kind === 'loading') {
    return job.activity.totalBytes > 0
      ? Math.min(1, job.activity.loadedBytes / job.activity.totalBytes)
      : null;
  }
  if (job.activity.kind === 'starting' || job.activity.kind === 'encoding') return null;
  const shares = job.tiles.map((tile) =>
    tile.candidate !== null ? 1 : tile.steps === 0 ? 0 : tile.step / (tile.steps + 1),
  );
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}
