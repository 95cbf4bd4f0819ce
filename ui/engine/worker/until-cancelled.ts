import type { CancelToken } from '../../../protocol/cancellation.ts';
import { AppError } from '../../../protocol/errors.ts';

/** Ends the wait with `cancelled` when the caller gives up; the task itself goes on for whoever asks next. */
export async function untilCancelled<T>(task: Promise<T>, token: CancelToken): Promise<T> {
  let unsubscribe = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    unsubscribe = token.onCancel(() => reject(new AppError('cancelled')));
  });
  cancelled.catch(() => {});
  try {
    return await Promise.race([task, cancelled]);
  } finally {
    unsubscribe();
  }
}
