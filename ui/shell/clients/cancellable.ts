import { type SignalLike, tokenOf } from '../../../protocol/cancellation.ts';
import { AppError } from '../../../protocol/errors.ts';

/** Waits for a promise, or rejects with `cancelled` as soon as the signal fires; the promise itself goes on. */
export function untilCancelled<T>(promise: Promise<T>, signal: SignalLike): Promise<T> {
  const token = tokenOf(signal);
  return new Promise((resolve, reject) => {
    const forget = token.onCancel(() => reject(new AppError('cancelled')));
    promise.then(resolve, reject).finally(forget);
  });
}

/** A signal that fires after so many milliseconds. */
export function afterMs(milliseconds: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
