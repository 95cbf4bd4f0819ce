import { type GenerationRequest, usualStrength } from '../../../protocol/generation.ts';
import type { PackInfo } from '../../diffusion/ports.ts';

/** A request that leaves nothing to a pack's or a pipeline's own defaults; the report of a job holds it. */
export type ResolvedRequest = GenerationRequest & {
  steps: number;
  guidance: number;
  scheduler: NonNullable<GenerationRequest['scheduler']>;
  strength: number;
};

/**
 * What StableDiffusionXLInpaintPipeline of diffusers takes where nobody says: one step less, and a start from the noised
 * picture. The other inpainting pipelines take 1.
 */
const plainStrengthOfXl = 0.9999;

/** What a pack that paints from prompts is told to put in the place of what is removed. */
const promptOfRemoval = 'background';

/** Puts defaults where the request leaves the choice: the pack's own, and for strength and prompt those of the task. */
export function resolveRequest(
  request: GenerationRequest,
  { defaults, facts }: Pick<PackInfo, 'defaults' | 'facts'>,
): ResolvedRequest {
  const { task, context, edge } = request;
  const isPlainFill = task === 'fill' && context === 'whole' && edge === 'raw';
  // Nothing hides there what is to be removed, nor fills in what is empty, so that all of it must be forgotten.
  const isBareRemoval = (task === 'remove' || task === 'expand') && edge === 'raw';
  const isXl = facts.family !== 'stable-diffusion';
  return {
    ...request,
    prompt: task === 'remove' && request.prompt.trim() === '' ? promptOfRemoval : request.prompt,
    steps: request.steps ?? defaults.steps,
    guidance: request.guidance ?? defaults.guidance,
    scheduler: request.scheduler ?? defaults.scheduler,
    strength:
      request.strength ?? (isPlainFill && isXl ? plainStrengthOfXl : isBareRemoval ? 1 : usualStrength[task]),
  };
}
