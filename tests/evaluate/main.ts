import { describeMachine } from '../../tools/measuring/report.mjs';
import { openPackFromFolder, startNodeRuntime } from '../parity/open-pack-from-folder.ts';
import { findChance } from './chance.ts';
import { corpus } from './corpus.ts';
import { type Judge, openJudge } from './judge.ts';
import { measureFills, measureQuestions, measureSensitivity, type Tools } from './measure-pack.ts';
import { measureRoundTrip, measureSpeed } from './measure-parts.ts';
import { measureTiles } from './measure-tiles.ts';
import { openPainter } from './painter.ts';
import { readTiles } from './pixels.ts';
import { mostQuestions } from './questions.ts';
import {
  corpusRows,
  judgeRows,
  languageRows,
  type Row,
  roundTripRow,
  sensitivityRow,
  speedRows,
  stepsRows,
} from './rows.ts';

export type EvaluateOptions = {
  /** A pack's folder. */
  pack: string;
  count: number;
  /** Null: the pack's own. */
  steps: number | null;
  guidance: number | null;
  both: boolean;
  corpus: boolean;
  shuffled: boolean;
};

export type Evaluation = { machine: Record<string, unknown>; rows: Row[] };

export { mostQuestions };

/** Steps of the quick run that `both` compares with. */
const fewSteps = 4;

/** How much else a run with `count` questions looks at. */
const fillsFor = (count: number) => Math.max(3, Math.floor(count / 4));
const pairsFor = (count: number) => Math.min(12, Math.max(2, Math.round(count / 15)));
const speedRoundsFor = (count: number) => Math.min(15, Math.max(3, Math.floor(count / 6)));
const roundTripsFor = (count: number) => Math.min(corpus.tiles.length, Math.max(10, count));

/** Measures a pack, or the measurement itself on pictures of the corpus. `tell` hears how far it is. */
export async function evaluate(
  options: EvaluateOptions,
  tell: (done: number, total: number) => void,
): Promise<Evaluation> {
  const runtime = await startNodeRuntime();
  const judge = await openJudge(runtime);
  const machine = describeMachine({ runtime: runtime.version, threads: runtime.threads });
  if (options.corpus || options.shuffled) return { machine, rows: await checkMeasurement(options, judge) };
  return { machine, rows: [...judgeRows(), ...(await measurePack(options, judge, tell))] };
}

async function checkMeasurement(
  { corpus: isRight, shuffled }: EvaluateOptions,
  judge: Judge,
): Promise<Row[]> {
  const columns = [...(isRight ? (['right'] as const) : []), ...(shuffled ? (['shuffled'] as const) : [])];
  const tally = await measureTiles(judge, columns);
  const chance = findChance(corpus.tiles);
  return [...judgeRows(), ...columns.flatMap((column) => corpusRows(tally, column, chance))];
}

async function measurePack(
  options: EvaluateOptions,
  judge: Judge,
  tell: (done: number, total: number) => void,
): Promise<Row[]> {
  const { count, both } = options;
  const pack = await openPackFromFolder(options.pack);
  const painter = await openPainter(options.pack);
  const { defaults, hasEncoder } = pack.info;
  const [steps, guidance] = [options.steps ?? defaults.steps, options.guidance ?? defaults.guidance];
  // Without an encoder a pack cannot look at the picture that it is to fill.
  const [fills, pairs] = [hasEncoder ? fillsFor(count) : 0, pairsFor(count)];
  const perRun = 2 * count + 3 * fills;
  const total = perRun * (both ? 2 : 1) + 2 * pairs;
  let done = 0;
  const tools = (stepsOfRun: number): Tools => ({
    painter,
    judge,
    settings: { steps: stepsOfRun, guidance },
    onPicture: () => tell(++done, total),
  });

  try {
    const questions = await measureQuestions(count, tools(steps));
    const filled = await measureFills(fills, tools(steps));
    const rows = [...languageRows(questions), ...languageRows(filled)];
    if (both) {
      const words = `${fewSteps} steps behind ${steps}`;
      rows.push(...stepsRows(questions, await measureQuestions(count, tools(fewSteps)), words));
      rows.push(...stepsRows(filled, await measureFills(fills, tools(fewSteps)), words));
    }
    rows.push(sensitivityRow(await measureSensitivity(pairs, tools(steps)), pairs));
    if (hasEncoder) {
      const pictures = readTiles('corpus.png').slice(0, roundTripsFor(count));
      rows.push(roundTripRow(await measureRoundTrip(pack, pictures), pictures.length));
    }
    rows.push(...speedRows(await measureSpeed(painter, pack, { steps, guidance }, speedRoundsFor(count))));
    return rows;
  } finally {
    await pack.release();
  }
}
