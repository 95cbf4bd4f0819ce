import { type Part, readFixture, type Spec } from './corpus.ts';
import type { Box } from './painter.ts';
import { flatPixels, type RgbPixels, readTiles } from './pixels.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

type Captions = Record<Language, string>;

/** A combination that training never saw, and how it is asked for. */
export type Question = { spec: Spec } & Captions;

/** Something asked for inside a box of a picture. */
export type Fill = { part: Part; box: Box; ground: RgbPixels } & Captions;

/** Written by models/training/evaluation_set.py. */
type Questions = {
  questions: Question[];
  fills: ({ part: Part; box: Box; ground: { color: number[] } | { tile: number } } & Captions)[];
  pairs: [string, string][];
};

const all = readFixture<Questions>('questions.json');

/** The most questions that can be asked. */
export const mostQuestions = all.questions.length;

/** The first questions: every other one a single shape, the rest of the other families in turn. */
export const readQuestions = (count: number): Question[] => all.questions.slice(0, count);

/** Pairs of prompts that have nothing to do with each other. */
export const readPairs = (count: number): [string, string][] => all.pairs.slice(0, count);

/** The first fills: two on plain grounds, one in a landscape, and so on. */
export function readFills(count: number): Fill[] {
  const tiles = readTiles('grounds.png');
  return all.fills.slice(0, count).map((fill) => ({
    ...fill,
    ground: 'color' in fill.ground ? flatPixels(fill.ground.color) : tiles[fill.ground.tile]!,
  }));
}

/** For every spec the next one of its family: what its picture does not show. */
export function shuffleSpecs(specs: readonly Spec[]): Spec[] {
  return specs.map((spec, i) => {
    const rest = [...specs.slice(i + 1), ...specs.slice(0, i)];
    const other = rest.find(({ family }) => family === spec.family);
    if (other === undefined) throw new Error(`There is only one ${spec.family}.`);
    return other;
  });
}
