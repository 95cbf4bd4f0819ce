import { effect } from '@preact/signals';
import { AppError } from '../../../protocol/errors.ts';
import type { JobDraft, JobStart } from '../state/job-start.ts';
import { queueKey, readQueue, writeQueue } from '../state/kept-queue.ts';
import { nextOf } from '../state/queue.ts';
import { connectEngine } from './follow-engine.ts';
import { freezeJobs } from './freeze-job.ts';
import type { PanelContext } from './panel-context.ts';
import { reportError } from './report-error.ts';
import { type RunSummary, runJob } from './run-job.ts';

/** A job that was asked for: its id, and what comes of it. */
export type Asked = { id: number; done: Promise<RunSummary> };

/** The running of jobs, one at a time, the others in the order of the queue. What fails is shown as its sentence. */
export type JobQueue = {
  /**
   * Freezes the selection; its jobs run now, or after those that wait. Rejects with AppError where there is nothing to
   * do; what comes of the jobs is told by each of them.
   */
  press(): Promise<Asked[]>;
  /** Runs a job now, or after those that wait. */
  add(draft: JobDraft): Asked;
  /** Ends the running job; its caller is answered at once, and the next one begins. Nothing when none runs. */
  cancel(): void;
  /** Takes a job out of those that wait. */
  remove(id: number): void;
  move(id: number, by: -1 | 1): void;
  /** Goes on with jobs that were kept from another time. */
  resume(): void;
  /** Takes up the jobs that were kept when the panel was closed, paused. */
  restore(): Promise<void>;
};

type Running = { start: JobStart; controller: AbortController };
type Awaited = { resolve(summary: RunSummary): void; reject(thrown: unknown): void };

/** What the canvas must be rid of before the selection is asked for, and before pixels are read. */
export type Canvas = {
  clear(): Promise<void>;
  showAgain(): Promise<void>;
  /** Places a picture of a run that is done. */
  apply(index: number, id: number): Promise<unknown>;
};

export function createJobQueue(context: PanelContext, canvas: Canvas): JobQueue {
  const { state, host } = context;
  let nextId = 1;
  let keptUnder: string | null = null;
  let running: Running | null = null;
  let freezing: AbortController | null = null;
  let lastFrozen: Promise<unknown> = Promise.resolve();
  const awaited = new Map<number, Awaited>();

  // An engine that is gone takes no jobs; they wait until it has been connected to again.
  const isReachable = () => state.engine.value.kind === 'ready' || state.engine.value.kind === 'idle';
  effect(() => {
    if (isReachable()) queueMicrotask(pump);
  });

  function pump(): void {
    const next = nextOf(state.queue.peek());
    if (running !== null || next === null || !isReachable()) return;
    state.advanceQueue({ kind: 'removed', id: next.id });
    void begin(next);
  }

  async function begin(start: JobStart): Promise<void> {
    const controller = new AbortController();
    running = { start, controller };
    keep();
    try {
      const summary = await runJob(context, start, canvas.clear, controller.signal);
      // What is flagged waits for the person; what cannot be placed is told, and there to be placed by hand.
      if (start.isApplied === true && summary.candidates[0]?.flag === undefined)
        await canvas.apply(0, start.id).catch(() => undefined);
      awaited.get(start.id)?.resolve(summary);
    } catch (thrown) {
      reportError(context, thrown);
      awaited.get(start.id)?.reject(thrown);
    }
    awaited.delete(start.id);
    running = null;
    keep();
    // Whoever waited for this job does first what is to be done with it.
    setTimeout(pump, 0);
  }

  function add(draft: JobDraft): Asked {
    const start = { ...draft, id: nextId++ };
    const done = new Promise<RunSummary>((resolve, reject) => awaited.set(start.id, { resolve, reject }));
    // Nobody has to listen: what fails is shown already.
    done.catch(() => undefined);
    const mustWait = nextOf(state.queue.peek()) !== null && isReachable();
    if (running === null && !mustWait) void begin(start);
    else {
      state.advanceQueue({ kind: 'added', entry: start });
      keep();
    }
    return { id: start.id, done };
  }

  /** Keeps the running job too: closing the panel ends it, and it starts over. */
  function keep(): void {
    if (state.host.peek()?.canStore !== true) return;
    const { waiting } = state.queue.peek();
    const value = writeQueue(running === null ? waiting : [running.start, ...waiting]);
    const key = keyOfQueue();
    // A document gets its id with its first result; from then on the queue is under that.
    if (keptUnder !== null && keptUnder !== key) save(keptUnder, null);
    keptUnder = key;
    save(key, value);
  }

  // Without room there the queue is only not kept; it runs all the same.
  function save(key: string, value: string | null): void {
    host.call('saveKept', { key, value }).catch(() => undefined);
  }

  /** Other files have layers of the same ids, so each that has an id has a queue of its own. */
  function keyOfQueue(): string {
    const document = state.consent.document.peek();
    return document === null ? queueKey : `${queueKey}-${document}`;
  }

  async function freeze(): Promise<Asked[]> {
    const controller = new AbortController();
    freezing = controller;
    try {
      await canvas.clear();
      const drafts = await freezeJobs(context, controller.signal);
      if (running !== null) void canvas.showAgain();
      else state.showNewest();
      return drafts.map(add);
    } catch (thrown) {
      reportError(context, thrown);
      throw thrown;
    } finally {
      freezing = null;
    }
  }

  return {
    press() {
      state.dismissNotice();
      const asked = lastFrozen.then(freeze, freeze);
      lastFrozen = asked;
      return asked;
    },
    add(draft) {
      state.dismissNotice();
      if (running === null) state.showNewest();
      return add(draft);
    },
    cancel() {
      (running?.controller ?? freezing)?.abort();
    },
    remove(id) {
      state.advanceQueue({ kind: 'removed', id });
      awaited.get(id)?.reject(new AppError('cancelled'));
      awaited.delete(id);
      keep();
    },
    move(id, by) {
      state.advanceQueue({ kind: 'moved', id, by });
      keep();
    },
    resume() {
      state.advanceQueue({ kind: 'resumed' });
      if (isReachable()) pump();
      else void connectEngine(context);
    },
    async restore() {
      if (state.host.peek()?.canStore !== true) return;
      const { value } = await host.call('loadKept', { key: keyOfQueue() });
      // Another file may be open by now, with other layers of the same ids: nothing is applied that nobody has looked at.
      const entries = readQueue(value).map(({ isApplied: _, ...draft }) => ({ ...draft, id: nextId++ }));
      if (entries.length === 0) return;
      state.advanceQueue({ kind: 'restored', entries });
      // What was asked for meanwhile has been kept without them.
      keep();
    },
  };
}
