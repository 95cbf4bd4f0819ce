import { row } from '../../tools/measuring/report.mjs';
import { judgeNotes } from './judge.ts';
import { seamRow } from './measure-pack.ts';
import type { Speed } from './measure-parts.ts';
import type { Language } from './questions.ts';
import type { Tally } from './tally.ts';

export type Row = ReturnType<typeof row>;

/** What a shipped pack must reach, in percent. */
const leastPercent: Record<string, number> = {
  'both colors': 90,
  shape: 75,
  place: 80,
  pattern: 85,
  'scene: parts present': 80,
  'fill: color inside the mask': 75,
  'fill: shape inside the mask': 75,
  'fill: scene part inside the mask': 75,
};
const mostGermanGap = 5;
const mostStepsGap = 8;
const leastRoundTripDb = 27;
const mostPictureShare = 1.2;

const percentRows = (tally: Tally<Language>) => tally.rows().filter((name) => name !== seamRow);

/** Each row in both languages, and how far German stays behind; then the seam. */
export function languageRows(tally: Tally<Language>): Row[] {
  const found = percentRows(tally).flatMap((name) => {
    const limit = leastPercent[name];
    const [english, german] = [100 * tally.mean(name, 'en'), 100 * tally.mean(name, 'de')];
    const n = tally.count(name, 'en');
    const options = { n, ...(limit !== undefined && { atLeast: limit }) };
    return [
      row(`${name}, English`, english, '%', options),
      row(`${name}, German`, german, '%', options),
      row(`${name}, German behind English`, english - german, 'points', { n, atMost: mostGermanGap }),
    ];
  });
  const seams = tally.count(seamRow, 'en');
  if (seams === 0) return found;
  return [...found, row(seamRow, tally.mean(seamRow, 'en'), 'levels', { n: seams })];
}

/** How far each row of a run with few steps stays behind the one with more, both languages together. */
export function stepsRows(more: Tally<Language>, few: Tally<Language>, words: string): Row[] {
  const mean = (tally: Tally<Language>, name: string) =>
    50 * (tally.mean(name, 'en') + tally.mean(name, 'de'));
  return percentRows(more).map((name) =>
    row(`${name}, ${words}`, mean(more, name) - mean(few, name), 'points', {
      n: 2 * more.count(name, 'en'),
      atMost: mostStepsGap,
    }),
  );
}

/** How far to believe the classifier: its own share of right answers on held-out pictures of the corpus. */
export function judgeRows(): Row[] {
  return Object.entries(judgeNotes.accuracy).map(([head, share]) =>
    row(`the judge itself: ${head}`, 100 * share, '%'),
  );
}

export function sensitivityRow(levels: number, pairs: number): Row {
  return row('two prompts at one seed differ by', levels, 'levels', { n: pairs });
}

export function roundTripRow(decibels: number, pictures: number): Row {
  return row('autoencoder: round trip', decibels, 'dB', { n: pictures, atLeast: leastRoundTripDb });
}

export function speedRows({ pictureMs, unetMs, share, calls, batch }: Speed): Row[] {
  return [
    row(`a picture with ${calls} steps, 1 thread`, pictureMs, 'ms'),
    row(`its ${calls} U-Net calls of batch ${batch} alone`, unetMs, 'ms'),
    row('processor time of a picture over that of its U-Net calls', share, 'times', {
      atMost: mostPictureShare,
    }),
  ];
}

/** The measurement itself on pictures of the corpus; `chance` is what a perfect picture of another caption scores. */
export function corpusRows(
  tally: Tally<'right' | 'shuffled'>,
  column: 'right' | 'shuffled',
  chance: Record<string, number>,
): Row[] {
  return tally.rows().flatMap((name) => {
    const value = 100 * tally.mean(name, column);
    const n = tally.count(name, column);
    if (column === 'right') return [row(name, value, '%', { n, atLeast: 99 })];
    return [
      row(`${name}, another caption`, value, '%', { n }),
      row(`${name}, chance`, 100 * (chance[name] ?? 0), '%'),
    ];
  });
}
