import { DiffusionError } from '../diffusion/diffusion-error.ts';

/** The end of a device, as those see it who wait for something of it. */
export type DeviceLoss = {
  /** Throws `device-lost` once the device is gone. */
  throwIfLost(): void;
  /** The task's own outcome, or `device-lost` where the device goes first. */
  race<T>(task: Promise<T>): Promise<T>;
};

/**
 * `lost` resolves with the reason when the device is gone. Promise.race against it would keep the result of every call
 * ever made: a promise that never settles forgets none of those who wait for it.
 */
export function createLoss(lost: Promise<string>): DeviceLoss {
  const waiting = new Set<(error: DiffusionError) => void>();
  let error: DiffusionError | null = null;
  void lost.then((reason) => {
    error = new DiffusionError('device-lost', `The GPU device is gone: ${reason}`);
    for (const reject of [...waiting]) reject(error);
  });

  function throwIfLost(): void {
    if (error !== null) throw error;
  }

  async function race<T>(task: Promise<T>): Promise<T> {
    throwIfLost();
    let forget = () => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        waiting.add(reject);
        forget = () => waiting.delete(reject);
        task.then(resolve, reject);
      });
    } finally {
      forget();
    }
  }

  return { throwIfLost, race };
}
