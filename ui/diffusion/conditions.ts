import { needsNegativePrompt } from './guidance.ts';
import { embedGuidance } from './guidance-embedding.ts';
import type { DiffusionPack } from './ports.ts';
import {
  createTimeIds,
  repeatFor,
  stackConditioning,
  type TextConditioning,
  zeroConditioning,
} from './text-conditioning.ts';

/** What a job says to the model, and the size of the picture that it is said of. */
export type PromptRequest = {
  readonly prompt: string;
  /** Null where there is none: an empty one is encoded, none is zeros where the pack wants that. */
  readonly negativePrompt: string | null;
  readonly guidance: number;
  /** In 0..1; 0 where it is left out. */
  readonly guidanceRescale?: number;
  readonly heightPx: number;
  readonly widthPx: number;
};

/** What the prompts mean to a pack; made once per job and shared by its candidates. */
export type Conditions = {
  /** Two prompts, negative first; one where no negative prompt is needed. */
  readonly text: TextConditioning;
  readonly guidance: number;
  /** How far a guided answer is brought to the deviation of the positive one, in 0..1. */
  readonly guidanceRescale: number;
  /** The words of the prompt, or else of the negative prompt, that the model cannot read; '' where it reads all. */
  readonly cutOff: string;
  /** True where there is a negative prompt and nothing to set it against. */
  readonly isNegativeIgnored: boolean;
};

/**
 * Encodes the prompts for classifier-free guidance. One prompt is enough where guidance is at most 1, and for a model
 * that takes its guidance as an input.
 */
export async function prepareConditions(pack: DiffusionPack, request: PromptRequest): Promise<Conditions> {
  const { guidance, guidanceRescale = 0 } = request;
  const needs = pack.info.conditioning;
  const isGuided = needsNegativePrompt(guidance) && needs.guidanceWidth === null;
  const { text, cutOff } = await encodePrompts(pack, request, isGuided);
  return {
    text: withSizes(withGuidance(text, needs.guidanceWidth, guidance), needs.takesSizes, request),
    guidance,
    guidanceRescale,
    cutOff,
    isNegativeIgnored: (request.negativePrompt ?? '').trim() !== '' && !isGuided,
  };
}

async function encodePrompts(
  pack: DiffusionPack,
  { prompt, negativePrompt }: PromptRequest,
  isGuided: boolean,
): Promise<{ text: TextConditioning; cutOff: string }> {
  const isZeroed = isGuided && negativePrompt === null && pack.info.conditioning.zeroesMissingNegative;
  const prompts = isGuided && !isZeroed ? [negativePrompt ?? '', prompt] : [prompt];
  const { conditioning, cutOff } = await pack.encodeText(prompts);
  const text = isZeroed ? stackConditioning([zeroConditioning(conditioning), conditioning]) : conditioning;
  return { text, cutOff: [...cutOff].reverse().find((words) => words !== '') ?? '' };
}

function withGuidance(text: TextConditioning, width: number | null, guidance: number): TextConditioning {
  if (width === null) return text;
  return { ...text, guidanceEmbedding: repeatFor(text, embedGuidance(guidance, width)) };
}

/** The picture is painted whole and not cut out of anything, which is what diffusers says unless told otherwise. */
function withSizes(text: TextConditioning, takesSizes: boolean, request: PromptRequest): TextConditioning {
  if (!takesSizes) return text;
  const size = { height: request.heightPx, width: request.widthPx };
  const timeIds = createTimeIds({ original: size, cropTop: 0, cropLeft: 0, target: size });
  return { ...text, timeIds: repeatFor(text, timeIds) };
}
