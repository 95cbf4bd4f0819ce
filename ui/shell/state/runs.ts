import { advance, isActive, type Job, type JobEvent } from './job.ts';

/** The runs whose pictures are at hand, the newest first. `shown` is null where that is the newest, whichever it is. */
export type Runs = { list: readonly Job[]; shown: number | null };

/** So many finished runs are kept in memory. */
export const mostRuns = 8;

export const noRuns: Runs = { list: [], shown: null };

/** True where a run has pictures to show, or will have. */
const hasPictures = (job: Job) => job.phase === 'done' || isActive(job);

/** Adds a run; who looks at an earlier one goes on looking at it. Runs that brought nothing are forgotten. */
export function withRun({ list, shown }: Runs, job: Job): Runs {
  const kept = list.filter(hasPictures).slice(0, mostRuns);
  return settled({ list: [job, ...kept], shown });
}

/** Tells one run of an event. */
export function withEvent({ list, shown }: Runs, id: number, event: JobEvent): Runs {
  return { list: list.map((job) => (job.id === id ? advance(job, event) : job)), shown };
}

export function withoutRun({ list, shown }: Runs, id: number): Runs {
  return settled({ list: list.filter((job) => job.id !== id), shown: shown === id ? null : shown });
}

/** Looks at the next newer run (1) or at an earlier one (-1). */
export function stepped(runs: Runs, by: -1 | 1): Runs {
  const all = runs.list.filter(hasPictures);
  const at = all.findIndex(({ id }) => id === resultsOf(runs)?.id);
  const next = all[at - by];
  return next === undefined ? runs : settled({ ...runs, shown: next.id });
}

/** The run that is looked at, or the newest one. */
export function shownRun({ list, shown }: Runs): Job | null {
  return list.find(({ id }) => id === shown) ?? list[0] ?? null;
}

/** The run whose pictures are seen: where the newest brought none, the one before. */
export function resultsOf(runs: Runs): Job | null {
  const job = shownRun(runs);
  return job === null || hasPictures(job) ? job : (runs.list.find(hasPictures) ?? null);
}

/** Which of how many runs is seen, the oldest being the first. */
export function placeOf(runs: Runs): { number: number; count: number } {
  const all = runs.list.filter(hasPictures);
  const at = all.findIndex(({ id }) => id === resultsOf(runs)?.id);
  return { number: all.length - at, count: all.length };
}

function settled({ list, shown }: Runs): Runs {
  return { list, shown: shown === list[0]?.id || !list.some(({ id }) => id === shown) ? null : shown };
}
