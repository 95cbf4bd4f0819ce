import { afterAll, beforeAll, expect, it } from 'vitest';
import { runRandomJobs } from '../bench/random-jobs/run-random-jobs.ts';
import { type Session, startSession } from './session.ts';

let session: Session;

beforeAll(async () => {
  session = await startSession();
});
afterAll(async () => session?.close());

it('changes no byte of 50 random frames where the patch has no alpha', async () => {
  const report = await runRandomJobs(session, { jobs: 50, seed: 2026 });
  console.log(`${report.jobs} jobs, ${report.comparedBytes} bytes compared`);
  expect(report.broken).toEqual([]);
  expect(report.changedBytes).toBe(0);
  expect(report.comparedBytes).toBeGreaterThan(10_000_000);
});
