import type { Frame, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findCut } from '../../tools/preview/find-cut.mjs';
import { openScene } from '../../tools/preview/open-scene.mjs';
import { scenes } from '../../tools/preview/panel-scenes.mjs';
import type { FakeHost } from '../fakes/fake-host.ts';
import { frameAt, usePreviewPages } from './preview-pages.ts';

const pages = usePreviewPages();

const panelOf = (page: Page): Frame => frameAt(page, '/ui.html');
const sceneNamed = (name: string) => scenes.find((scene) => scene.name === name)!;

it('begins in the theme’s colors and without words, and says everything in the right language at once', async () => {
  const page = await pages.newPage(280);
  await page.goto(`${pages.address()}?theme=dark&hostMs=700&settings={"language":"de"}`);
  const panel = panelOf(page);
  await panel.locator('.skeleton').waitFor();
  const first = await panel.evaluate(() => ({
    ground: getComputedStyle(document.body).backgroundColor,
    words: document.body.innerText.trim(),
  }));
  expect(first).toEqual({ ground: 'rgb(44, 44, 44)', words: '' });
  await panel.locator('main').waitFor();
  expect(await panel.locator('.run-bar button').textContent()).toBe('Erzeugen');
  expect(await panel.locator('.skeleton').count()).toBe(0);
  await page.close();
});

it.each(['start', 'advanced', 'results', 'layers', 'shelf'])(
  'loses nothing at 200 percent zoom, 180 px wide: %s',
  async (name) => {
    for (const locale of ['en', 'de']) {
      const page = await pages.newPage(180, { viewport: { width: 180, height: 346 }, locale });
      const panel = await openScene(page, {
        address: pages.address(),
        theme: 'light',
        scene: sceneNamed(name),
      });
      expect(await findCut(panel)).toEqual([]);
      await page.close();
    }
  },
);

it('folds to prompt, button and pictures, asks for a window as high as they are, and unfolds', async () => {
  const page = await pages.newPage(240);
  await page.goto(pages.address());
  const panel = panelOf(page);
  await panel.waitForFunction(() => window.underpaint?.state().engine === 'ready');
  const height = () =>
    page.evaluate(() => (window as unknown as { fakeHost: FakeHost }).fakeHost.panelSize?.height);
  await panel.getByRole('button', { name: 'Compact view' }).click();
  await expect.poll(height).toBeLessThan(330);
  expect(await panel.getByLabel('Seed', { exact: true }).isVisible()).toBe(false);
  expect(await panel.getByLabel('Prompt', { exact: true }).isVisible()).toBe(true);
  await panel.getByRole('button', { name: 'Show all settings' }).click();
  await expect.poll(height).toBe(692);
  await page.close();
});

it('moves nothing for whoever asked for less motion', async () => {
  const page = await pages.newPage(280, { reducedMotion: 'reduce' });
  const panel = await openScene(page, {
    address: pages.address(),
    theme: 'light',
    scene: sceneNamed('running'),
  });
  expect(await panel.evaluate(() => document.getAnimations().length)).toBe(0);
  await page.close();
});

it('shows where the focus is, on every stop of the tabulator', async () => {
  const page = await pages.newPage(280);
  const panel = await openScene(page, {
    address: pages.address(),
    theme: 'light',
    scene: sceneNamed('advanced'),
  });
  await panel.getByLabel('Prompt', { exact: true }).focus();
  for (let stops = 0; stops < 30; stops++) {
    const ring = await panel.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      const parts = [focused, focused.nextElementSibling, focused.parentElement];
      const isTold = parts.some((part) => part && getComputedStyle(part).outlineStyle !== 'none');
      return isTold || focused === document.body ? null : focused.outerHTML.slice(0, 120);
    });
    expect(ring).toBeNull();
    await page.keyboard.press('Tab');
  }
  await page.close();
});
