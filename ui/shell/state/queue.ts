import type { JobStart } from './job.ts';

/** A job that waits for its turn, settled when it was asked for. */
export type QueueEntry = JobStart;

/** The jobs that wait, the next one first. `isPaused`: they were kept from another time, and wait for the person's word. */
export type Queue = { waiting: readonly QueueEntry[]; isPaused: boolean };

export type QueueEvent =
  | { kind: 'added'; entry: QueueEntry }
  | { kind: 'restored'; entries: readonly QueueEntry[] }
  /** Also where it has begun. */
  | { kind: 'removed'; id: number }
  | { kind: 'moved'; id: number; by: -1 | 1 }
  | { kind: 'resumed' };

export const emptyQueue: Queue = { waiting: [], isPaused: false };

/** The queue after an event; one that is empty waits for nobody. */
export function advanceQueue(queue: Queue, event: QueueEvent): Queue {
  switch (event.kind) {
    case 'added':
      return { ...queue, waiting: [...queue.waiting, event.entry] };
    case 'restored':
      return event.entries.length === 0
        ? queue
        : { waiting: [...event.entries, ...queue.waiting], isPaused: true };
    case 'removed': {
      const waiting = queue.waiting.filter(({ id }) => id !== event.id);
      return { waiting, isPaused: queue.isPaused && waiting.length > 0 };
    }
    case 'moved':
      return { ...queue, waiting: moved(queue.waiting, event.id, event.by) };
    case 'resumed':
      return { ...queue, isPaused: false };
  }
}

/** What comes next where the engine is free; null while the queue is paused or empty. */
export function nextOf({ waiting, isPaused }: Queue): QueueEntry | null {
  return isPaused ? null : (waiting[0] ?? null);
}

function moved(waiting: readonly QueueEntry[], id: number, by: -1 | 1): readonly QueueEntry[] {
  const from = waiting.findIndex((entry) => entry.id === id);
  const one = waiting[from];
  const other = waiting[from + by];
  if (one === undefined || other === undefined) return waiting;
  return waiting.map((entry) => (entry === one ? other : entry === other ? one : entry));
}
