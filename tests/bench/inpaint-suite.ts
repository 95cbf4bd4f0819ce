import { row } from '../../tools/measuring/report.mjs';
import { measureColorDrift } from './measures/color-drift.ts';
import { measureDecodeShare, type OpenBenchPage } from './measures/decode-share.ts';
import { measureEngineShare } from './measures/engine-share.ts';
import { measureExpansion } from './measures/expansion.ts';
import { measureIdentity } from './measures/identity.ts';
import { measurePlacement } from './measures/placement.ts';
import { measureRoundTripSeen } from './measures/round-trip.ts';
import { measureSeams } from './measures/seam.ts';
import type { OpenSession } from './random-jobs/job-runner.ts';
import { runRandomJobs } from './random-jobs/run-random-jobs.ts';
import type { Row } from './rows.ts';

/** What a suite needs of the machine. */
export type BenchTools = {
  jobs: number;
  /** The whole plugin in a browser, opened at the first call. */
  session(): Promise<OpenSession>;
  openPage: OpenBenchPage;
  tell(words: string): void;
};

/** A part of a suite; `name` is what `--only` looks at. */
export type Measure = { name: string; run(tools: BenchTools): Promise<Row[]> };

/** Every run asks the same jobs, so that a number can be looked into. */
const jobsSeed = 2026;

async function measureJobs({ jobs, session, tell }: BenchTools): Promise<Row[]> {
  const report = await runRandomJobs(await session(), { jobs, seed: jobsSeed }, (done) =>
    tell(`${done} of ${jobs} jobs`),
  );
  for (const broken of report.broken) console.error(JSON.stringify(broken));
  const refused = report.broken.filter(({ reason }) => reason !== null).length;
  return [
    row('bytes changed where the patch has no alpha', report.changedBytes, 'bytes', { n: jobs, atMost: 0 }),
    row('jobs refused', refused, 'jobs', { n: jobs, atMost: 0 }),
  ];
}

/** How good fills are, beside the ways of other programs. */
export const inpaintSuite: readonly Measure[] = [
  { name: 'bytes', run: measureJobs },
  { name: 'drift', run: async () => measureColorDrift() },
  { name: 'seam', run: async () => measureSeams() },
  { name: 'placement', run: async ({ session }) => measurePlacement(await session()) },
  { name: 'identity', run: measureIdentity },
  { name: 'autoencoder', run: measureRoundTripSeen },
  { name: 'expand', run: measureExpansion },
  { name: 'engine', run: async ({ session }) => measureEngineShare(await session()) },
  { name: 'decode', run: ({ openPage }) => measureDecodeShare(openPage) },
];
