import type { CancelToken } from '../../../protocol/cancellation.ts';
import { AppError } from '../../../protocol/errors.ts';

export type JobQueue = {
  /** Runs `task` when all earlier ones have ended. A job cancelled while it waits ends at once and never runs. */
  run<T>(token: CancelToken, task: () => Promise<T>): Promise<T>;
};

/** One job at a time: two at once would share memory and GPU and both take twice as long. */
export function createJobQueue(): JobQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async run(token, task) {
      const earlier = last;
      let finish: () => void = () => {};
      last = new Promise<void>((resolve) => {
        finish = resolve;
      });
      let unsubscribe = () => {};
      const cancelled = new Promise<never>((_, reject) => {
        unsubscribe = token.onCancel(() => reject(new AppError('cancelled')));
      });
      try {
        await Promise.race([earlier, cancelled]);
      } catch (thrown) {
        // Those behind this one still wait for those before it.
        void earlier.then(finish);
        throw thrown;
      } finally {
        unsubscribe();
        cancelled.catch(() => {});
      }
      try {
        return await task();
      } finally {
        finish();
      }
    },
  };
}
