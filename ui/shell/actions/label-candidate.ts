import { type Candidate, engineVersion } from '../../../protocol/engine-contract.ts';
import type { GenerationRequest } from '../../../protocol/generation.ts';
import type { Recipe } from '../../../protocol/host-contract.ts';
import { labelPicture } from '../../provenance/label-picture.ts';
import type { Parameters } from '../../provenance/parameters-text.ts';
import { type DoneJob, madeOf } from '../state/job.ts';
import type { PanelState } from '../state/panel-state.ts';
import { creditOf } from '../state/settings.ts';

/** The PNG of a candidate with what made it; prompt, seed and all settings only where a recipe is given to be told. */
export function labelCandidate(
  { engine, settings }: Pick<PanelState, 'engine' | 'settings'>,
  job: DoneJob,
  candidate: Candidate,
  recipe: Recipe | null,
): Uint8Array {
  const { request, modelHash } = madeOf(job, job.candidates.indexOf(candidate));
  const model = modelNameOf({ engine }, job, candidate);
  return labelPicture(candidate.png, {
    xmp: {
      // Only a generation starts from no picture of anybody's.
      source: request.task === 'generate' ? 'generated' : 'composite',
      tool: `Underpaint ${engineVersion}`,
      model,
      modelHash,
      credit: creditOf(settings.value),
    },
    recipe: recipe && {
      parameters: { ...parametersOf(request, candidate), model, modelHash },
      json: JSON.stringify(recipe),
    },
  });
}

/** The name of the model that painted, or its id where it is gone since. */
export function modelNameOf(
  { engine }: Pick<PanelState, 'engine'>,
  job: DoneJob,
  candidate: Candidate,
): string {
  const { model } = madeOf(job, job.candidates.indexOf(candidate));
  const models = engine.value.kind === 'ready' ? engine.value.models : [];
  return models.find(({ id }) => id === model)?.name ?? model;
}

function parametersOf(
  { task, prompt, negativePrompt, steps, scheduler, guidance, strength }: GenerationRequest,
  { seed, size }: Candidate,
): Omit<Parameters, 'model' | 'modelHash'> {
  const isGenerated = task === 'generate';
  return {
    prompt,
    negativePrompt: negativePrompt ?? '',
    steps,
    sampler: scheduler,
    guidance,
    seed,
    size,
    strength: isGenerated ? null : strength,
    isMasked: !isGenerated && task !== 'vary',
  };
}
