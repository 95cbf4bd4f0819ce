import type { GenerateResult } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import { decodeInputs } from './fill-inputs.ts';
import { describeCandidate, hearCancel, type Job } from './job.ts';
import type { LoadedEraser } from './loaded-model.ts';
import { planRemove } from './plan-remove.ts';
import { createStopwatch } from './stopwatch.ts';

/**
 * Removes what the masks cover, in one pass of an eraser, which counts as one step. There is one answer whatever the
 * seed, so there is one candidate whatever the count. Throws `task-unsupported` for any other task, else as `runJob`.
 */
export async function runEraser(job: Job<LoadedEraser>): Promise<GenerateResult> {
  const { inputs, model, signal, tell } = job;
  const request = { ...job.request, count: 1 };
  const { task } = request;
  if (task !== 'remove')
    throw new AppError('task-unsupported', `${model.id} is an eraser, which cannot ${task}.`);
  const watch = createStopwatch();
  const decoded = await watch.measure('decode', () => decodeInputs(inputs, { ...request, task }));
  const plan = await watch.measure('crop', () => planRemove({ ...request, task }, decoded, model.eraser));
  await hearCancel(signal);

  tell({ phase: 'denoising', candidate: 0, step: 0, steps: 1, preview: null });
  const start = performance.now();
  const { data } = await model.eraser.erase(plan.pixels, plan.hole);
  watch.timings.steps.push(performance.now() - start);
  await hearCancel(signal);
  tell({ phase: 'decoding', candidate: 0 });

  const candidate = await watch.measure('composite', () => {
    const erased = plan.correct({ ...plan.model, channels: 3, data });
    return describeCandidate(plan.finish(erased, null), 0, request.seed);
  });
  const { timings } = watch;
  const { id, hash, device } = model;
  tell({ phase: 'candidate', candidate, made: { request, model: id, modelHash: hash, device } });
  return {
    candidates: [candidate],
    report: {
      request,
      model: id,
      modelHash: hash,
      device,
      timingsMs: timings,
      featherPx: plan.featherPx,
      warnings: decoded.isWindow ? ['window-only'] : [],
    },
  };
}
