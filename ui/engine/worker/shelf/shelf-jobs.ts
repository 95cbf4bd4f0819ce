import { type CancelToken, createCancellation } from '../../../../protocol/cancellation.ts';
import { AppError, toWireError } from '../../../../protocol/errors.ts';
import type { InstallProgress, ShelfItem, ShelfProgress, ShelfState } from '../../../../protocol/shelf.ts';

/** Why a job is to end before it is through: `paused` keeps what has come. */
export type Wish = 'paused' | 'cancelled';

export type JobKind = 'install' | 'copy' | 'verify';

/** Something that goes on with a model: it is fetched, copied or hashed. */
export type ShelfJob = {
  readonly kind: JobKind;
  readonly state: ShelfState;
  readonly progress: ShelfProgress | null;
};

export type JobTools = {
  token: CancelToken;
  tell(state: ShelfState, progress: ShelfProgress | null): void;
};

export type JobCaller = { cancelled: CancelToken; progress(told: InstallProgress): void };

export type Failure = NonNullable<ShelfItem['failure']>;

/** What goes on with the models of this page, at most one thing per model. */
export type ShelfJobs = {
  find(id: string): ShelfJob | null;
  failure(id: string): Failure | null;
  /**
   * Runs work on a model and ends as it ends, with `paused` where somebody wished that, with `cancelled` where they
   * wished that. Whoever asks for the same meanwhile shares it; a caller that gives up pauses it once nobody else waits.
   * `model-busy` where something else goes on with the model.
   */
  run<T>(
    id: string,
    kind: JobKind,
    caller: JobCaller | null,
    work: (tools: JobTools) => Promise<T>,
  ): Promise<T | 'paused'>;
  /** Ends what goes on with a model, if anything, and resolves when it has ended. */
  stop(id: string, wish: Wish): Promise<void>;
  fail(id: string, failure: Failure): void;
  forgive(id: string): void;
};

type Running = ShelfJob & {
  wish: Wish | null;
  callers: Set<JobCaller>;
  cancel(): void;
  ended: Promise<unknown>;
};

const noProgress: ShelfProgress = {
  doneBytes: 0,
  totalBytes: null,
  bytesPerSecond: null,
  secondsLeft: null,
};

/** `onChange` hears of every step; `isTurn` where a job begins or ends, so that what is stored may be another. */
export function createShelfJobs(onChange: (isTurn: boolean) => void): ShelfJobs {
  const running = new Map<string, Running>();
  const failures = new Map<string, Failure>();

  function begin<T>(id: string, kind: JobKind, work: (tools: JobTools) => Promise<T>): Running {
    const { token, cancel } = createCancellation();
    let job: Running;
    const tell = (state: ShelfState, progress: ShelfProgress | null) => {
      if (running.get(id) !== job) return;
      Object.assign(job, { state, progress });
      for (const caller of job.callers) caller.progress({ state, ...(progress ?? noProgress) });
      onChange(false);
    };
    const act = async () => {
      try {
        const done = await work({ token, tell });
        return job.wish === 'cancelled' ? Promise.reject(new AppError('cancelled')) : done;
      } catch (thrown) {
        const { code, subject = null } = toWireError(thrown);
        if (job.wish === 'paused' && code === 'cancelled') return 'paused' as const;
        if (code !== 'cancelled') failures.set(id, { code, subject });
        throw thrown;
      } finally {
        running.delete(id);
        onChange(true);
      }
    };
    failures.delete(id);
    job = {
      kind,
      state: 'waiting',
      progress: null,
      wish: null,
      callers: new Set(),
      cancel,
      // Started after `job` stands, however early the work tells something.
      ended: Promise.resolve().then(act),
    };
    job.ended.catch(() => {});
    running.set(id, job);
    onChange(true);
    return job;
  }

  function end(job: Running, wish: Wish): void {
    // Who cancels means more than who pauses.
    if (job.wish !== 'cancelled') job.wish = wish;
    job.cancel();
  }

  return {
    find: (id) => running.get(id) ?? null,
    failure: (id) => failures.get(id) ?? null,
    async run(id, kind, caller, work) {
      const known = running.get(id);
      if (known !== undefined && known.kind !== kind)
        throw new AppError('model-busy', `${known.kind} goes on with ${id}`, id);
      const job = known ?? begin(id, kind, work);
      if (caller === null) return job.ended as ReturnType<typeof work>;
      job.callers.add(caller);
      const unsubscribe = caller.cancelled.onCancel(() => {
        job.callers.delete(caller);
        if (job.callers.size === 0) end(job, 'paused');
      });
      try {
        return (await job.ended) as Awaited<ReturnType<typeof work>>;
      } finally {
        unsubscribe();
      }
    },
    async stop(id, wish) {
      const job = running.get(id);
      if (job === undefined) return;
      end(job, wish);
      await job.ended.catch(() => {});
    },
    fail(id, failure) {
      failures.set(id, failure);
      onChange(true);
    },
    forgive: (id) => void failures.delete(id),
  };
}
