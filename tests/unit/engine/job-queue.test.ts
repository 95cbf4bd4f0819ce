import { describe, expect, it } from 'vitest';
import { createCancellation } from '../../../protocol/cancellation.ts';
import { createJobQueue } from '../../../ui/engine/worker/job-queue.ts';

const never = () => createCancellation().token;

function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('job-queue', () => {
  it('runs one job at a time, in order, also after one has failed', async () => {
    const queue = createJobQueue();
    const log: string[] = [];
    const job = (name: string, fails: boolean) =>
      queue.run(never(), async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      });
    const all = await Promise.allSettled([job('a', false), job('b', true), job('c', false)]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('ends a waiting job at once when it is cancelled, and never runs it', async () => {
    const queue = createJobQueue();
    const gate = deferred();
    const order: string[] = [];
    const first = queue.run(never(), () => gate.promise);
    const { token, cancel } = createCancellation();
    const second = queue.run(token, async () => void order.push('second'));
    const third = queue.run(never(), async () => void order.push('third'));
    cancel();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(order).toEqual([]);
    gate.resolve();
    await Promise.all([first, third]);
    expect(order).toEqual(['third']);
  });
});
