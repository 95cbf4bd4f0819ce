import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';
import { editorPort } from './ports.mjs';

/** Turns WebGPU on without a GPU (SwiftShader), and keeps the browser from calling home. */
const baseArgs = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const partitioning = 'ThirdPartyStoragePartitioning';

/**
 * Starts Chromium the way a person's browser behaves: third-party storage partitioned (Playwright switches that off,
 * and the engine's frame would have no storage at all). `hostPort` is where the server really listens; the browser
 * finds it at the fixed development port all the same. With `profileDir` storage outlives the browser; returns a context then.
 */
export async function launchBrowser({
  hostPort = editorPort,
  profileDir = null,
  headless = true,
  args = [],
  contextOptions = {},
} = {}) {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error(
      'No Chromium was found. Install Chromium or Chrome, or set UNDERPAINT_CHROMIUM to its path.',
    );
  }
  const disabled = await readDisabledFeatures();
  const features = disabled
    .slice('--disable-features='.length)
    .split(',')
    .filter((feature) => feature !== partitioning);
  const options = {
    executablePath,
    headless,
    ignoreDefaultArgs: [disabled],
    args: [...baseArgs, `--disable-features=${features.join(',')}`, ...networkArgs(hostPort), ...args],
  };
  const viewport = { width: 1360, height: 860 };
  if (profileDir !== null)
    return chromium.launchPersistentContext(profileDir, { viewport, ...options, ...contextOptions });
  return chromium.launch(options);
}

/**
 * Lets the server stand in as the browser's proxy when it listens elsewhere than at the fixed port: the rules that map
 * host names leave addresses alone, and the page must believe in the port that the manifest names. Where there is no
 * proxy, names other than this machine's are not found. Either way nothing leaves the machine.
 */
function networkArgs(hostPort) {
  return hostPort === editorPort
    ? ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1']
    : [`--proxy-server=http://127.0.0.1:${hostPort}`, '--proxy-bypass-list=<-loopback>'];
}

let disabledFeatures = null;

/**
 * The very string that this version of Playwright passes: it has to be named in full to be left out. It is read off
 * the call log of a launch that cannot succeed, which costs a tenth of a second and no browser.
 */
async function readDisabledFeatures() {
  if (disabledFeatures !== null) return disabledFeatures;
  const refused = await chromium.launch({ executablePath: process.execPath }).then(
    (browser) => browser.close(),
    (error) => String(error?.message),
  );
  const found = String(refused).match(/--disable-features=\S+/g) ?? [];
  disabledFeatures = found.find((flag) => flag.includes(partitioning)) ?? null;
  if (disabledFeatures === null)
    throw new Error(
      `This Playwright does not disable ${partitioning}: start the browser without the detour.`,
    );
  return disabledFeatures;
}
