import type { ModelInfo } from '../../../protocol/engine-contract.ts';
import { type GenerationRequest, limits } from '../../../protocol/generation.ts';
import type { Size } from '../../../protocol/geometry.ts';
import type { Recipe } from '../../../protocol/host-contract.ts';
import type { FoundRecipe } from '../../provenance/find-recipe.ts';
import type { Parameters } from '../../provenance/parameters-text.ts';
import { readRecipe, settingsOf } from './read-recipe.ts';
import type { Settings } from './settings.ts';

type Model = Pick<ModelInfo, 'id' | 'name'>;

/** The settings that a file asks for, and the model of it that is not here, by the name that the file has for it. */
export type ImportedSettings = { settings: Partial<Settings>; missingModel: string | null };

/**
 * The settings that make the picture of a file again, as far as `models` allow; what they cannot be set to is left as it
 * is. Null where the recipe cannot be read.
 */
export function settingsOfFound(found: FoundRecipe, models: readonly Model[]): ImportedSettings | null {
  if (found.kind === 'parameters') return fromParameters(found.parameters, models);
  const read = readRecipe(found.recipe as Recipe);
  return read === null ? null : fromRequest(read.request, models);
}

function fromRequest(request: GenerationRequest, models: readonly Model[]): ImportedSettings {
  const { model, remover, seed, ...rest } = settingsOf(request);
  const isHere = models.some(({ id }) => id === request.model);
  return {
    settings: {
      ...rest,
      ...(seed !== undefined && seed <= limits.seedMax && { seed }),
      ...(isHere && model !== undefined && { model }),
      ...(isHere && remover !== undefined && { remover }),
      ...(request.task === 'generate' && frameOf(request.size)),
    },
    missingModel: isHere ? null : request.model.replace(/^folder:/, ''),
  };
}

function fromParameters(parameters: Parameters, models: readonly Model[]): ImportedSettings {
  const { prompt, negativePrompt, steps, sampler, guidance, seed, size, strength, isMasked } = parameters;
  const { model: name } = parameters;
  const found = name === null ? undefined : models.find((known) => isCalled(known, name));
  const share = strength !== null && strength > 0 && strength <= 1 ? strength : null;
  return {
    settings: {
      mode: 'auto',
      prompt: prompt.slice(0, limits.promptLength),
      negativePrompt: negativePrompt.slice(0, limits.promptLength) || null,
      steps: steps === null ? null : Math.round(within(steps, limits.steps)),
      guidance: guidance === null ? null : within(guidance, limits.guidance),
      scheduler: sampler,
      ...(seed !== null && seed <= limits.seedMax && { seed: Math.floor(seed), isSeedLocked: true }),
      ...(size !== null && frameOf(size)),
      ...(share !== null && (isMasked ? { fillStrength: share } : { varyStrength: share })),
      ...(found !== undefined && { model: found.id }),
    },
    missingModel: found === undefined ? name : null,
  };
}

const within = (value: number, { min, max }: { min: number; max: number }) =>
  Math.min(max, Math.max(min, value));

function frameOf({ width, height }: Size): Pick<Settings, 'frameWidth' | 'frameHeight'> {
  const side = (px: number) => Math.round(within(px, limits.sidePx));
  return { frameWidth: side(width), frameHeight: side(height) };
}

/** Programs write a model's name with and without its file's ending, with spaces, dashes and underscores. */
function isCalled({ id, name }: Model, wanted: string): boolean {
  const bare = (text: string) =>
    text
      .replace(/^folder:|\.(safetensors|ckpt|onnx)$/gi, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  return bare(wanted) !== '' && [id, name].some((known) => bare(known) === bare(wanted));
}
