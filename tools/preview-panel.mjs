// The panel alone, with a fake sandbox and a fake engine behind it:
//   node tools/preview-panel.mjs                 serves it, to look at
//   node tools/preview-panel.mjs --shots DIR     writes pictures of its states, light and dark, English and German
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';
import { servePreview } from './preview/serve-preview.mjs';

const target = {
  node: '1:2',
  name: 'Hero',
  type: 'FRAME',
  size: { width: 400, height: 300 },
  box: { x: 0, y: 0, width: 400, height: 300 },
  hasPicture: true,
  density: 1,
  canTakeFill: true,
  canTakeLayer: true,
};
const mask = {
  node: '1:3',
  name: 'Ellipse 1',
  type: 'ELLIPSE',
  box: { x: 90, y: 80, width: 120, height: 90 },
};
const frame = { kind: 'target', target, masks: [] };
const fill = { kind: 'target', target, masks: [mask] };
const prompt = 'a red barn on a green hill under a clear evening sky';

/** What is looked at: a name, what is selected, and what is done before the picture is taken. */
const scenes = [
  { name: 'start', selection: { kind: 'nothing' } },
  { name: 'advanced', selection: frame, act: (panel) => panel.locator('summary').click() },
  { name: 'running', selection: frame, request: { prompt, count: 4 }, act: startAndWait },
  { name: 'running-one', selection: fill, request: { prompt, count: 1 }, act: startAndWait },
  { name: 'results', selection: fill, request: { prompt, count: 4, steps: 2 }, act: runToTheEnd },
  { name: 'result-one', selection: frame, request: { prompt, count: 1, steps: 2 }, act: runToTheEnd },
  { name: 'unusable', selection: { kind: 'unusable', code: 'target-hidden', name: 'Hero' } },
  { name: 'failed', selection: frame, request: { prompt }, failure: 'place-refused', act: failToPlace },
  { name: 'no-prompt', selection: frame, act: (panel) => panel.locator('.run-bar .button').click() },
];

async function startAndWait(panel) {
  await panel.locator('.run-bar .button').click();
  await panel.waitForTimeout(900);
}

async function runToTheEnd(panel) {
  await panel.locator('.run-bar .button').click();
  await panel.locator('.chosen-actions').waitFor();
  await panel.waitForTimeout(300);
}

async function failToPlace(panel) {
  await runToTheEnd(panel);
  await panel.locator('.chosen-actions .button').first().click();
  await panel.locator('.notice').waitFor();
}

async function takeShots(address, folder) {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  try {
    for (const theme of ['light', 'dark']) {
      for (const language of ['en', 'de']) {
        const page = await browser.newPage({
          viewport: { width: 360, height: 692 },
          deviceScaleFactor: 2,
          locale: language,
        });
        page.on('console', (message) => console.log(`${message.type()}: ${message.text()}`));
        page.on('pageerror', (error) => console.log(`error: ${error.message}`));
        for (const scene of scenes) {
          await page.goto(`${address}?theme=${theme}`);
          const panel = page.frames().find((one) => one.url().includes('/ui.html'));
          await panel.waitForFunction(() => window.underpaint?.state().engine === 'ready');
          await page.evaluate(
            ({ selection, failure }) => {
              window.fakeHost.select(selection);
              if (failure !== undefined) window.fakeHost.failures = { placeFill: failure };
            },
            scene.act === undefined
              ? { selection: scene.selection }
              : { selection: scene.selection, failure: scene.failure },
          );
          await panel.evaluate((request) => window.underpaint.setRequest(request), scene.request ?? {});
          await scene.act?.(panel);
          await panel.waitForTimeout(100);
          await page.screenshot({ path: join(folder, `${scene.name}-${theme}-${language}.png`) });
        }
        await page.close();
      }
    }
  } finally {
    await browser.close();
  }
}

const { server, address } = await servePreview();
const folder = process.argv[2] === '--shots' ? process.argv[3] : undefined;
if (folder === undefined) {
  console.log(`The panel alone: ${address} (add ?theme=dark)`);
} else {
  await takeShots(address, folder).finally(() => server.close());
}
