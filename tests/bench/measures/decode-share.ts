import { row } from '../../../tools/measuring/report.mjs';
import type { Row } from '../rows.ts';
import type { DecodeQuestion, DecodeTimes } from './decode-worker.ts';

/** Runs a file as a worker of a secure page in a real browser. */
export type OpenBenchPage = (
  path: string,
) => Promise<{ ask(question: unknown): Promise<unknown>; close(): Promise<void> }>;

const rounds = 9;
const mostTimes = 1.2;
const kinds = ['landscape', 'noise', 'flat'] as const satisfies DecodeQuestion['kind'][];

/**
 * The time in which the engine has the part of an exported PNG that its model looks at, over that in which the browser
 * has decoded the same PNG and drawn it, in one worker of real Chromium. Of turns that alternate the least of each: what
 * else the machine does can only add.
 */
export async function measureDecodeShare(openPage: OpenBenchPage): Promise<Row[]> {
  const page = await openPage('tests/bench/measures/decode-worker.ts');
  try {
    const rows: Row[] = [];
    for (const sidePx of [1024, 4096]) {
      for (const kind of kinds) {
        const question: DecodeQuestion = { kind, sidePx, rounds };
        const { ours, browser } = (await page.ask(question)) as DecodeTimes;
        const [ownMs, browserMs] = [Math.min(...ours), Math.min(...browser)];
        const name = `decode and crop: ${kind}, ${sidePx} px`;
        rows.push(
          row(`${name}, over the browser's decode`, ownMs / browserMs, 'times', {
            n: rounds,
            atMost: mostTimes,
          }),
        );
        rows.push(row(`${name}, the browser's decode`, browserMs, 'ms', { n: rounds }));
      }
    }
    return rows;
  } finally {
    await page.close();
  }
}
