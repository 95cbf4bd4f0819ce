// `npm run bench -- …`: the benchmarks. Exit code 2: bad input, 1: it failed.
import { writeFile } from 'node:fs/promises';
import { ensureChromium, ensurePackages } from './setup.mjs';

ensurePackages();
const { OptionError, parseBenchOptions } = await import('./bench-options.mjs');
const { importTypeScript } = await import('./import-typescript.mjs');
const { printRows, writeReport } = await import('./measuring/report.mjs');

try {
  const options = parseBenchOptions(process.argv.slice(2));
  const { drawSheet, findMeasures, measureNames, runBench } = await importTypeScript('tests/bench/main.ts');
  const measures = findMeasures(options.suites, options.only);
  if (measures.length === 0)
    throw new OptionError(`--only ${options.only} names no measure: use ${measureNames.join(', ')}.`);
  await ensureChromium();
  const { openBenchPage } = await import('./bench-page.mjs');
  if (options.sheet !== null) await writeSheet(options.sheet, await drawSheet(tellProgress), openBenchPage);
  else await measure(runBench, measures, openBenchPage, options);
} catch (error) {
  console.error(
    error instanceof OptionError ? error.message : `The benchmark failed: ${error?.stack ?? error}`,
  );
  process.exitCode = error instanceof OptionError ? 2 : 1;
}

async function measure(runBench, measures, openPage, { jobs, json, suites, only }) {
  let opening = null;
  const tools = {
    jobs,
    openPage,
    tell: tellProgress,
    session: () => {
      opening ??= openPlugin();
      return opening;
    },
  };
  try {
    const { machine, rows } = await runBench(measures, tools);
    tellProgress('');
    printRows(rows);
    if (json) await writeReport(json, { machine, about: { options: { suites, only, jobs } }, rows });
  } finally {
    await (await opening?.catch(() => null))?.close();
  }
}

async function openPlugin() {
  const { buildAll } = await import('../esbuild.config.mjs');
  const { openSession } = await import('./render/session.mjs');
  await buildAll({ quiet: true });
  return openSession();
}

async function writeSheet(file, png, openPage) {
  if (/\.png$/i.test(file)) {
    await writeFile(file, png);
    return;
  }
  const page = await openPage('tests/bench/webp-worker.ts');
  try {
    const base64 = await page.ask(Buffer.from(png).toString('base64'));
    await writeFile(file, Buffer.from(base64, 'base64'));
  } finally {
    await page.close();
  }
}

/** One line that is written over, on a terminal; nothing in a log. */
function tellProgress(words) {
  if (process.stderr.isTTY) process.stderr.write(words === '' ? '\r\u001b[K' : `\r\u001b[K${words}`);
}
