import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import type { GenerationRequest, Task } from '../../../protocol/generation.ts';
import { isEraser } from './choose-model.ts';
import { isRegional } from './mask-roles.ts';
import { noneWhereEmpty, type Settings } from './settings.ts';

/** What of a request belongs to the picture that is worked on, and to no setting. */
export type Region = Pick<GenerationRequest, 'mask' | 'contextBox' | 'paddingPx'>;

export const noRegion: Region = { mask: null, contextBox: null, paddingPx: null };

/** The tasks whose strength a person can set. */
export const strengthKeys = {
  fill: 'fillStrength',
  add: 'addStrength',
  sketch: 'sketchStrength',
  vary: 'varyStrength',
} as const satisfies Partial<Record<Task, keyof Settings>>;

/**
 * The request that these settings ask for; `size` is that of the target in pixels of the result, and `chosen` the model
 * that runs it, where it is known. What removes is not told the prompt, and an eraser has one answer only.
 */
export function requestFrom(
  settings: Settings,
  task: Task,
  size: GenerationRequest['size'],
  chosen: Pick<ModelInfo, 'id' | 'tasks'> | null = null,
  region: Region = noRegion,
): GenerationRequest {
  const { prompt, negativePrompt, seed, steps, guidance, guidanceRescale, scheduler } = settings;
  const { context, edge, device, membrane } = settings;
  return {
    task,
    prompt: task === 'remove' ? '' : prompt.trim(),
    // Blanks alone say nothing, and are not the empty prompt that a driver may ask for.
    negativePrompt: negativePrompt === '' ? '' : noneWhereEmpty(negativePrompt?.trim() ?? null),
    seed,
    steps,
    guidance,
    guidanceRescale,
    scheduler,
    strength: strengthOf(task, settings),
    count: chosen !== null && isEraser(chosen) ? 1 : settings.count,
    size,
    context,
    contextBox: isRegional(task) ? region.contextBox : null,
    mask: isRegional(task) ? region.mask : null,
    paddingPx: task === 'expand' ? region.paddingPx : null,
    membrane,
    edge,
    device,
    model: chosen?.id ?? settings.model,
  };
}

/** What a person set for this task; null is the usual one. A generation has nothing to keep. */
function strengthOf(task: Task, settings: Settings): number | null {
  if (task === 'generate') return 1;
  return task in strengthKeys ? settings[strengthKeys[task as keyof typeof strengthKeys]] : null;
}
