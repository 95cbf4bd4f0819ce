import * as v from 'valibot';
import {
  contexts,
  devices,
  edges,
  limits,
  schedulerNames,
  usualStrength,
} from '../../../protocol/generation.ts';
import { growthSides, ratioNames } from './expansion.ts';
import { modes } from './verbs.ts';

const wholeIn = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const text = () => v.fallback(v.pipe(v.string(), v.maxLength(limits.promptLength)), '');
/** What a person left empty is no negative prompt; only a driver asks for an empty one, and only while it drives. */
export const noneWhereEmpty = (value: string | null): string | null => (value === '' ? null : value);
const share = v.pipe(v.number(), v.gtValue(0), v.maxValue(1));
/** Null is the usual strength of the task. */
const ownStrength = () => v.fallback(v.nullable(share), null);
const side = (fallback: number) => v.fallback(wholeIn(limits.sidePx.min, limits.sidePx.max), fallback);

/** Panel sizes in CSS pixels that keep every control reachable; `start` is how large the sandbox opens it. */
export const panelLimits = {
  width: { min: 240, max: 800, start: 360 },
  height: { min: 360, max: 1400, start: 692 },
} as const;

/** Letters of a name. */
export const longestCredit = 100;

/** How much of the noise a variation starts from: enough for another play of details, or for another content. */
export const variations = { subtle: 0.35, strong: usualStrength.vary } as const;

// Every entry has its own fallback: one value from another version must not cost a person all the others.
const settingsSchema = v.object({
  prompt: text(),
  negativePrompt: v.fallback(v.pipe(v.nullable(text()), v.transform(noneWhereEmpty)), null),
  seed: v.fallback(wholeIn(0, limits.seedMax), 0),
  isSeedLocked: v.fallback(v.boolean(), false),
  steps: v.fallback(v.nullable(wholeIn(limits.steps.min, limits.steps.max)), null),
  guidance: v.fallback(
    v.nullable(v.pipe(v.number(), v.minValue(limits.guidance.min), v.maxValue(limits.guidance.max))),
    null,
  ),
  scheduler: v.fallback(v.nullable(v.picklist(schedulerNames)), null),
  count: v.fallback(wholeIn(limits.count.min, limits.count.max), 1),
  context: v.fallback(v.picklist(contexts), 'auto'),
  edge: v.fallback(v.picklist(edges), 'blend'),
  device: v.fallback(v.picklist(devices), 'auto'),
  model: v.fallback(v.pipe(v.string(), v.minLength(1)), 'default'),
  /** A safety checker looks at pictures; nobody is given one who has not asked for it. */
  checksSafety: v.fallback(v.boolean(), false),
  /** What removes where something else was chosen for it than the first eraser. */
  remover: v.fallback(v.nullable(v.pipe(v.string(), v.minLength(1))), null),
  mode: v.fallback(v.picklist(modes), 'auto'),
  varyStrength: v.fallback(share, variations.strong as number),
  fillStrength: ownStrength(),
  addStrength: ownStrength(),
  sketchStrength: ownStrength(),
  /** What still differs at the edge is spread over the region. */
  membrane: v.fallback(v.boolean(), false),
  /** An expandable frame grows beyond itself, instead of having its empty area filled. */
  growsBeyondFrame: v.fallback(v.boolean(), false),
  growBy: v.fallback(v.picklist(['sides', 'ratio', 'zoom']), 'sides'),
  growSides: v.fallback(v.picklist(growthSides), 'all'),
  growPercent: v.fallback(v.picklist([25, 50, 100]), 50),
  growRatio: v.fallback(v.picklist(ratioNames), '16:9'),
  growZoom: v.fallback(v.picklist([1.5, 2]), 1.5),
  /** Only a driver and a reopened result change this one. */
  guidanceRescale: v.fallback(
    v.pipe(v.number(), v.minValue(limits.guidanceRescale.min), v.maxValue(limits.guidanceRescale.max)),
    limits.guidanceRescale.min as number,
  ),
  placement: v.fallback(v.picklist(['fill', 'layer']), 'fill'),
  frameWidth: side(512),
  frameHeight: side(512),
  /** A person wants to be named with the pictures that they make. */
  isCredited: v.fallback(v.boolean(), false),
  creditName: v.fallback(v.pipe(v.string(), v.maxLength(longestCredit)), ''),
  language: v.fallback(v.picklist(['auto', 'en', 'de']), 'auto'),
  isAdvancedOpen: v.fallback(v.boolean(), false),
  /** The card that explains what happens was read. */
  hasSeenIntro: v.fallback(v.boolean(), false),
  /** The panel is as high as prompt, button and pictures need, and shows nothing else. */
  isCompact: v.fallback(v.boolean(), false),
  panelWidth: v.fallback(
    wholeIn(panelLimits.width.min, panelLimits.width.max),
    panelLimits.width.start as number,
  ),
  panelHeight: v.fallback(
    wholeIn(panelLimits.height.min, panelLimits.height.max),
    panelLimits.height.start as number,
  ),
});

/** What a person chose in the panel and wants to find again: JSON values only, kept in the host's storage. */
export type Settings = v.InferOutput<typeof settingsSchema>;

/** Who is named with a picture; null for nobody. */
export const creditOf = ({
  isCredited,
  creditName,
}: Pick<Settings, 'isCredited' | 'creditName'>): string | null =>
  isCredited && creditName.trim() !== '' ? creditName.trim() : null;

/** Reads stored settings from any version; what is missing or broken takes its default. */
export function parseSettings(stored: unknown): Settings {
  const isObject = typeof stored === 'object' && stored !== null && !Array.isArray(stored);
  return v.parse(settingsSchema, isObject ? withEveryKey(stored) : withEveryKey({}));
}

// An absent key would fail before its fallback is asked, a key that is undefined takes the fallback.
function withEveryKey(stored: object): Record<string, unknown> {
  const empty = Object.fromEntries(Object.keys(settingsSchema.entries).map((key) => [key, undefined]));
  return { ...empty, ...stored };
}
