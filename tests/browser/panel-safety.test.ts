import type { Server } from 'node:http';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.mjs';
import { servePreview } from '../../tools/preview/serve-preview.mjs';
import type { FakeEngine } from '../fakes/fake-engine.ts';

let server: Server;
let browser: Browser;
let page: Page;
let panel: Frame;

beforeAll(async () => {
  let address: string;
  ({ server, address } = await servePreview());
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 320, height: 692 }, locale: 'en' });
  await page.goto(address);
  panel = page.frames().find((frame) => frame.url().includes('/ui.html'))!;
  await panel.waitForFunction(() => window.underpaint?.state().engine === 'ready');
  const engines = page.frames().filter((frame) => frame !== panel && frame.parentFrame() === panel);
  await engines[0]!.evaluate(() => {
    (window as unknown as { fakeEngine: FakeEngine }).fakeEngine.script.flag = 'not-safe-for-work';
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

const blurOf = (at: number) =>
  panel
    .locator('.picture canvas')
    .nth(at)
    .evaluate((canvas) => getComputedStyle(canvas).filter);

it('a flagged picture is a blur with its reason on it, until somebody wants to see it', async () => {
  await panel.locator('.advanced summary').click();
  await panel.getByRole('radio', { name: 'Blur if not safe for work' }).check();
  await panel.getByRole('textbox', { name: 'Prompt' }).fill('a boat');
  await panel.locator('.run-bar button').click();
  const veil = panel.locator('.veil');
  await veil.waitFor();
  expect(await veil.locator('p').textContent()).toMatch(/safety checker.*may be wrong/);
  expect(await blurOf(0)).toMatch(/blur\(\d\d?px\)/);
  // What can be read and pressed lies within the picture.
  const [around, within] = await Promise.all([
    panel.locator('.picture').boundingBox(),
    veil.locator('button').boundingBox(),
  ]);
  expect(within!.y + within!.height).toBeLessThanOrEqual(around!.y + around!.height);
  expect(within!.x).toBeGreaterThanOrEqual(around!.x);
  const apply = panel.getByRole('button', { name: 'Apply' });
  expect(await apply.getAttribute('aria-disabled')).toBe('true');

  // Twice, as impatient people press: it is shown, and not placed.
  await panel.getByRole('button', { name: 'Show anyway' }).dblclick();
  expect(await veil.count()).toBe(0);
  expect(await blurOf(0)).toBe('none');
  expect(await apply.getAttribute('aria-disabled')).not.toBe('true');
  expect(await panel.locator('.badge').count()).toBe(0);
});
