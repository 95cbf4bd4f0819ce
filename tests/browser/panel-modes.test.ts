import type { Frame, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { defaultRequest } from '../../protocol/generation.ts';
import type { Selection, Target } from '../../protocol/host-contract.ts';
import type { FakeEngine } from '../fakes/fake-engine.ts';
import { type FakeHost, makeMask, makeTarget } from '../fakes/fake-host.ts';
import { usePreviewPages } from './preview-pages.ts';

type HostWindow = { fakeHost: FakeHost };
type EngineWindow = { fakeEngine: FakeEngine };

const on = (change: Partial<Target> = {}, masks = [] as ReturnType<typeof makeMask>[]): Selection => ({
  kind: 'target',
  target: makeTarget(change),
  masks,
});

/** The real panel in real Chromium, with what a person chooses before running, and what becomes of it. */
const pages = usePreviewPages();
let page: Page;
let panel: Frame;

beforeEach(async () => {
  ({ page, panel } = await pages.open());
});

const select = (selection: Selection) =>
  page.evaluate((next) => (window as unknown as HostWindow).fakeHost.select(next), selection);
const lastRequest = () => {
  const engine = page.frames().find((frame) => frame.url().includes('/engine/'))!;
  return engine.evaluate(() => (window as unknown as EngineWindow).fakeEngine.jobs.at(-1)?.request);
};
const run = async () => {
  await panel.locator('.run-bar button').click();
  await panel.locator('.chosen-actions').waitFor();
};

it('offers what the selection allows, says what each does, and does it', async () => {
  await select(on({}, [makeMask()]));
  const task = panel.getByLabel('Task');
  await expect
    .poll(() => task.locator('option').allTextContents())
    .toEqual(['Fill', 'Add', 'From sketch', 'Remove', 'Replace background']);
  const hints = new Set<string | null>();
  for (const label of ['Add', 'From sketch', 'Replace background', 'Fill']) {
    await task.selectOption({ label });
    await expect.poll(() => panel.locator('.run-bar button').textContent()).toBe(label);
    hints.add(await panel.locator('.mode-choice .hint').textContent());
  }
  expect(hints.size).toBe(4);
  await task.selectOption({ label: 'Add' });
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 1, prompt: 'a boat' }));
  await run();
  expect(await lastRequest()).toMatchObject({ task: 'add', strength: null });
});

it('gives layers their roles: what only keeps marks no region', async () => {
  const keep = makeMask({ node: '1:4', name: 'Keep the tree', role: 'keep' });
  await select(on({}, [makeMask(), keep]));
  const role = panel.getByLabel('What “Ellipse 1” is for');
  expect(await role.inputValue()).toBe('repaint');
  expect(await panel.getByLabel('What “Keep the tree” is for').inputValue()).toBe('keep');
  await role.selectOption({ label: 'Keep' });
  await panel.locator('.run-bar button', { hasText: 'Generate' }).waitFor();
  await role.selectOption({ label: 'Repaint' });
  await panel.locator('.run-bar button', { hasText: 'Fill' }).waitFor();
});

it('expands what is empty, or beyond the edges as chosen, and says to what size', async () => {
  await select(on({ isExpandable: true }));
  await panel.getByText('Paint the empty area of “Hero”').waitFor();
  expect(await panel.locator('.run-bar button').textContent()).toBe('Expand');
  expect(await panel.getByLabel('Expand by').count()).toBe(0);

  await select(on());
  await panel.getByRole('radio', { name: 'Expand' }).check();
  await panel.getByText('Expand “Hero” to 800 × 600 pixels').waitFor();
  await panel.getByLabel('Side', { exact: true }).selectOption({ label: 'Right' });
  await panel.getByRole('radio', { name: '25 %' }).check();
  await panel.getByText('Expand “Hero” to 500 × 300 pixels').waitFor();
  await panel.getByLabel('Expand by').selectOption({ label: 'Zooming out' });
  await panel.getByRole('radio', { name: '2×', exact: true }).check();
  await panel.getByText('Expand “Hero” to 800 × 600 pixels').waitFor();
  await panel.getByLabel('Expand by').selectOption({ label: 'Format' });
  await panel.getByLabel('Format', { exact: true }).selectOption('1:1');
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 1, prompt: 'hills' }));
  await run();
  expect(await lastRequest()).toMatchObject({
    task: 'expand',
    paddingPx: { left: 0, top: 50, right: 0, bottom: 50 },
  });
  // All of what was added is in the tile, also what lies beyond the picture.
  await expect
    .poll(() => panel.locator('.picture canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).width))
    .toBe(400);
});

it('sets strength and light at the edge, and goes back to the usual strength', async () => {
  await select(on({}, [makeMask()]));
  await panel.getByText('Advanced').click();
  const strength = panel.getByLabel('Strength', { exact: true });
  expect(await strength.inputValue()).toBe('100');
  expect(await panel.getByRole('button', { name: 'Back to the usual strength' }).count()).toBe(0);
  await strength.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await strength.getAttribute('aria-valuetext')).toBe('90 %');
  await panel.getByLabel('Match light at the edge').check();
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 1 }));
  await run();
  expect(await lastRequest()).toMatchObject({ task: 'fill', strength: 0.9, membrane: true });
  await panel.getByRole('button', { name: 'Back to the usual strength' }).click();
  expect(await strength.inputValue()).toBe('100');
  await panel.getByLabel('Task').selectOption({ label: 'Remove' });
  expect(await strength.count()).toBe(0);
});

/** A few pixels of what a canvas shows, to be compared. */
const looks = (selector: string) =>
  panel.locator(selector).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return `${canvas.width} ${[0.3, 0.5, 0.7].map((at) => data[4 * Math.floor((data.length / 4) * at)])}`;
  });

it('compares before and after by button and key, on the canvas and in the panel', async () => {
  await select(on({}, [makeMask()]));
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 1, count: 2, seed: 11 }));
  await run();
  const hasPreview = () => page.evaluate(() => (window as unknown as HostWindow).fakeHost.preview !== null);
  await expect.poll(hasPreview).toBe(true);
  const shown = () => panel.locator('.picture canvas.original').count();
  await panel.getByRole('button', { name: 'Before: show the original' }).click();
  await expect.poll(hasPreview).toBe(false);
  expect(await panel.locator('.badge').textContent()).toBe('Before');
  const after = await looks('.picture:first-child canvas.behind');
  await expect.poll(() => looks('.picture canvas.original')).not.toBe(after);
  await panel.getByRole('button', { name: 'After: show the picture' }).click();
  await expect.poll(hasPreview).toBe(true);
  expect(await shown()).toBe(0);

  await panel.getByRole('radio', { name: 'Picture 1 of 2' }).focus();
  await page.keyboard.press('o');
  await expect.poll(shown).toBe(1);
  await page.keyboard.press('o');
  await expect.poll(shown).toBe(0);
  // Held, it comes back when it is let go.
  await page.keyboard.down('o');
  await expect.poll(shown).toBe(1);
  await page.waitForTimeout(500);
  await page.keyboard.up('o');
  await expect.poll(shown).toBe(0);
  // Typed into the prompt it is a letter.
  await panel.getByLabel('Prompt', { exact: true }).fill('');
  await panel.getByLabel('Prompt', { exact: true }).pressSequentially('oo');
  expect(await panel.getByLabel('Prompt', { exact: true }).inputValue()).toBe('oo');
  expect(await shown()).toBe(0);
});

it('shows what was there before without lifting the veil from what came of it', async () => {
  const engine = page.frames().find((frame) => frame.url().includes('/engine/'))!;
  await engine.evaluate(() => {
    (window as unknown as EngineWindow).fakeEngine.script.flag = 'not-safe-for-work';
  });
  await select(on({}, [makeMask()]));
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 1 }));
  await panel.getByText('Advanced').click();
  await panel.getByRole('radio', { name: 'Blur if not safe for work' }).check();
  await run();
  const candidate = panel.locator('.picture canvas').first();
  const styleOf = (name: 'filter' | 'visibility') =>
    candidate.evaluate((canvas, property) => getComputedStyle(canvas)[property], name);
  await panel.locator('.veil').waitFor();
  await panel.getByRole('button', { name: 'Before: show the original' }).click();
  await panel.locator('.picture canvas.original').waitFor();
  expect(await panel.locator('.veil').count()).toBe(0);
  expect([await styleOf('filter'), await styleOf('visibility')]).toEqual([
    expect.stringMatching(/blur/),
    'hidden',
  ]);
  await panel.getByRole('button', { name: 'After: show the picture' }).click();
  await panel.locator('.veil').waitFor();
  expect(await styleOf('filter')).toMatch(/blur/);
  const preview = await page.evaluate(() => (window as unknown as HostWindow).fakeHost.preview);
  expect(preview).toBeNull();
});

it('works on a result again, in its place or beside it', async () => {
  await page.evaluate(
    ({ request, owner }) => {
      (window as unknown as HostWindow).fakeHost.reopened = {
        recipe: { request: { ...request, task: 'add', prompt: 'a barn', seed: 5 } },
        target: '1:2',
        masks: ['1:3'],
        selection: owner,
      };
    },
    { request: defaultRequest, owner: on({}, [makeMask()]) },
  );
  await select(on({ node: '5:1', name: 'a barn', hasRecipe: true }));
  await panel.getByRole('button', { name: 'Edit this result' }).click();
  await panel.getByText('Replaces “a barn” when applied.').waitFor();
  expect(await panel.getByLabel('Prompt', { exact: true }).inputValue()).toBe('a barn');
  expect(await panel.locator('.run-bar button').textContent()).toBe('Add');
  await panel.getByRole('button', { name: 'Keep the old one too' }).click();
  expect(await panel.locator('.reopen').count()).toBe(0);
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 1 }));
  await run();
  expect(await lastRequest()).toMatchObject({ task: 'add', prompt: 'a barn', seed: 5 });
  const reading = await page.evaluate(() => (window as unknown as HostWindow).fakeHost.readings.at(-1));
  expect(reading?.masks).toEqual(['1:3']);
});

it('has nothing wider than a panel of 280 pixels in either language', async () => {
  const layers = [
    makeMask({ name: 'Ein Leuchtturm mit sehr langem Schatten auf den Felsen' }),
    makeMask({ node: '1:4' }),
  ];
  for (const label of ['Deutsch', 'English']) {
    await panel.getByLabel(/Language|Sprache/).selectOption({ label });
    for (const selection of [on({}, layers), on({ isExpandable: true }), on({ hasRecipe: true })]) {
      await select(selection);
      for (const mode of ['replace-background', 'expand', 'vary'] as const) {
        await panel.evaluate((chosen) => window.underpaint?.setRequest({ mode: chosen }), mode);
        await page.waitForTimeout(30);
        const tooWide = await panel.evaluate(() =>
          [...document.querySelectorAll('main *')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
            .map((element) => `${element.tagName} ${element.className} ${element.textContent}`),
        );
        expect(tooWide).toEqual([]);
      }
    }
  }
});
