import type { Candidate, GenerateResult, GenerationInputs } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import { writeWarning } from '../../../protocol/warnings.ts';
import { prepareConditions } from '../../diffusion/conditions.ts';
import { prepareSource } from '../../diffusion/source-latents.ts';
import { decodeInputs } from './fill-inputs.ts';
import { hearCancel, type Job } from './job.ts';
import type { LoadedPack } from './loaded-model.ts';
import { chooseRefine, paintCandidate } from './paint-candidate.ts';
import type { PaintPlan } from './paint-plan.ts';
import { planFill } from './plan-fill.ts';
import { planGenerate } from './plan-generate.ts';
import { planPlainFill, planRawFill } from './plan-raw-fill.ts';
import { planPlainVary, planVary } from './plan-vary.ts';
import { type ResolvedRequest, resolveRequest } from './resolve-request.ts';
import { runEraser } from './run-eraser.ts';
import { createStopwatch, type Stopwatch } from './stopwatch.ts';

/**
 * Makes every candidate of a request on a loaded model. The same request, pixels and device class give the same bytes.
 * Ends with `cancelled` between two steps once the signal says so; throws AppError or DiffusionError.
 */
export async function runJob(job: Job): Promise<GenerateResult> {
  const { model } = job;
  return model.kind === 'eraser' ? runEraser({ ...job, model }) : paint({ ...job, model });
}

async function paint(job: Job<LoadedPack>): Promise<GenerateResult> {
  const { model, signal, tell } = job;
  const { pack } = model;
  const watch = createStopwatch();
  const request = resolveRequest(job.request, pack.info);
  if (request.task === 'generate' && request.prompt.trim() === '') throw new AppError('prompt-missing');

  const plan = await planJob(request, job.inputs, model, watch);
  await hearCancel(signal);
  tell({ phase: 'encoding' });
  const conditions = await watch.measure('textEncode', () =>
    prepareConditions(pack, { ...request, heightPx: plan.source.heightPx, widthPx: plan.source.widthPx }),
  );
  await hearCancel(signal);
  const source = await watch.measure('vaeEncode', () => prepareSource(pack, plan.source, signal));
  const refine = chooseRefine(model, plan);

  const painting = { job, request, plan, conditions, source, refine, watch };
  const candidates: Candidate[] = [];
  for (let index = 0; index < request.count; index++) {
    await hearCancel(signal);
    const candidate = await paintCandidate(painting, index);
    if (candidate !== null) candidates.push(candidate);
  }
  const moved = request.count - candidates.length;
  if (candidates.length === 0) throw new AppError('picture-shifted', `The model moved all of ${moved}.`);

  const warnings = [...plan.warnings];
  if (refine?.isCoarse) warnings.push('coarse-region');
  if (moved > 0) warnings.push(writeWarning('candidate-shifted', String(moved)));
  if (conditions.cutOff !== '') warnings.push(writeWarning('prompt-truncated', conditions.cutOff));
  if (conditions.isNegativeIgnored) warnings.push('negative-ignored');
  return {
    candidates,
    report: {
      request,
      model: model.id,
      modelHash: model.hash,
      device: model.device,
      timingsMs: watch.timings,
      featherPx: plan.featherPx,
      warnings,
    },
  };
}

async function planJob(
  request: ResolvedRequest,
  inputs: GenerationInputs,
  { pack }: LoadedPack,
  watch: Stopwatch,
): Promise<PaintPlan> {
  const { task } = request;
  if (task === 'generate') return watch.measure('crop', () => planGenerate(request, pack));
  const decoded = await watch.measure('decode', () => decodeInputs(inputs, { ...request, task }));
  const plan = task === 'vary' ? choosePlanOfVary(request) : choosePlanOfFill(request);
  return watch.measure('crop', () => plan(request, decoded, pack));
}

function choosePlanOfFill({ context, edge }: GenerationRequest): typeof planFill {
  if (edge !== 'raw') return planFill;
  return context === 'whole' ? planPlainFill : planRawFill;
}

const choosePlanOfVary = ({ context, edge }: GenerationRequest) =>
  edge === 'raw' && context === 'whole' ? planPlainVary : planVary;
