import type { RgbaImage } from '../../../ui/imaging/image.ts';
import { fixtures, picture } from '../fixtures/fixtures.ts';
import { countChangedBytes } from './count-changed.ts';
import { type OpenSession, withJobRunner } from './job-runner.ts';
import type { StoredPicture } from './lay-out-job.ts';
import { planJobs, type RandomJob } from './plan-jobs.ts';

/** A job that broke the law, or that the panel refused; `reason` is its sentence then. */
export type BrokenJob = { job: RandomJob; changedBytes: number; reason: string | null };

export type JobsReport = { jobs: number; comparedBytes: number; changedBytes: number; broken: BrokenJob[] };

const sizes = [
  [640, 480],
  [333, 517],
  [901, 300],
] as const;

/**
 * Runs random fills through the whole plugin with the pack that gives its input back, and counts the bytes of each frame's
 * export that differ afterwards where the patch has no alpha. `tell` hears how many are done.
 */
export function runRandomJobs(
  session: OpenSession,
  { jobs: count, seed }: { jobs: number; seed: number },
  tell: (done: number) => void = () => {},
): Promise<JobsReport> {
  return withJobRunner(session, async (runner) => {
    const stored: StoredPicture[] = [];
    for (const image of drawPictures()) stored.push(await runner.store(image));
    const report: JobsReport = { jobs: count, comparedBytes: 0, changedBytes: 0, broken: [] };
    for (const [i, job] of planJobs(seed, count, stored.length).entries()) {
      const filled = await runner.fill(job, stored[job.picture]!);
      if ('reason' in filled) report.broken.push({ job, changedBytes: 0, reason: filled.reason });
      else {
        const changedBytes = countChangedBytes(filled.before, filled.after, filled.patch);
        report.comparedBytes += filled.before.image.data.length;
        report.changedBytes += changedBytes;
        if (changedBytes > 0) report.broken.push({ job, changedBytes, reason: null });
      }
      tell(i + 1);
    }
    return report;
  });
}

/** Every fixture in one of the sizes, and one with holes. */
function drawPictures(): RgbaImage[] {
  const opaque = sizes.flatMap(([width, height], i) =>
    fixtures.filter((_, k) => k % sizes.length === i).map((fixture) => picture(fixture, width, height)),
  );
  return [...opaque, cutHoles(opaque[0]!)];
}

/** The picture with round holes whose rims are soft. */
function cutHoles(image: RgbaImage): RgbaImage {
  const data = new Uint8Array(image.data);
  for (let i = 0; i < data.length / 4; i++) {
    const wave = Math.sin((i % image.width) / 31) * Math.cos(Math.floor(i / image.width) / 23);
    data[i * 4 + 3] = Math.round(255 * Math.min(1, Math.max(0, 1.2 + 2 * wave)));
  }
  return { ...image, data };
}
