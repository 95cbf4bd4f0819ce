import { prepareConditions } from './conditions.ts';
import type { SamplingHooks } from './denoise.ts';
import { DiffusionError } from './diffusion-error.ts';
import { binarizeMask, sampleMaskNearest } from './inpaint.ts';
import type { DiffusionPack } from './ports.ts';
import { sampleLatents } from './sample-latents.ts';
import type { PipelineKind } from './schedulers/create-scheduler.ts';
import type { SchedulerName } from './schedulers/scheduler.ts';
import { prepareSource, type SourcePixels } from './source-latents.ts';
import type { Tensor } from './tensor.ts';

export type PlainRequest = {
  /** Sides of the result; both must be multiples of the pack's `spatialFactor`. */
  readonly heightPx: number;
  readonly widthPx: number;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: SchedulerName;
  readonly strength: number;
  /** [1, 3, H, W] in -1..1; with a mask it is repainted there, without one it is varied as a whole. */
  readonly pixels: Tensor | null;
  /** [1, 1, H, W] in 0..1, at least one half = repaint. */
  readonly mask: Tensor | null;
};

function pipelineOf(request: PlainRequest): PipelineKind {
  if (request.pixels === null) return 'text-to-image';
  return request.mask === null ? 'image-to-image' : 'inpaint';
}

/** What the plain pipeline encodes: the mask cut at one half and sampled by nearest, nothing grown or filled. */
export function plainSource(pack: DiffusionPack, request: PlainRequest): SourcePixels {
  const { heightPx, widthPx, pixels, strength } = request;
  const factor = pack.info.spatialFactor;
  if (heightPx % factor !== 0 || widthPx % factor !== 0 || heightPx < factor || widthPx < factor) {
    throw new DiffusionError('request-invalid', `${widthPx}x${heightPx} is no multiple of ${factor}.`);
  }
  const pixelMask = request.mask === null ? null : binarizeMask(request.mask);
  const latentMask = pixelMask === null ? null : sampleMaskNearest(pixelMask, factor);
  return { heightPx, widthPx, pixels, pixelMask, latentMask, strength };
}

/**
 * What diffusers' pipelines do and nothing more: posteriors sampled in their order of draws, the decoder's output as
 * it is. Gives pixels [1, 3, H, W], about -1..1; the same pack and seed in Python give the same picture.
 */
export async function runPlainPipeline(
  pack: DiffusionPack,
  request: PlainRequest,
  hooks: SamplingHooks = {},
): Promise<Tensor> {
  const { heightPx, widthPx } = request;
  const conditions = await prepareConditions(pack, request);
  const source = await prepareSource(pack, plainSource(pack, request));
  const latents = await sampleLatents(
    pack,
    conditions,
    source,
    {
      latentHeight: heightPx / pack.info.spatialFactor,
      latentWidth: widthPx / pack.info.spatialFactor,
      seed: request.seed,
      steps: request.steps,
      scheduler: request.scheduler,
      strength: request.strength,
      posterior: 'sample',
      pipeline: pipelineOf(request),
    },
    hooks,
  );
  return pack.decodeLatents(latents);
}
