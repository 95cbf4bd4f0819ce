import { prepareConditions } from '../../ui/diffusion/conditions.ts';
import { type PlainPixels, plainSource } from '../../ui/diffusion/plain-source.ts';
import type { DiffusionPack } from '../../ui/diffusion/ports.ts';
import { sampleLatents } from '../../ui/diffusion/sample-latents.ts';
import type { PipelineKind } from '../../ui/diffusion/schedulers/create-scheduler.ts';
import type { SchedulerName } from '../../ui/diffusion/schedulers/scheduler.ts';
import { prepareSource } from '../../ui/diffusion/source-latents.ts';
import type { Tensor } from '../../ui/diffusion/tensor.ts';

export type PlainRequest = PlainPixels & {
  readonly prompt: string;
  readonly negativePrompt: string | null;
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
  readonly guidanceRescale?: number;
  readonly scheduler: SchedulerName;
};

function pipelineOf({ pixels, mask }: PlainPixels): PipelineKind {
  if (pixels === null) return 'text-to-image';
  return mask === null ? 'image-to-image' : 'inpaint';
}

/**
 * The engine's parts in the engine's order, without an engine around them: gives the decoder's output as it is,
 * [1, 3, H, W] and about -1..1, before anything is rounded.
 */
export async function runPlainPipeline(pack: DiffusionPack, request: PlainRequest): Promise<Tensor> {
  const { heightPx, widthPx, seed, steps, scheduler, strength } = request;
  const conditions = await prepareConditions(pack, request);
  const source = await prepareSource(pack, plainSource(pack.info, request));
  const latents = await sampleLatents(pack, conditions, source, {
    latentHeight: heightPx / pack.info.spatialFactor,
    latentWidth: widthPx / pack.info.spatialFactor,
    seed,
    steps,
    scheduler,
    strength,
    posterior: 'sample',
    pipeline: pipelineOf(request),
  });
  return pack.decodeLatents(latents);
}
