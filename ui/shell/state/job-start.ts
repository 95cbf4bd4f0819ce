import type { PlacedPicture } from '../../../protocol/engine-contract.ts';
import { type GenerationRequest, nextSeed } from '../../../protocol/generation.ts';
import type { CanvasRect } from '../../../protocol/geometry.ts';
import type { Destination } from './plan.ts';

/**
 * A picture of an earlier run that is worked on instead of the document's pixels, and how that run lay on the canvas: the
 * target's box when it was read, and what stays above.
 */
export type Source = { picture: PlacedPicture; readAt: CanvasRect | null; above?: 'pictures' | undefined };

/** What a job is, settled when it was asked for; where it is written is held by the ids of layers. */
export type JobDraft = {
  request: GenerationRequest;
  destination: Destination;
  /** One prompt per picture, where the request's has alternatives; picture k is a request of its own, with seed + k. */
  prompts?: readonly string[] | undefined;
  /** The part of a very large layer that must be read. */
  around?: CanvasRect | undefined;
  isSafetyChecked?: boolean | undefined;
  source?: Source | undefined;
  /** Its first picture goes into the document by itself: one of several targets that were selected at once. */
  isApplied?: boolean | undefined;
};

/** What a job was started with; never changes while it lives. */
export type JobStart = JobDraft & { id: number };

/** The requests of a job, one after the other: one for all of its pictures, or one each. */
export function requestsOf({ request, prompts }: JobDraft): GenerationRequest[] {
  if (prompts === undefined) return [request];
  return prompts.map((prompt, index) => ({
    ...request,
    prompt,
    seed: nextSeed(request.seed, index),
    count: 1,
  }));
}
