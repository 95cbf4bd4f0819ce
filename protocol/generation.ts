import * as v from 'valibot';
import { paintedMaskSchema } from './mask-edits.ts';

/**
 * What a job does. `vary` makes another picture of the one that is there. The others repaint a part of it and leave the
 * rest: `fill` from the prompt, `add` without regard to what was there, `sketch` starting from it, `remove` so that the
 * surroundings go on over it; `replace-background` repaints all that the masks do not cover, `expand` what is empty.
 */
export const tasks = [
  'generate',
  'fill',
  'vary',
  'remove',
  'expand',
  'add',
  'replace-background',
  'sketch',
] as const;
export type Task = (typeof tasks)[number];

export const schedulerNames = [
  'ddim',
  'euler',
  'euler-a',
  'dpm++2m',
  'dpm++2m-karras',
  'dpm++2m-sde',
  'unipc',
  'lcm',
  'tcd',
  'pndm',
  'flow',
] as const;
export type SchedulerName = (typeof schedulerNames)[number];

export const contexts = ['auto', 'whole', 'mask'] as const;
export type Context = (typeof contexts)[number];

export const edges = ['blend', 'strict', 'raw'] as const;
export type Edge = (typeof edges)[number];

export const devices = ['auto', 'webgpu', 'wasm'] as const;
export type DeviceChoice = (typeof devices)[number];

/** Limits that the panel, the command line and the engine share. */
export const limits = {
  steps: { min: 1, max: 60 },
  guidance: { min: 0, max: 30 },
  guidanceRescale: { min: 0, max: 1 },
  count: { min: 1, max: 4 },
  sidePx: { min: 8, max: 4096 },
  /** Characters, enough for 400 words and some. */
  promptLength: 5000,
  seedMax: 2 ** 32 - 1,
} as const;

/** A seed some places on, from the last one to the first again. */
export function nextSeed(seed: number, by = 1): number {
  return (seed + by) % (limits.seedMax + 1);
}

/**
 * How much is forgotten where a request does not say; fills in the plain pipeline follow diffusers instead. A removal
 * starts from the blurred surroundings, and at full strength would paint another thing there too often; a sketch must
 * shine through what is made of it, and so must the border that an expansion goes on from: from noise alone, horizons
 * did not meet.
 */
export const usualStrength = {
  generate: 1,
  fill: 1,
  vary: 0.7,
  remove: 0.6,
  expand: 0.9,
  add: 1,
  'replace-background': 1,
  sketch: 0.75,
} as const satisfies Record<Task, number>;

const wholeIn = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/**
 * The one value that a picture depends on, together with the pixels it starts from: same request, same pixels,
 * same engine version and device class, same bytes. `null` in steps, guidance or scheduler means the pack's own default.
 */
export const generationRequestSchema = v.strictObject({
  task: v.picklist(tasks),
  prompt: v.pipe(v.string(), v.maxLength(limits.promptLength)),
  /** `null` is none, which XL takes for zeros; an empty one is encoded like any other. */
  negativePrompt: v.nullable(v.pipe(v.string(), v.maxLength(limits.promptLength))),
  /** Seed of the first candidate; candidate k uses seed + k. Any whole number that torch's manual_seed takes. */
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  steps: v.nullable(wholeIn(limits.steps.min, limits.steps.max)),
  guidance: v.nullable(v.pipe(v.number(), v.minValue(limits.guidance.min), v.maxValue(limits.guidance.max))),
  /** How far strong guidance is brought back to the unguided contrast: 0 leaves it, 1 takes all of it. */
  guidanceRescale: v.pipe(
    v.number(),
    v.minValue(limits.guidanceRescale.min),
    v.maxValue(limits.guidanceRescale.max),
  ),
  scheduler: v.nullable(v.picklist(schedulerNames)),
  /** Denoise strength in (0, 1]; 1 forgets what was there, `null` is the usual one. */
  strength: v.nullable(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  count: wholeIn(limits.count.min, limits.count.max),
  /** Size of the target frame in pixels of the result: the frame's own ratio. Ignored where a picture is given. */
  size: v.strictObject({
    width: v.pipe(v.number(), v.minValue(1)),
    height: v.pipe(v.number(), v.minValue(1)),
  }),
  context: v.picklist(contexts),
  /** The part that the model sees, in the pixels of the picture; null leaves it to `context`. */
  contextBox: v.nullable(
    v.strictObject({
      x: v.pipe(v.number(), v.finite()),
      y: v.pipe(v.number(), v.finite()),
      width: v.pipe(v.number(), v.minValue(1)),
      height: v.pipe(v.number(), v.minValue(1)),
    }),
  ),
  /** What was painted over the mask layers in the panel; null where they alone say what is repainted. */
  mask: v.nullable(paintedMaskSchema),
  /** Picture pixels that `expand` adds on each side, beside what of the picture is empty already; null: none. */
  paddingPx: v.nullable(
    v.strictObject({
      left: wholeIn(0, limits.sidePx.max),
      top: wholeIn(0, limits.sidePx.max),
      right: wholeIn(0, limits.sidePx.max),
      bottom: wholeIn(0, limits.sidePx.max),
    }),
  ),
  /** True: what still differs from the surroundings at the edge is spread over the whole region (a membrane). */
  membrane: v.boolean(),
  edge: v.picklist(edges),
  device: v.picklist(devices),
  model: v.pipe(v.string(), v.minLength(1)),
});

export type GenerationRequest = v.InferOutput<typeof generationRequestSchema>;

/** A request with everything at its default; the caller overrides what a person chose. */
export const defaultRequest: GenerationRequest = {
  task: 'generate',
  prompt: '',
  negativePrompt: null,
  seed: 0,
  steps: null,
  guidance: null,
  guidanceRescale: 0,
  scheduler: null,
  strength: null,
  count: 1,
  size: { width: 512, height: 512 },
  context: 'auto',
  contextBox: null,
  mask: null,
  paddingPx: null,
  membrane: false,
  edge: 'blend',
  device: 'auto',
  model: 'default',
};
