import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Path of a Chromium-family browser on this machine, or null. `UNDERPAINT_CHROMIUM` wins; then what the system
 * has; then what Playwright has downloaded.
 */
export function findChromium(env = process.env, platform = process.platform) {
  if (env.UNDERPAINT_CHROMIUM) return existsSync(env.UNDERPAINT_CHROMIUM) ? env.UNDERPAINT_CHROMIUM : null;
  const candidates = [...installedPaths(env, platform), ...downloadedByPlaywright(env, platform)];
  return candidates.find((path) => existsSync(path)) ?? null;
}

function installedPaths(env, platform) {
  if (platform === 'darwin') {
    return ['', homedir()].flatMap((home) =>
      ['Chromium', 'Google Chrome', 'Google Chrome Canary', 'Microsoft Edge'].map((name) =>
        join(home, '/Applications', `${name}.app`, 'Contents/MacOS', name),
      ),
    );
  }
  if (platform === 'win32') {
    return [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']]
      .filter(Boolean)
      .flatMap((base) =>
        ['Chromium', 'Google\\Chrome', 'Microsoft\\Edge'].map((product) =>
          join(base, product, 'Application', product.endsWith('Edge') ? 'msedge.exe' : 'chrome.exe'),
        ),
      );
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
  ];
  const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin', ...(env.PATH ?? '').split(delimiter)];
  return names.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

function downloadedByPlaywright(env, platform) {
  const cache =
    env.PLAYWRIGHT_BROWSERS_PATH ??
    {
      darwin: join(homedir(), 'Library/Caches/ms-playwright'),
      win32: join(env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
    }[platform] ??
    join(homedir(), '.cache/ms-playwright');
  if (!existsSync(cache)) return [];
  const inside = [
    'chrome-linux64/chrome',
    'chrome-linux/chrome',
    'chrome-win64/chrome.exe',
    'chrome-win/chrome.exe',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  ];
  return readdirSync(cache)
    .filter((name) => name.startsWith('chromium-'))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((name) => inside.map((path) => join(cache, name, path)));
}
