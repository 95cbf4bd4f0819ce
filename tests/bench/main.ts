import { describeMachine } from '../../tools/measuring/report.mjs';
import { type BenchTools, inpaintSuite, type Measure } from './inpaint-suite.ts';
import { panelSuite } from './panel-suite.ts';
import type { Row } from './rows.ts';

export { drawSheet } from './contact-sheet.ts';

const suites: Record<string, readonly Measure[]> = { inpaint: inpaintSuite, panel: panelSuite };

/** The measures of some suites whose name holds `only`; null takes all. */
export function findMeasures(names: readonly string[], only: string | null): Measure[] {
  return names
    .flatMap((name) => suites[name] ?? [])
    .filter(({ name }) => only === null || name.includes(only.toLowerCase()));
}

/** Runs measures one after the other. */
export async function runBench(
  measures: readonly Measure[],
  tools: BenchTools,
): Promise<{ machine: Record<string, unknown>; rows: Row[] }> {
  const rows: Row[] = [];
  for (const { name, run } of measures) {
    tools.tell(name);
    rows.push(...(await run(tools)));
  }
  return { machine: describeMachine(), rows };
}

/** What `--only` can name. */
export const measureNames = Object.values(suites).flatMap((suite) => suite.map(({ name }) => name));
