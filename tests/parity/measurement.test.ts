import { statSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { findChance } from '../evaluate/chance.ts';
import { corpus, fixtures, readFixture, type Spec } from '../evaluate/corpus.ts';
import { type Facts, findFacts, findFillFacts, measureSeam } from '../evaluate/facts.ts';
import { type Judge, judgeNotes, openJudge } from '../evaluate/judge.ts';
import { measureTiles } from '../evaluate/measure-tiles.ts';
import { maskBox, type RgbPixels, readTiles, replaceInside } from '../evaluate/pixels.ts';
import { readFills, readQuestions, shuffleSpecs } from '../evaluate/questions.ts';
import type { Tally } from '../evaluate/tally.ts';
import { startNodeRuntime } from './open-pack-from-folder.ts';

/** What models/training found in the same pictures. */
type Verdicts = Record<'corpus' | 'painted', { right: Facts; shuffled: Facts }[]> & {
  fills: (Facts & { seam: number })[];
};

/** Half a minute on a machine of its own. */
const patienceMs = 600_000;

let judge: Judge;
beforeAll(async () => {
  judge = await openJudge(await startNodeRuntime());
});

/** The rows that the classifier answers: it is not always right, and its notes say how often. */
const judged: Record<string, keyof typeof judgeNotes.accuracy> = {
  icon: 'icon',
  'scene: hour': 'hour',
  'scene: land': 'land',
  'scene: parts present': 'extras',
  'scene: named things': 'extras found',
};

describe('the measurement in TypeScript', () => {
  it('agrees with the one in Python on pictures that the corpus drew, that a model painted, and that it filled', {
    timeout: patienceMs,
  }, async () => {
    const verdicts = readFixture<Verdicts>('verdicts.json');
    const differing: string[] = [];
    let count = 0;
    function compare(what: string, ours: Facts, theirs: Facts): void {
      expect(Object.keys(ours)).toEqual(Object.keys(theirs));
      for (const [row, value] of Object.entries(ours)) {
        count++;
        if (Math.abs(value - theirs[row]!) > 1e-6) differing.push(`${what}, ${row}`);
      }
    }
    const painted = readTiles('painted.png');
    const sheets: ['corpus' | 'painted', RgbPixels[], Spec[]][] = [
      ['corpus', readTiles('corpus.png'), corpus.tiles],
      ['painted', painted, readQuestions(verdicts.painted.length).map(({ spec }) => spec)],
    ];
    for (const [name, tiles, specs] of sheets) {
      const others = shuffleSpecs(specs);
      for (const [i, { right, shuffled }] of verdicts[name].entries()) {
        const said = await judge(tiles[i]!);
        compare(`${name} ${i}`, findFacts(specs[i]!, tiles[i]!, said), right);
        compare(`${name} ${i} shuffled`, findFacts(others[i]!, tiles[i]!, said), shuffled);
      }
    }
    for (const [i, { part, ground, box }] of readFills(verdicts.fills.length).entries()) {
      const { seam, ...theirs } = verdicts.fills[i]!;
      const made = painted[verdicts.painted.length + i]!;
      const filled = replaceInside(ground, made, maskBox(box));
      compare(`fill ${i}`, findFillFacts(part, filled, ground, maskBox(box), await judge(filled)), theirs);
      expect(measureSeam(made, ground, box)).toBeCloseTo(seam, 4);
    }
    console.info(`${count} verdicts, ${differing.length} differ: ${differing.join('; ')}`);
    expect(count).toBeGreaterThan(900);
    expect(differing.length / count).toBeLessThanOrEqual(0.005);
  });

  it('asks a judge that is small enough to be carried', () => {
    expect(statSync(new URL('judge.onnx', fixtures)).size).toBeLessThan(1_000_000);
  });

  describe('on held-out pictures of the corpus', () => {
    let tally: Tally<'right' | 'shuffled'>;
    beforeAll(async () => {
      tally = await measureTiles(judge, ['right', 'shuffled']);
    }, patienceMs);

    it('finds everything right under their own captions', () => {
      for (const row of tally.rows()) {
        const head = judged[row];
        const share = tally.mean(row, 'right');
        const least =
          head === undefined ? 0.99 : lowest(judgeNotes.accuracy[head], tally.count(row, 'right'));
        expect(share, row).toBeGreaterThanOrEqual(least);
      }
    });

    it('finds what chance gives under the captions of other pictures', () => {
      const chance = findChance(corpus.tiles);
      for (const row of tally.rows()) {
        const [share, expected] = [tally.mean(row, 'shuffled'), chance[row]!];
        const n = tally.count(row, 'shuffled');
        console.info(`${row}: ${(100 * share).toFixed(0)} %, chance ${(100 * expected).toFixed(0)} %`);
        // One in a hundred may seem right where hardly anything can be.
        const slack = 3 * Math.sqrt(Math.max(expected * (1 - expected), 0.01) / n);
        expect(Math.abs(share - expected), row).toBeLessThanOrEqual(slack);
      }
    });
  });
});

/** Three standard deviations below a share, for `n` pictures. */
const lowest = (share: number, n: number) => share - 3 * Math.sqrt((share * (1 - share)) / n) - 1e-9;
