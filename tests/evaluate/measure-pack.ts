import { findFacts, findFillFacts, measureSeam } from './facts.ts';
import type { Judge } from './judge.ts';
import type { Painter, PaintSettings } from './painter.ts';
import { maskBox, type RgbPixels, replaceInside } from './pixels.ts';
import { type Language, languages, readFills, readPairs, readQuestions } from './questions.ts';
import { createTally, type Tally } from './tally.ts';

export type Tools = {
  painter: Painter;
  judge: Judge;
  settings: PaintSettings;
  /** Told after every picture. */
  onPicture(): void;
};

/** The row of a fill's seam, in levels; all other rows are shares. */
export const seamRow = 'fill: seam outside the mask';

/** Paints the first `count` questions in both languages, each with its number as seed, and measures the pictures. */
export async function measureQuestions(count: number, tools: Tools): Promise<Tally<Language>> {
  const { painter, judge, settings, onPicture } = tools;
  const tally = createTally<Language>();
  for (const [seed, question] of readQuestions(count).entries()) {
    for (const language of languages) {
      const { pixels } = await painter.paint(question[language], seed, settings);
      tally.add(language, findFacts(question.spec, pixels, await judge(pixels)));
      onPicture();
    }
  }
  return tally;
}

const firstFillSeed = 500;

/**
 * Fills the first `count` boxes in both languages. What is inside is measured on the filled picture as the panel makes
 * it; the seam, in English, on the decoder's own picture, because the panel keeps the original outside of the mask.
 */
export async function measureFills(count: number, tools: Tools): Promise<Tally<Language>> {
  const { painter, judge, settings, onPicture } = tools;
  const tally = createTally<Language>();
  for (const [index, fill] of readFills(count).entries()) {
    const { ground, box, part } = fill;
    const mask = maskBox(box);
    const seed = firstFillSeed + index;
    for (const language of languages) {
      const { pixels } = await painter.fill(fill[language], seed, settings, ground, box);
      const filled = replaceInside(ground, pixels, mask);
      tally.add(language, findFillFacts(part, filled, ground, mask, await judge(filled)));
      onPicture();
    }
    const { pixels } = await painter.fillPlain(fill.en, seed, settings, ground, box);
    tally.add('en', { [seamRow]: measureSeam(pixels, ground, box) });
    onPicture();
  }
  return tally;
}

const pairSeed = 9;

/** Mean difference, in levels, of two unrelated prompts' pictures at one seed: a deaf model scores 0. */
export async function measureSensitivity(count: number, tools: Tools): Promise<number> {
  const { painter, settings, onPicture } = tools;
  let [sum, values] = [0, 0];
  for (const prompts of readPairs(count)) {
    const pictures: RgbPixels[] = [];
    for (const prompt of prompts) {
      pictures.push((await painter.paint(prompt, pairSeed, settings)).pixels);
      onPicture();
    }
    const [first, second] = [pictures[0]!.data, pictures[1]!.data];
    first.forEach((value, i) => {
      sum += Math.abs(value - second[i]!);
    });
    values += first.length;
  }
  return sum / values;
}
