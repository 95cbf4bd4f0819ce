// `npm run evaluate -- …`: what a pack knows, measured on its pictures by code. Exit code 2: bad input, 1: it failed.
import { relative } from 'node:path';
import { ensurePackages, root } from './setup.mjs';

ensurePackages();
const { OptionError, parseEvaluateOptions } = await import('./evaluate-options.mjs');
const { importTypeScript } = await import('./import-typescript.mjs');
const { printRows, writeReport } = await import('./measuring/report.mjs');

try {
  const { evaluate, mostQuestions } = await importTypeScript('tests/evaluate/main.ts');
  const { json, ...options } = parseEvaluateOptions(process.argv.slice(2), mostQuestions);
  const { machine, rows } = await evaluate(options, tellProgress);
  printRows(rows);
  const about = { options: { ...options, pack: relative(root, options.pack) } };
  if (json) await writeReport(json, { machine, about, rows });
} catch (error) {
  console.error(
    error instanceof OptionError ? error.message : `The evaluation failed: ${error?.stack ?? error}`,
  );
  process.exitCode = error instanceof OptionError ? 2 : 1;
}

/** One line that is written over, on a terminal; nothing in a log. */
function tellProgress(done, total) {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done === total ? '\r\u001b[K' : `\r${done} of ${total} pictures`);
}
