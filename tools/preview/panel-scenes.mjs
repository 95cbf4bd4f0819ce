import { editorScenes } from './editor-scenes.mjs';
import { shelfScenes } from './shelf-scenes.mjs';

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
export const scenes = [
  { name: 'start', selection: { kind: 'nothing' } },
  { name: 'advanced', selection: frame, act: openAdvanced },
  { name: 'running', selection: frame, request: { prompt, count: 4 }, act: startAndWait },
  { name: 'running-one', selection: fill, request: { prompt, count: 1 }, act: startAndWait },
  { name: 'results', selection: fill, request: { prompt, count: 4, steps: 2 }, act: runToTheEnd },
  { name: 'result-one', selection: frame, request: { prompt, count: 1, steps: 2 }, act: runToTheEnd },
  { name: 'queue', selection: fill, request: { prompt, count: 2, steps: 60 }, act: fillQueue },
  { name: 'go-on', selection: fill, request: { prompt, count: 2, steps: 2 }, act: goOn },
  { name: 'compare-two', selection: fill, request: { prompt, count: 2, steps: 2 }, act: compareTwo },
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
  { name: 'replaces', selection: result, reopenedOn: fill, act: reopen },
  {
    name: 'warnings',
    selection: fill,
    request: { prompt, steps: 2 },
    warnings: ['window-only', 'strength-quantized: 8', 'candidate-shifted: 2', 'coarse-region'],
    act: runToTheEnd,
  },
  { name: 'unusable', selection: { kind: 'unusable', code: 'target-hidden', name: 'Hero' } },
  { name: 'failed', selection: frame, request: { prompt }, failure: 'place-refused', act: failToPlace },
  { name: 'compact', selection: fill, request: { prompt }, act: fold },
  { name: 'compact-running', selection: fill, request: { prompt, count: 2 }, act: foldAndRun },
  { name: 'compact-results', selection: fill, request: { prompt, count: 2, steps: 2 }, act: foldAndFinish },
  {
    name: 'styles',
    selection: frame,
    request: { prompt },
    act: press('.prompt-tools .icon-button >> nth=1'),
  },
  { name: 'prompt-history', selection: frame, act: runAndOpenPrompts },
  { name: 'history', selection: frame, act: press(':is([aria-label=History], [aria-label=Verlauf])') },
  { name: 'about', selection: frame, act: press('.status-line .icon-button >> nth=0') },
  { name: 'no-prompt', selection: frame, act: (panel) => panel.locator('.run-bar .button').click() },
  ...editorScenes.map((scene) => ({ selection: frame, ...scene })),
  ...shelfScenes.map((scene) => ({ selection: { kind: 'nothing' }, ...scene })),
];

async function reopen(panel) {
  await panel.locator('.reopen .button').click();
  await panel.locator('.reopen .hint').waitFor();
}

/** Presses one button and waits for what it opens. */
function press(selector) {
  return async (panel) => {
    await panel.locator(selector).click();
    await panel.waitForTimeout(150);
  };
}

async function runAndOpenPrompts(panel) {
  await panel.evaluate((words) => window.underpaint.setRequest({ prompt: words, steps: 2 }), prompt);
  await runToTheEnd(panel);
  await press('.prompt-tools .icon-button >> nth=0')(panel);
}

async function fold(panel) {
  await panel.locator('.status-line .icon-button').last().click();
}

async function foldAndRun(panel) {
  await fold(panel);
  await startAndWait(panel);
}

async function foldAndFinish(panel) {
  await fold(panel);
  await runToTheEnd(panel);
}

async function compare(panel) {
  await runToTheEnd(panel);
  await panel.locator('.chosen-actions .icon-button').last().click();
}

async function fillQueue(panel) {
  const verb = panel.locator('.run-bar .button').first();
  await verb.click();
  await panel.locator('.progress').waitFor();
  for (let waiting = 0; waiting < 3; waiting++) await verb.click();
  await panel.waitForTimeout(900);
}

async function goOn(panel) {
  await runToTheEnd(panel);
  await panel.locator('.chosen-actions [aria-expanded]').click();
}

async function compareTwo(panel) {
  await goOn(panel);
  await panel.locator('.go-on .button').last().click();
  await panel.waitForTimeout(300);
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
