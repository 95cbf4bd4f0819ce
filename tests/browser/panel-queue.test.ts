import type { Frame, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import type { FakeEngine } from '../fakes/fake-engine.ts';
import { type FakeHost, makeTarget } from '../fakes/fake-host.ts';
import { usePreviewPages } from './preview-pages.ts';

type HostWindow = { fakeHost: FakeHost };
type EngineWindow = { fakeEngine: FakeEngine };

/** The real panel in real Chromium: jobs that wait, earlier runs, and going on from a picture, by keyboard. */
const pages = usePreviewPages();
let page: Page;
let panel: Frame;

beforeEach(async () => {
  ({ page, panel } = await pages.open());
});

const prompts = () => {
  const engine = page.frames().find((frame) => frame.url().includes('/engine/'))!;
  return engine.evaluate(() =>
    (window as unknown as EngineWindow).fakeEngine.jobs.map(({ request }) => request.prompt),
  );
};
const focusedName = () =>
  panel.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
  );
const waiting = () => panel.locator('.waiting-name').allTextContents();
const ask = async (prompt: string) => {
  await panel.evaluate((text) => window.underpaint?.setRequest({ prompt: text }), prompt);
  await page.keyboard.press('Enter');
};

it('queues what is asked for while a job runs; it can be moved, taken out and stopped by keyboard', async () => {
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 60 }));
  await panel.getByRole('button', { name: 'Generate' }).focus();
  await ask('one');
  await panel.getByRole('button', { name: 'Cancel' }).waitFor();
  for (const [index, prompt] of ['two', 'three', 'four'].entries()) {
    await ask(prompt);
    await panel.getByText(`Waiting ${index + 1}`).waitFor();
  }
  await expect.poll(focusedName).toBe('Generate');
  expect(await waiting()).toEqual(['Generate: two', 'Generate: three', 'Generate: four']);
  await panel.getByText(/left$/).waitFor();

  await panel.getByRole('button', { name: 'Earlier: Generate: four' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(waiting).toEqual(['Generate: two', 'Generate: four', 'Generate: three']);
  await expect.poll(focusedName).toBe('Earlier: Generate: four');
  await panel.getByRole('button', { name: 'Remove: Generate: two' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(waiting).toEqual(['Generate: four', 'Generate: three']);
  await expect.poll(focusedName).toBe('Earlier: Generate: four');

  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 2 }));
  await panel.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(waiting).toEqual(['Generate: three']);
  await page.keyboard.press('Escape');
  await expect.poll(waiting).toEqual([]);
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
  await expect.poll(focusedName).toBe('Generate');
  expect(await prompts()).toEqual(['one', 'four', 'three']);
});

it('steps through runs, shows what is hovered in place, goes on from a picture and compares two', async () => {
  await page.evaluate(
    (target) => (window as unknown as HostWindow).fakeHost.select({ kind: 'target', target, masks: [] }),
    makeTarget(),
  );
  await panel.evaluate(() =>
    window.underpaint?.setRequest({ prompt: 'a {red|blue} boat', steps: 1, mode: 'generate' }),
  );
  await panel.getByText('2 prompts').waitFor();
  await panel.getByRole('button', { name: 'Generate' }).click();
  await panel.locator('.chosen-actions').waitFor();
  expect(await prompts()).toEqual(['a red boat', 'a blue boat']);

  const shown = () =>
    page.evaluate(() => (window as unknown as HostWindow).fakeHost.preview?.png.slice(-400).join() ?? null);
  await expect.poll(shown).not.toBeNull();
  const first = await shown();
  await panel.locator('.picture').nth(1).hover();
  await expect.poll(shown).not.toBe(first);
  await panel.getByRole('button', { name: 'Apply' }).hover();
  await expect.poll(shown).toBe(first);

  await panel.getByRole('button', { name: 'Go on from this picture' }).focus();
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Compare with picture 2' }).focus();
  await page.keyboard.press('Enter');
  const split = panel.getByRole('slider', { name: 'Where one picture ends' });
  await split.focus();
  await page.keyboard.press('ArrowRight');
  expect(await split.getAttribute('aria-valuetext')).toBe('51 %');
  await page.keyboard.press('Escape');
  await split.waitFor({ state: 'detached' });
  await expect.poll(focusedName).toBe('Compare with picture 2');

  await panel.getByRole('button', { name: 'Vary subtle' }).focus();
  await page.keyboard.press('Enter');
  await panel.getByText('Run 2 of 2').waitFor();
  await panel.locator('.chosen-actions').waitFor();
  await panel.getByRole('button', { name: 'Earlier run' }).focus();
  await page.keyboard.press('Enter');
  await panel.getByText('Run 1 of 2').waitFor();
  expect(await panel.locator('.picture').count()).toBe(2);
});
