import type { CancelToken } from '../protocol/cancellation.ts';
import { AppError } from '../protocol/errors.ts';
import { fromHost } from './host-errors.ts';

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs work on the document one piece after another, so that no export sees what another has hidden. A failure does not
 * stop the next. Throws only AppErrors, and `cancelled` for work whose caller left before its turn.
 */
export function inTurn<T>(cancelled: CancelToken, work: () => Promise<T>): Promise<T> {
  const turn = last.then(async () => {
    if (cancelled.isCancelled()) throw new AppError('cancelled');
    try {
      return await work();
    } catch (thrown) {
      throw fromHost(thrown, 'internal');
    }
  });
  last = turn.catch(() => undefined);
  return turn;
}

/** Waits for the host, but not for ever. Throws AppError('timed-out') after `milliseconds`. */
export function within<T>(milliseconds: number, waiting: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new AppError('timed-out', 'the host did not answer')),
      milliseconds,
    );
    void waiting.then(resolve, reject).then(() => clearTimeout(timer));
  });
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
