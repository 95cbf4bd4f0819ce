// `npm test`: installs what is missing, then lint, types, build, unit, browser, parity and end-to-end tests.
// The last line is `N passed, N failed`; `npm run check` is the same with `--fast` (lint, types, unit).
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, ensurePackages, root } from './setup.mjs';

const isFast = process.argv.includes('--fast');
const cacheDir = join(root, '.cache');
let passed = 0;
let failed = 0;

ensurePackages();
if (!isFast) await ensureChromium();
mkdirSync(cacheDir, { recursive: true });

step('lint', bin('biome'), ['check', '--error-on-warnings', '.']);
step('types', bin('tsc'), ['-b']);
if (!isFast) step('build', process.execPath, ['tools/build.mjs']);
await runTests('unit');
if (!isFast) {
  // Parity is one long computation and the panel's pages mostly wait; what waits for engines leaves them a core.
  const beside = runTests('parity', 'pipe').then(() => runTests('panel', 'pipe'));
  await runTests('browser');
  await beside;
  await runTests('e2e');
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function bin(name) {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

/** One command that either holds or does not: it counts as one test. */
function step(name, command, args) {
  const started = Date.now();
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  const holds = done.status === 0;
  if (holds) passed += 1;
  else failed += 1;
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

/**
 * Runs one vitest project and adds its tests; a file that could not even be loaded counts as one failure. Where its
 * output goes into a pipe, all of it is shown at the end, so that two projects do not speak at once.
 */
async function runTests(project, output = 'inherit') {
  const report = join(cacheDir, `vitest-${project}.json`);
  rmSync(report, { force: true });
  const status = await new Promise((resolve) => {
    const child = spawn(
      bin('vitest'),
      ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      {
        cwd: root,
        stdio: ['inherit', output, output],
        shell: process.platform === 'win32',
      },
    );
    const said = [];
    child.stdout?.on('data', (bytes) => said.push(bytes));
    child.stderr?.on('data', (bytes) => said.push(bytes));
    child.on('error', () => resolve(1));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code);
    });
  });
  let result = null;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    // No report: the runner itself died, which the count below turns into a failure.
  }
  const brokenFiles =
    result?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
      .length ?? 0;
  const failures = (result?.numFailedTests ?? 0) + brokenFiles;
  passed += result?.numPassedTests ?? 0;
  failed += failures === 0 && status !== 0 ? 1 : failures;
}
