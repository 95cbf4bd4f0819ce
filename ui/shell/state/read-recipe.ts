import * as v from 'valibot';
import {
  defaultRequest,
  type GenerationRequest,
  generationRequestSchema,
} from '../../../protocol/generation.ts';
import { maskRoles, type Recipe } from '../../../protocol/host-contract.ts';
import type { Roles } from './mask-roles.ts';
import { type Settings, variations } from './settings.ts';

/** What a result was made with, as much of it as can be made again. */
export type ReadRecipe = { request: GenerationRequest; roles: Roles };

const maskSchema = v.object({ node: v.string(), role: v.picklist(maskRoles) });

/**
 * Reads what a result keeps of its making, also as another version wrote it: what is missing or not understood takes its
 * default. Null where there is no request, or one for a task that this version does not know.
 */
export function readRecipe(recipe: Recipe): ReadRecipe | null {
  const { request, masks } = recipe;
  if (!v.is(v.record(v.string(), v.unknown()), request)) return null;
  const { entries } = generationRequestSchema;
  if (!v.is(entries.task, request.task)) return null;
  const known = Object.entries(entries).flatMap(([key, schema]) => {
    const read = v.safeParse(schema as v.GenericSchema, request[key as keyof typeof request]);
    return read.success ? [[key, read.output]] : [];
  });
  const whole = v.safeParse(generationRequestSchema, { ...defaultRequest, ...Object.fromEntries(known) });
  if (!whole.success) return null;
  const listed = Array.isArray(masks) ? masks.filter((mask) => v.is(maskSchema, mask)) : [];
  return {
    request: whole.output,
    roles: Object.fromEntries(listed.map(({ node, role }) => [node, role])),
  };
}

/** The settings that ask for the same picture again, with the seed locked; the region is no setting. */
export function settingsOf(request: GenerationRequest): Partial<Settings> {
  const { task, prompt, negativePrompt, steps, guidance, guidanceRescale, scheduler } = request;
  const { seed, context, edge, membrane, strength, model } = request;
  return {
    mode: task,
    // A removal is not told the prompt; what a person has typed for other tasks stays.
    ...(task === 'remove' ? { remover: model } : { prompt, model }),
    negativePrompt,
    steps,
    guidance,
    guidanceRescale,
    scheduler,
    seed,
    isSeedLocked: true,
    context,
    edge,
    membrane,
    ...(task === 'expand' && { growsBeyondFrame: request.paddingPx !== null }),
    ...strengthSettings(task, strength),
  };
}

function strengthSettings(task: GenerationRequest['task'], strength: number | null): Partial<Settings> {
  switch (task) {
    case 'fill':
      return { fillStrength: strength };
    case 'add':
      return { addStrength: strength };
    case 'sketch':
      return { sketchStrength: strength };
    case 'vary':
      return { varyStrength: strength ?? variations.strong };
    default:
      return {};
  }
}
