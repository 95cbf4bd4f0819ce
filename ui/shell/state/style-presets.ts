import * as v from 'valibot';
import { limits } from '../../../protocol/generation.ts';
import type { BuiltInStyle } from '../text/prompt-text.ts';
import type { TextEdit } from './prompt-edit.ts';

/** A way of painting that a person saved, under a name of their own. */
export type OwnStyle = { name: string; text: string };

/** The styles that everybody has. Their words are English, the language that models are trained in. */
export const builtInStyles = {
  flatIcon: 'flat icon, simple shapes, solid colors',
  watercolor: 'watercolor painting, soft washes, paper texture',
  lineDrawing: 'black ink line drawing on white',
  photo: 'photo, natural light, shallow depth of field',
  clay: '3D clay render, rounded shapes, soft studio light',
  isometric: 'isometric illustration, clean edges',
  paperCut: 'layered paper cut, soft shadows',
  pixelArt: 'pixel art, limited palette',
} as const satisfies Record<BuiltInStyle, string>;

export const styleLimits = { count: 100, nameLength: 40 } as const;

const ownStyle = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(styleLimits.nameLength)),
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limits.promptLength)),
});

/** Reads stored styles; what is broken is left out. */
export function parseStyles(stored: string | null): OwnStyle[] {
  const entries = parseList(stored).flatMap((entry) => {
    const parsed = v.safeParse(ownStyle, entry);
    return parsed.success ? [parsed.output] : [];
  });
  return entries.reduce<OwnStyle[]>((styles, { name, text }) => saveStyle(styles, name, text), []);
}

/** A stored list, whatever is in it; an empty one where nothing readable is stored. */
export function parseList(stored: string | null): unknown[] {
  try {
    const value: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Adds a style, in the place of another of this name; nothing without a name or words, or beyond what is kept. */
export function saveStyle(styles: readonly OwnStyle[], name: string, text: string): OwnStyle[] {
  const style = { name: name.trim().slice(0, styleLimits.nameLength).trim(), text: tidy(text) };
  if (style.name === '' || style.text === '') return [...styles];
  const isKnown = styles.some((one) => one.name === style.name);
  if (isKnown) return styles.map((one) => (one.name === style.name ? style : one));
  return styles.length >= styleLimits.count ? [...styles] : [...styles, style];
}

/** Gives a style another name; nothing where that is empty or another one's. */
export function renameStyle(styles: readonly OwnStyle[], name: string, next: string): OwnStyle[] {
  const renamed = next.trim().slice(0, styleLimits.nameLength).trim();
  const isTaken = renamed === '' || styles.some((one) => one.name === renamed);
  return isTaken ? [...styles] : styles.map((one) => (one.name === name ? { ...one, name: renamed } : one));
}

export function removeStyle(styles: readonly OwnStyle[], name: string): OwnStyle[] {
  return styles.filter((one) => one.name !== name);
}

/** Without commas and blanks around it, which stand between a prompt and its styles. */
const tidy = (text: string) => text.replace(/^[\s,]+|[\s,]+$/g, '');

/** Where a style's words stand in a prompt, between commas or the prompt's ends; null where they do not. */
function findStyle(prompt: string, text: string): [number, number] | null {
  const words = tidy(text).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  if (words === '') return null;
  const found = new RegExp(`(^|,)(\\s*)${words}(?=\\s*(?:,|$))`, 'iu').exec(prompt);
  if (found === null) return null;
  return [found.index, found.index + found[0].length];
}

/** True where a prompt has a style's words. */
export const hasStyle = (prompt: string, text: string): boolean => findStyle(prompt, text) !== null;

/** Adds a style's words to a prompt's end, or takes them out again; null where they have no room. */
export function toggleStyle(prompt: string, text: string): TextEdit | null {
  const found = findStyle(prompt, text);
  if (found !== null) {
    const [from, end] = found;
    // At the beginning it is the comma behind it that goes with it.
    const to = from === 0 && prompt[0] !== ',' ? end + /^\s*,?\s*/.exec(prompt.slice(end))![0].length : end;
    return { from, to, insert: '', selection: [from, from] };
  }
  const from = prompt.replace(/[\s,]+$/, '').length;
  const insert = (from === 0 ? '' : ', ') + tidy(text);
  const end = from + insert.length;
  return end > limits.promptLength ? null : { from, to: prompt.length, insert, selection: [end, end] };
}
