import { row } from '../../../tools/measuring/report.mjs';
import type { Row } from '../rows.ts';
import type { DecodeQuestion, DecodeTimes } from './decode-worker.ts';

/** Runs a file as a worker of a secure page in a real browser. */
export type OpenBenchPage = (
  path: string,
) => Promise<{ ask(question: unknown): Promise<unknown>; close(): Promise<void> }>;

const rounds = 5;
const mostTimes = 1.2;
const kinds = ['landscape', 'noise', 'flat'] as const satisfies DecodeQuestion['kind'][];

/**
 * The time in which the engine has the part of an exported PNG that its model looks at, over that in which the browser
 * has decoded the same PNG and drawn it: the median of turns that alternate, in one worker of real Chromium.
 */
export async function measureDecodeShare(openPage: OpenBenchPage): Promise<Row[]> {
  const page = await openPage('tests/bench/measures/decode-worker.ts');
  try {
    const rows: Row[] = [];
    for (const sidePx of [1024, 4096]) {
      for (const kind of kinds) {
        const question: DecodeQuestion = { kind, sidePx, rounds };
        const { ours, browser } = (await page.ask(question)) as DecodeTimes;
        const shares = ours.map((value, i) => value / browser[i]!).sort((a, b) => a - b);
        const name = `decode and crop over the browser's decode: ${kind}, ${sidePx} px`;
        rows.push(row(name, shares[rounds >> 1]!, 'times', { n: rounds, atMost: mostTimes }));
      }
    }
    return rows;
  } finally {
    await page.close();
  }
}
