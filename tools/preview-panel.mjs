// The panel alone, with a fake sandbox and a fake engine behind it:
//   node tools/preview-panel.mjs                 serves it, to look at
//   node tools/preview-panel.mjs --shots DIR     writes pictures of its states, light and dark, English and German
//     --only TEXT    only states whose name holds it        --width PX, --height PX    the panel's size, 360 x 692
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';
import { editorScenes } from './preview/editor-scenes.mjs';
import { servePreview } from './preview/serve-preview.mjs';
import { shelfScenes } from './preview/shelf-scenes.mjs';

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
  isExpandable: false,
  hasRecipe: false,
};
const mask = {
  node: '1:3',
  name: 'Ellipse 1',
  type: 'ELLIPSE',
  box: { x: 90, y: 80, width: 120, height: 90 },
  role: 'repaint',
};
const frame = { kind: 'target', target, masks: [] };
const fill = { kind: 'target', target, masks: [mask] };
const layers = [
  mask,
  { ...mask, node: '1:4', name: 'Keep the lighthouse with its long shadow on the rocks', role: 'keep' },
  { ...mask, node: '1:5', name: 'Context', role: 'context' },
];
const emptyArea = { ...frame, target: { ...target, isExpandable: true } };
const result = { ...frame, target: { ...target, node: '5:1', name: 'a red barn', hasRecipe: true } };
const prompt = 'a red barn on a green hill under a clear evening sky';
const openAdvanced = (panel) => panel.locator('summary').click();

/** What is looked at: a name, what is selected, and what is done before the picture is taken. */
const scenes = [
  { name: 'start', selection: { kind: 'nothing' } },
  { name: 'advanced', selection: frame, act: openAdvanced },
  { name: 'running', selection: frame, request: { prompt, count: 4 }, act: startAndWait },
  { name: 'running-one', selection: fill, request: { prompt, count: 1 }, act: startAndWait },
  { name: 'results', selection: fill, request: { prompt, count: 4, steps: 2 }, act: runToTheEnd },
  { name: 'result-one', selection: frame, request: { prompt, count: 1, steps: 2 }, act: runToTheEnd },
  { name: 'before', selection: fill, request: { prompt, count: 2, steps: 2 }, act: compare },
  { name: 'fill', selection: fill },
  { name: 'fill-advanced', selection: fill, request: { strength: 0.6 }, act: openAdvanced },
  { name: 'layers', selection: { ...fill, masks: layers }, request: { mode: 'replace-background' } },
  { name: 'remove', selection: fill, request: { mode: 'remove' } },
  { name: 'vary', selection: frame, request: { mode: 'vary', prompt } },
  { name: 'expand-frame', selection: emptyArea },
  { name: 'expand-sides', selection: frame, request: { mode: 'expand' } },
  { name: 'expand-zoom', selection: frame, request: { mode: 'expand', growBy: 'zoom' } },
  { name: 'expand-beyond', selection: emptyArea, request: { growsBeyondFrame: true, growBy: 'ratio' } },
  { name: 'expanded', selection: frame, request: { mode: 'expand', steps: 2, prompt }, act: runToTheEnd },
  { name: 'reopen', selection: result },
  { name: 'replaces', selection: result, reopened: true, act: reopen },
  {
    name: 'warnings',
    selection: fill,
    request: { prompt, steps: 2 },
    warnings: ['window-only', 'strength-quantized: 8', 'candidate-shifted: 2', 'coarse-region'],
    act: runToTheEnd,
  },
  { name: 'unusable', selection: { kind: 'unusable', code: 'target-hidden', name: 'Hero' } },
  { name: 'failed', selection: frame, request: { prompt }, failure: 'place-refused', act: failToPlace },
  { name: 'no-prompt', selection: frame, act: (panel) => panel.locator('.run-bar .button').click() },
  ...editorScenes.map((scene) => ({ selection: frame, ...scene })),
  ...shelfScenes.map((scene) => ({ selection: { kind: 'nothing' }, ...scene })),
];

/** What a reopened result tells the panel. */
const reopened = {
  recipe: {
    request: {
      task: 'add',
      prompt: 'a red barn',
      seed: 7,
      strength: 0.8,
      context: 'auto',
      edge: 'blend',
    },
  },
  target: '1:2',
  masks: ['1:3'],
  selection: fill,
};

async function reopen(panel) {
  await panel.locator('.reopen .button').click();
  await panel.locator('.reopen .hint').waitFor();
}

async function compare(panel) {
  await runToTheEnd(panel);
  await panel.locator('.chosen-actions .icon-button').last().click();
}

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

/** What is wider than its panel would be cut off, or scroll sideways. */
async function tellOverflow(panel, scene) {
  const wide = await panel.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`),
  );
  if (wide.length > 0) console.log(`${scene}: wider than the panel: ${wide.join(' ')}`);
}

async function takeShots(address, folder, { only, width, height }) {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  try {
    for (const theme of ['light', 'dark']) {
      for (const language of ['en', 'de']) {
        const page = await browser.newPage({
          viewport: { width, height },
          deviceScaleFactor: 2,
          locale: language,
        });
        page.on('console', (message) => console.log(`${message.type()}: ${message.text()}`));
        page.on('pageerror', (error) => console.log(`error: ${error.message}`));
        for (const scene of scenes.filter(({ name }) => name.includes(only))) {
          await page.goto(`${address}?theme=${theme}`);
          const panel = page.frames().find((one) => one.url().includes('/ui.html'));
          await panel.waitForFunction(() => window.underpaint?.state().engine === 'ready');
          await page.evaluate(
            ({ selection, failure, reopened }) => {
              window.fakeHost.select(selection);
              window.fakeHost.reopened = reopened;
              if (failure !== undefined) window.fakeHost.failures = { placeFill: failure };
            },
            {
              selection: scene.selection,
              failure: scene.failure,
              reopened: scene.reopened ? reopened : null,
            },
          );
          await panel.evaluate((request) => window.underpaint.setRequest(request), scene.request ?? {});
          if (scene.shelf !== undefined) {
            const engine = page.frames().find((one) => one.url().includes('/engine/'));
            await engine.evaluate((shelf) => window.showShelf(shelf), scene.shelf);
          }
          if (scene.warnings !== undefined) {
            const engine = page.frames().find((one) => one.url().includes('/engine/'));
            await engine.evaluate((warnings) => {
              window.fakeEngine.script.warnings = warnings;
            }, scene.warnings);
          }
          await scene.act?.(panel);
          await panel.waitForTimeout(100);
          await tellOverflow(panel, scene.name);
          await page.screenshot({ path: join(folder, `${scene.name}-${theme}-${language}.png`) });
        }
        await page.close();
      }
    }
  } finally {
    await browser.close();
  }
}

const { values } = parseArgs({
  options: {
    shots: { type: 'string' },
    only: { type: 'string', default: '' },
    width: { type: 'string', default: '360' },
    height: { type: 'string', default: '692' },
  },
});
const { server, address } = await servePreview();
if (values.shots === undefined) {
  console.log(`The panel alone: ${address} (add ?theme=dark)`);
} else {
  const options = { only: values.only, width: Number(values.width), height: Number(values.height) };
  await takeShots(address, values.shots, options).finally(() => server.close());
}
