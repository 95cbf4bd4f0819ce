// `npm run render -- …`: one job through the whole plugin, headless. Exit code 2: bad input, 1: the job failed.
import { writeFile } from 'node:fs/promises';
import { ensureChromium, ensurePackages } from './setup.mjs';

ensurePackages();
const { numberedFile, OptionError, parseRenderOptions } = await import('./render-options.mjs');
const { JobError, runRenderJob } = await import('./render/job.mjs');

try {
  const options = parseRenderOptions(process.argv.slice(2));
  await ensureChromium();
  const { buildAll } = await import('../esbuild.config.mjs');
  const { openSession } = await import('./render/session.mjs');
  await buildAll({ quiet: true });
  const session = await openSession();
  try {
    const { results, report } = await runRenderJob(session, options);
    // Everything is written at the end, so that a failed job leaves nothing behind.
    for (const { index, out, patch } of results) {
      await writeFile(numberedFile(options.out, index, options.count), out);
      if (options.patch) await writeFile(numberedFile(options.patch, index, options.count), patch);
    }
    if (options.json) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    const seconds = (report.timingsMs.total / 1000).toFixed(1);
    console.log(
      `${results.length} picture${results.length === 1 ? '' : 's'} in ${seconds} s on ${report.device.kind} (${report.device.name}).`,
    );
  } finally {
    await session.close();
  }
} catch (error) {
  const isOurs = error instanceof OptionError || error instanceof JobError;
  console.error(isOurs ? error.message : `Rendering failed: ${error?.stack ?? error}`);
  process.exitCode = error instanceof OptionError ? 2 : 1;
}
