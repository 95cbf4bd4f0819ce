import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createLoss } from '../../../ui/runtime/device-loss.ts';

const deviceLost = expect.objectContaining({ reason: 'device-lost' });

it('gives what a task gives, and its failure', async () => {
  const loss = createLoss(new Promise(() => {}));
  await expect(loss.race(Promise.resolve(7))).resolves.toBe(7);
  await expect(loss.race(Promise.reject(new RangeError('no')))).rejects.toThrow('no');
  expect(() => loss.throwIfLost()).not.toThrow();
});

it('ends every wait when the device goes, and lets none begin', async () => {
  let lose: (reason: string) => void = () => {};
  const loss = createLoss(
    new Promise((resolve) => {
      lose = resolve;
    }),
  );
  const waits = [loss.race(new Promise(() => {})), loss.race(new Promise(() => {}))];
  lose('unplugged');
  for (const wait of waits) await expect(wait).rejects.toEqual(deviceLost);
  await expect(loss.race(Promise.resolve(1))).rejects.toEqual(deviceLost);
  expect(() => loss.throwIfLost()).toThrow('unplugged');
});

it('keeps nothing of what was waited for', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const loss = createLoss(new Promise(() => {}));
  async function wait(): Promise<WeakRef<object>> {
    const result = await loss.race(Promise.resolve({ pixels: new Float32Array(1000) }));
    return new WeakRef(result);
  }
  const result = await wait();
  await new Promise((resolve) => setTimeout(resolve, 5));
  collect();
  expect(result.deref()).toBeUndefined();
});
