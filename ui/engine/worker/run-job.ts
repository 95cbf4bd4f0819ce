import type { Candidate, GenerateResult, GenerationInputs } from '../../../protocol/engine-contract.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import { writeWarning } from '../../../protocol/warnings.ts';
import { prepareConditions } from '../../diffusion/conditions.ts';
import type { StepReport } from '../../diffusion/denoise.ts';
import { previewLatents } from '../../diffusion/latent-preview.ts';
import { sampleLatents } from '../../diffusion/sample-latents.ts';
import { prepareSource } from '../../diffusion/source-latents.ts';
import { isConstantTensor, isFiniteTensor, type Tensor } from '../../diffusion/tensor.ts';
import { fromModelRange } from '../../imaging/image-tensor.ts';
import { enlargePicture } from './enlarge-picture.ts';
import { decodeInputs } from './fill-inputs.ts';
import { breathe, describeCandidate, hearCancel, type Job } from './job.ts';
import type { LoadedPack } from './loaded-model.ts';
import type { FinishedPicture, PaintPlan } from './paint-plan.ts';
import { planFill } from './plan-fill.ts';
import { planGenerate } from './plan-generate.ts';
import { planPlainFill, planRawFill } from './plan-raw-fill.ts';
import { planPlainVary, planVary } from './plan-vary.ts';
import { type ResolvedRequest, resolveRequest } from './resolve-request.ts';
import { runEraser } from './run-eraser.ts';
import { flagPicture } from './safety/flag-picture.ts';
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

  const candidates: Candidate[] = [];
  for (let index = 0; index < request.count; index++) {
    await hearCancel(signal);
    const seed = request.seed + index;
    const latents = await sampleLatents(
      pack,
      conditions,
      source,
      {
        latentHeight: plan.source.heightPx / pack.info.spatialFactor,
        latentWidth: plan.source.widthPx / pack.info.spatialFactor,
        seed,
        steps: request.steps,
        scheduler: request.scheduler,
        strength: plan.source.strength,
        posterior: plan.posterior,
        pipeline: plan.pipeline,
      },
      { signal, onStep: followSteps(job, watch, index) },
    );
    tell({ phase: 'decoding', candidate: index });
    const pixels = await watch.measure('vaeDecode', () => pack.decodeLatents(latents, signal));
    await hearCancel(signal);
    if (!isFiniteTensor(pixels) || isConstantTensor(pixels))
      throw new AppError('bad-numbers', 'The decoder gave no picture.');
    const { widthPx, heightPx } = plan.source;
    const flag = await flagPicture(job.checker, fromModelRange(pixels.data, widthPx, heightPx));
    const finished = await finishPicture(job, plan, pixels, watch);
    const candidate = await watch.measure('composite', () => describeCandidate(finished, index, seed, flag));
    candidates.push(candidate);
    tell({ phase: 'candidate', candidate });
  }

  const warnings = [...plan.warnings];
  if (conditions.cutOff !== '') warnings.push(writeWarning('prompt-truncated', conditions.cutOff));
  if (conditions.isNegativeIgnored) warnings.push('negative-ignored');
  return {
    candidates,
    report: {
      request,
      model: model.id,
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
  const decoded = await watch.measure('decode', () => decodeInputs(inputs, task));
  const plan = task === 'vary' ? choosePlanOfVary(request) : choosePlanOfFill(request);
  return watch.measure('crop', () => plan(request, decoded, pack));
}

function choosePlanOfFill({ context, edge }: GenerationRequest): typeof planFill {
  if (edge !== 'raw') return planFill;
  return context === 'whole' ? planPlainFill : planRawFill;
}

const choosePlanOfVary = ({ context, edge }: GenerationRequest) =>
  edge === 'raw' && context === 'whole' ? planPlainVary : planVary;

/** Times each step, shows it, and lets the worker hear a cancel before the next one. */
function followSteps({ model, tell }: Job<LoadedPack>, watch: Stopwatch, candidate: number) {
  let start = performance.now();
  return async ({ step, steps, original }: StepReport) => {
    watch.timings.steps.push(performance.now() - start);
    const { previewProjection } = model.pack.info;
    const preview = previewProjection === null ? null : previewLatents(original, previewProjection);
    tell({ phase: 'denoising', candidate, step, steps, preview });
    await breathe();
    start = performance.now();
  };
}

/** From the decoder's picture to the one that is placed, through the pack's upscaler where that has something to add. */
async function finishPicture(
  { model, signal }: Job<LoadedPack>,
  plan: PaintPlan,
  { data }: Tensor,
  watch: Stopwatch,
): Promise<FinishedPicture> {
  const { widthPx, heightPx } = plan.source;
  const painted = await watch.measure('composite', () =>
    plan.correct(fromModelRange(data, widthPx, heightPx)),
  );
  if (!plan.isEnlarged) return watch.measure('composite', () => plan.finish(painted, null));
  const enlarged = await watch.measure('upscale', () => enlargePicture(model.pack, painted));
  await hearCancel(signal);
  return watch.measure('composite', () => plan.finish(painted, enlarged));
}
