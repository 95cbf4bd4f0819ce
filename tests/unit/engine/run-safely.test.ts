import { describe, expect, it } from 'vitest';
import type { GenerateResult } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import { DiffusionError } from '../../../ui/diffusion/diffusion-error.ts';
import { createTensor } from '../../../ui/diffusion/tensor.ts';
import type { Job } from '../../../ui/engine/worker/job.ts';
import { refuseBroken } from '../../../ui/engine/worker/judge-pixels.ts';
import type { LoadedModel } from '../../../ui/engine/worker/loaded-model.ts';
import { runSafely } from '../../../ui/engine/worker/run-safely.ts';

const modelOn = (place: string) => ({ kind: 'diffusion', id: place }) as LoadedModel;
const result = (): GenerateResult =>
  ({ candidates: [], report: { warnings: ['a'] } }) as unknown as GenerateResult;

/** Runs a job that breaks with `error` on all places but the last. */
async function runOn(places: string[], error: unknown) {
  const ran: string[] = [];
  const job = { model: modelOn(places[0]!) } as Job;
  const done = await runSafely(
    job,
    async ({ model }) => {
      ran.push(model.id);
      if (model.id !== places.at(-1)) throw error;
      return result();
    },
    async ({ id }) => {
      const next = places[places.indexOf(id) + 1];
      return next === undefined ? null : modelOn(next);
    },
  );
  return { ran, warnings: done.report.warnings };
}

describe('a job whose numbers break', () => {
  it.each([new AppError('bad-numbers'), new DiffusionError('bad-numbers', 'Step 1 gave no numbers.')])(
    'is run again where they are safer, and says so',
    async (error) => {
      expect(await runOn(['half', 'wide', 'wasm'], error)).toEqual({
        ran: ['half', 'wide', 'wasm'],
        warnings: ['a', 'retried-precise'],
      });
    },
  );

  it('says nothing where nothing broke', async () => {
    expect(await runOn(['wasm'], null)).toEqual({ ran: ['wasm'], warnings: ['a'] });
  });

  it('fails with what broke it where nothing is safer, and with everything else at once', async () => {
    const broken = new AppError('bad-numbers', 'broken');
    const everywhere = runSafely(
      { model: modelOn('wasm') } as Job,
      () => Promise.reject(broken),
      async () => null,
    );
    await expect(everywhere).rejects.toBe(broken);
    const cancelled = new AppError('cancelled');
    let asked = 0;
    const left = runSafely(
      { model: modelOn('half') } as Job,
      () => Promise.reject(cancelled),
      async () => {
        asked++;
        return modelOn('wasm');
      },
    );
    await expect(left).rejects.toBe(cancelled);
    expect(asked).toBe(0);
  });
});

describe('refuseBroken', () => {
  const pixels = (...values: number[]) => createTensor([1, 1, 1, values.length], Float32Array.from(values));
  const isRefused = (tensor: ReturnType<typeof pixels>, isPrecise: boolean) => {
    try {
      refuseBroken(tensor, isPrecise);
      return false;
    } catch (thrown) {
      return thrown instanceof AppError && thrown.code === 'bad-numbers';
    }
  };

  it('refuses what is no number and what is one value, whatever the precision', () => {
    for (const isPrecise of [true, false]) {
      expect(isRefused(pixels(0, Number.NaN, 1), isPrecise)).toBe(true);
      expect(isRefused(pixels(0, Number.POSITIVE_INFINITY), isPrecise)).toBe(true);
      expect(isRefused(pixels(0.5, 0.5, 0.5), isPrecise)).toBe(true);
      expect(isRefused(pixels(0, 0.5, 1), isPrecise)).toBe(false);
    }
  });

  it('takes a black picture for one that was asked for only where the numbers can be trusted', () => {
    expect(isRefused(pixels(-1, -0.995, -1.01), false)).toBe(true);
    expect(isRefused(pixels(-1, -0.995, -1.01), true)).toBe(false);
    expect(isRefused(pixels(-1, -0.995, -0.8), false)).toBe(false);
  });
});
