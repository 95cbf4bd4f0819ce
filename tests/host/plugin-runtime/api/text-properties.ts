import type { FontName, LetterSpacing, LineHeight, Paint } from '@figma/plugin-typings/plugin-api-standalone';
import type { NodeRecord, TextRun } from '../../document/node.ts';
import type { PluginContext } from '../context.ts';
import { FigmaError } from '../figma-error.ts';
import { paintsSchema } from '../paint-schema.ts';
import { anyNumber, anything, numberIn, objectOf, oneOf, type Schema, text, validate } from '../schema.ts';
import { MIXED } from '../wire.ts';
import { type MethodTable, type Property, type PropertyTable, stored } from './property.ts';

const fontSize = numberIn(1, 10_000);
const fontName: Schema<FontName> = (value, path) => {
  const { family, style } = objectOf({ family: text, style: text }, { variationSettings: anything })(
    value,
    path,
  );
  return { family, style };
};
const lineHeight: Schema<LineHeight> = (value, path) => {
  const { unit } = objectOf({ unit: oneOf('AUTO', 'PIXELS', 'PERCENT') }, { value: anyNumber })(value, path);
  if (unit === 'AUTO') return { unit };
  return objectOf({ unit: oneOf('PIXELS', 'PERCENT'), value: anyNumber })(value, path);
};
const letterSpacing: Schema<LetterSpacing> = objectOf({ unit: oneOf('PIXELS', 'PERCENT'), value: anyNumber });

/** Text. Whatever changes the shape of characters needs their fonts loaded first. */
export const textProperties = {
  characters: {
    get: (node) => node.characters,
    set: (node, value, context) => {
      const characters = validate('characters', text, value);
      requireFonts(node, context);
      const textRuns = characters === '' ? [] : clipRuns(node.textRuns, characters.length);
      context.document.update(node.id, { characters, textRuns });
    },
  },
  fontName: {
    get: (node) => mixedOr(node, 'fontName'),
    set: (node, value, context) => {
      const name = validate('fontName', fontName, value);
      requireFont(name, context);
      const textRuns = node.textRuns.map(({ fontName: _own, ...run }) => run);
      context.document.update(node.id, { fontName: name, textRuns });
    },
  },
  fontSize: {
    get: (node) => mixedOr(node, 'fontSize'),
    set: (node, value, context) => {
      requireFonts(node, context);
      const textRuns = node.textRuns.map(({ fontSize: _own, ...run }) => run);
      context.document.update(node.id, { fontSize: validate('fontSize', fontSize, value), textRuns });
    },
  },
  hasMissingFont: { get: () => false },
  lineHeight: withFonts(stored('lineHeight', lineHeight)),
  letterSpacing: withFonts(stored('letterSpacing', letterSpacing)),
  textCase: withFonts(
    stored('textCase', oneOf('ORIGINAL', 'UPPER', 'LOWER', 'TITLE', 'SMALL_CAPS', 'SMALL_CAPS_FORCED')),
  ),
  textDecoration: withFonts(stored('textDecoration', oneOf('NONE', 'UNDERLINE', 'STRIKETHROUGH'))),
  textAlignHorizontal: withFonts(
    stored('textAlignHorizontal', oneOf('LEFT', 'CENTER', 'RIGHT', 'JUSTIFIED')),
  ),
  textAlignVertical: withFonts(stored('textAlignVertical', oneOf('TOP', 'CENTER', 'BOTTOM'))),
  textAutoResize: withFonts(
    stored('textAutoResize', oneOf('NONE', 'WIDTH_AND_HEIGHT', 'HEIGHT', 'TRUNCATE')),
  ),
} satisfies PropertyTable;

export const textMethods = {
  getRangeFills: (node, args) => {
    const { start, end } = rangeOf(node, args);
    const runs = node.textRuns.filter((run) => run.fills && run.start < end && run.end > start);
    if (runs.length === 0) return node.fills;
    const [first] = runs;
    return runs.length === 1 && first!.start <= start && first!.end >= end ? first!.fills : MIXED;
  },
  setRangeFills: (node, args, context) => {
    const fills = validate('value', paintsSchema(context.document.images), args[2]);
    addRun(node, { ...rangeOf(node, args), fills }, context);
  },
  setRangeFontSize: (node, args, context) => {
    requireFonts(node, context);
    addRun(node, { ...rangeOf(node, args), fontSize: validate('value', fontSize, args[2]) }, context);
  },
  setRangeFontName: (node, args, context) => {
    const name = validate('value', fontName, args[2]);
    requireFont(name, context);
    addRun(node, { ...rangeOf(node, args), fontName: name }, context);
  },
  getRangeAllFontNames: (node) => fontsOf(node),
} satisfies MethodTable;

export function fontKey({ family, style }: FontName): string {
  return `${family} ${style}`;
}

function withFonts(property: Property): Property {
  return {
    get: property.get,
    set: (node, value, context) => {
      requireFonts(node, context);
      property.set?.(node, value, context);
    },
  };
}

function requireFonts(node: NodeRecord, context: PluginContext): void {
  for (const font of fontsOf(node)) requireFont(font, context);
}

function requireFont(font: FontName, { loadedFonts }: PluginContext): void {
  if (loadedFonts.has(fontKey(font))) return;
  const call = `figma.loadFontAsync({ family: "${font.family}", style: "${font.style}" })`;
  throw new FigmaError(
    `Cannot write to node with unloaded font "${fontKey(font)}". Please call ${call} and await the returned promise first.`,
  );
}

function fontsOf(node: NodeRecord): FontName[] {
  const own = node.textRuns.flatMap((run) => (run.fontName ? [run.fontName] : []));
  return [...new Map([node.fontName, ...own].map((font) => [fontKey(font), font])).values()];
}

function mixedOr(node: NodeRecord, name: 'fontName' | 'fontSize'): unknown {
  return node.textRuns.some((run) => run[name] !== undefined) ? MIXED : node[name];
}

function rangeOf(node: NodeRecord, args: readonly unknown[]): { start: number; end: number } {
  const length = node.characters.length;
  const start = validate('start', numberIn(0, length), args[0]);
  const end = validate('end', numberIn(0, length), args[1]);
  if (end <= start) throw new FigmaError('Range outside of available characters');
  return { start, end };
}

/** Later runs win, so a new one cuts what lies under it. */
function addRun(
  node: NodeRecord,
  run: TextRun & { fills?: readonly Paint[] },
  { document }: PluginContext,
): void {
  const isWhole = run.start === 0 && run.end === node.characters.length;
  if (isWhole) {
    const { start: _start, end: _end, ...all } = run;
    document.update(node.id, { ...all, textRuns: node.textRuns.filter((other) => !overlapsIn(other, run)) });
    return;
  }
  const kept = node.textRuns.flatMap((other) => (overlapsIn(other, run) ? cut(other, run) : [other]));
  document.update(node.id, { textRuns: [...kept, run].sort((first, second) => first.start - second.start) });
}

function overlapsIn(first: TextRun, second: TextRun): boolean {
  const sameField =
    (first.fills && second.fills) ||
    (first.fontSize && second.fontSize) ||
    (first.fontName && second.fontName);
  return Boolean(sameField) && first.start < second.end && first.end > second.start;
}

function cut(run: TextRun, by: TextRun): TextRun[] {
  const pieces = [
    { ...run, end: Math.min(run.end, by.start) },
    { ...run, start: Math.max(run.start, by.end) },
  ];
  return pieces.filter((piece) => piece.end > piece.start);
}

function clipRuns(runs: readonly TextRun[], length: number): TextRun[] {
  return runs.map((run) => ({ ...run, end: Math.min(run.end, length) })).filter((run) => run.end > run.start);
}
