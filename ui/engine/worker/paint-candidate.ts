import type { Candidate } from '../../../protocol/engine-contract.ts';
import { nextSeed } from '../../../protocol/generation.ts';
import type { Conditions } from '../../diffusion/conditions.ts';
import type { StepReport } from '../../diffusion/denoise.ts';
import { previewLatents } from '../../diffusion/latent-preview.ts';
import { countSteps } from '../../diffusion/plan-steps.ts';
import { sampleLatents } from '../../diffusion/sample-latents.ts';
import type { SourceLatents } from '../../diffusion/source-latents.ts';
import type { PlanarImage } from '../../imaging/image.ts';
import { fromModelRange } from '../../imaging/image-tensor.ts';
import { enlargePicture } from './enlarge-picture.ts';
import { breathe, describeCandidate, hearCancel, type Job } from './job.ts';
import { isShifted, refuseBroken } from './judge-pixels.ts';
import type { LoadedPack } from './loaded-model.ts';
import type { PaintPlan } from './paint-plan.ts';
import { planRefine, type RefinePlan } from './plan-refine.ts';
import { refineRegion, refineStrengthOf } from './refine-region.ts';
import type { ResolvedRequest } from './resolve-request.ts';
import { flagPicture } from './safety/flag-picture.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What all candidates of a job share. */
export type Painting = {
  job: Job<LoadedPack>;
  request: ResolvedRequest;
  plan: PaintPlan;
  conditions: Conditions;
  source: SourceLatents;
  refine: RefinePlan | null;
  watch: Stopwatch;
};

/** The second pass that a job's region gets; an upscaler of the pack's own does without one. */
export function chooseRefine({ pack }: LoadedPack, { refine, source }: PaintPlan): RefinePlan | null {
  if (refine === undefined || pack.upscaler !== null) return null;
  // Where strengths differ from place to place, a pass with one of its own would level them.
  if (source.latentStrength) return null;
  const model = { width: source.widthPx, height: source.heightPx };
  return planRefine(pack.info, { crop: refine.crop, model, selection: refine.selection.rect });
}

/**
 * Paints one candidate, `index` from 0; null where the model has moved what it was to leave in place. Throws `bad-numbers`
 * where no picture came out, `cancelled` between two steps.
 */
export async function paintCandidate(painting: Painting, index: number): Promise<Candidate | null> {
  const { job, request, plan, conditions, source, watch } = painting;
  const { model, signal, tell } = job;
  const { pack } = model;
  const seed = nextSeed(request.seed, index);
  const follow = followSteps(painting, index);
  const { widthPx, heightPx } = plan.source;
  const latents = await sampleLatents(
    pack,
    conditions,
    source,
    {
      latentHeight: heightPx / pack.info.spatialFactor,
      latentWidth: widthPx / pack.info.spatialFactor,
      seed,
      steps: request.steps,
      scheduler: request.scheduler,
      strength: plan.source.strength,
      posterior: plan.posterior,
      pipeline: plan.pipeline,
    },
    { signal, onStep: follow },
  );
  tell({ phase: 'decoding', candidate: index });
  const pixels = await watch.measure('vaeDecode', () => pack.decodeLatents(latents, signal));
  await hearCancel(signal);
  refuseBroken(pixels, job.model.isPrecise);
  const decoded = fromModelRange(pixels.data, widthPx, heightPx);
  const flag = await flagPicture(job.checker, decoded);
  const { surroundings } = plan;
  const hasMoved = await watch.measure(
    'composite',
    () => surroundings !== undefined && isShifted(decoded, surroundings.known, surroundings.hole),
  );
  if (hasMoved) return null;
  const painted = await watch.measure('composite', () => plan.correct(decoded));
  const finest = await enlarge(painting, painted, seed, follow);
  const finished = await watch.measure('composite', () => plan.finish(painted, finest));
  const candidate = await watch.measure('composite', () => describeCandidate(finished, index, seed, flag));
  const { id, hash, device } = job.model;
  tell({ phase: 'candidate', candidate, made: { request, model: id, modelHash: hash, device } });
  return candidate;
}

/** The painted picture with more pixels where those are wanted: by a second pass, or by the pack's upscaler. */
async function enlarge(
  { job, request, plan, conditions, refine, watch }: Painting,
  painted: PlanarImage,
  seed: number,
  onStep: ReturnType<typeof followSteps>,
): Promise<PlanarImage | null> {
  const { pack } = job.model;
  if (refine !== null && plan.refine !== undefined) {
    const hooks = { signal: job.signal, onStep };
    const strength = refineStrengthOf(plan.source.strength);
    const { isPrecise } = job.model;
    const how = { request, conditions, seed, strength, isPrecise, hooks };
    return refineRegion(pack, refine, plan.refine, painted, how);
  }
  if (!plan.isEnlarged) return null;
  const enlarged = await watch.measure('upscale', () => enlargePicture(pack, painted));
  await hearCancel(job.signal);
  return enlarged;
}

/** Times each step, shows it, and lets the worker hear a cancel before the next one. A second pass counts on. */
function followSteps({ job, request, plan, refine, watch }: Painting, candidate: number) {
  let start = performance.now();
  let done = 0;
  const first = countSteps(request.steps, plan.source.strength);
  const more = refine === null ? 0 : countSteps(request.steps, refineStrengthOf(plan.source.strength));
  return async ({ steps, original }: StepReport) => {
    watch.timings.steps.push(performance.now() - start);
    done++;
    const { previewProjection } = job.model.pack.info;
    const preview = previewProjection === null ? null : previewLatents(original, previewProjection);
    const total = more === 0 ? steps : Math.max(done, first + more);
    job.tell({ phase: 'denoising', candidate, step: done, steps: total, preview });
    await breathe();
    start = performance.now();
  };
}
