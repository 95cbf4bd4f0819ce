import { describe, expect, it } from 'vitest';
import { createSerialQueue } from '../../../ui/runtime/serial-queue.ts';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('the queue before onnxruntime', () => {
  it('never lets two tasks overlap, and keeps their order', async () => {
    const queue = createSerialQueue();
    const log: string[] = [];
    let running = 0;
    const task = (name: string, ms: number) => async () => {
      expect(++running).toBe(1);
      await wait(ms);
      running--;
      log.push(name);
      return name;
    };
    const answers = await Promise.all([
      queue.enqueue(task('slow', 20)),
      queue.enqueue(task('quick', 0)),
      queue.enqueue(task('last', 5)),
    ]);
    expect(answers).toEqual(['slow', 'quick', 'last']);
    expect(log).toEqual(answers);
  });

  it('goes on after a task that failed, told only to the one who asked', async () => {
    const queue = createSerialQueue();
    const failing = queue.enqueue(() => Promise.reject(new Error('broken')));
    const throwing = queue.enqueue(() => {
      throw new Error('thrown');
    });
    const next = queue.enqueue(async () => 'fine');
    await expect(failing).rejects.toThrow('broken');
    await expect(throwing).rejects.toThrow('thrown');
    await expect(next).resolves.toBe('fine');
  });

  it('never starts a task that was cancelled while it waited', async () => {
    const queue = createSerialQueue();
    const signal = { aborted: false };
    let hasStarted = false;
    const first = queue.enqueue(async () => {
      signal.aborted = true;
    });
    const second = queue.enqueue(async () => {
      hasStarted = true;
    }, signal);
    await first;
    await expect(second).rejects.toMatchObject({ reason: 'cancelled' });
    expect(hasStarted).toBe(false);
  });

  it('lets the event loop turn between two tasks, so that messages are heard', async () => {
    const queue = createSerialQueue();
    const log: string[] = [];
    setTimeout(() => log.push('message'), 0);
    const busy = (name: string) => async () => {
      const end = performance.now() + 5;
      while (performance.now() < end);
      log.push(name);
    };
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => queue.enqueue(busy(name))));
    expect(log.indexOf('message')).toBeLessThan(log.indexOf('d'));
  });
});
