import type { GenerateResult } from '../../../protocol/engine-contract.ts';
import { toAppError } from './engine-failure.ts';
import type { Job } from './job.ts';
import type { LoadedModel, LoadedPack } from './loaded-model.ts';

/**
 * Runs a job, and once more where its numbers broke (none at all, all black, all one value) and the model can be had with
 * safer ones. A result that came that way says so. Throws what the last try threw; that a safer model could not be had is
 * not what went wrong, unless it is the person who no longer wants it.
 */
export async function runSafely(
  job: Job,
  run: (job: Job) => Promise<GenerateResult>,
  loadSafer: (model: LoadedPack) => Promise<LoadedModel | null>,
): Promise<GenerateResult> {
  let { model } = job;
  let isRetried = false;
  for (;;) {
    try {
      const result = await run({ ...job, model });
      if (isRetried) result.report.warnings.push('retried-precise');
      return result;
    } catch (thrown) {
      const isBroken = toAppError(thrown).code === 'bad-numbers' && model.kind === 'diffusion';
      const safer = isBroken ? await orNull(loadSafer(model as LoadedPack)) : null;
      if (safer === null) throw thrown;
      model = safer;
      isRetried = true;
    }
  }
}

function orNull<T>(loading: Promise<T | null>): Promise<T | null> {
  return loading.catch((thrown: unknown) => {
    if (toAppError(thrown).code === 'cancelled') throw thrown;
    return null;
  });
}
