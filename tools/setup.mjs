// Installs what is missing, so that every command works straight after cloning. Node built-ins only.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Runs `npm ci` when node_modules lacks what the lockfile names; throws with a sentence when it fails. */
export function ensurePackages() {
  const stamp = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(stamp) && sameVersions(stamp, lock)) return;
  console.log('Installing packages (once) …');
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0)
    throw new Error('Installing the packages failed. Check the network and run the command again.');
}

/** True when every package of the lockfile that is installed has the locked version, and none of the required ones is missing. */
function sameVersions(stampPath, lockPath) {
  const installed = JSON.parse(readFileSync(stampPath, 'utf8')).packages ?? {};
  const locked = JSON.parse(readFileSync(lockPath, 'utf8')).packages ?? {};
  return Object.entries(locked).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

/** Finds Chromium or installs it where the system lets us (Debian as root, else Playwright's own); returns its path. */
export async function ensureChromium() {
  const { findChromium } = await import('./find-chromium.mjs');
  const found = findChromium();
  if (found) return found;
  console.log('Installing Chromium (once) …');
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    try {
      execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore', env });
      execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
        stdio: 'ignore',
        env,
      });
    } catch {
      // The next line says what to do.
    }
  } else {
    spawnSync(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'], {
      stdio: 'inherit',
    });
  }
  const installed = findChromium();
  if (!installed) {
    throw new Error(
      'No Chromium was found and none could be installed. Install Chromium or Chrome, or set UNDERPAINT_CHROMIUM to its path.',
    );
  }
  return installed;
}
