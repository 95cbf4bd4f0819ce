import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findPanel } from '../../tools/render/session.mjs';
import { type OpenHost, openHost } from '../browser/launch.ts';

let host: OpenHost;
let page: Page;
let panel: Frame;

beforeAll(async () => {
  host = await openHost({ document: 'sample' });
  page = host.page;
  panel = await findPanel(page);
});
afterAll(async () => host?.close());

/** What has the focus in the panel, as its name is told; empty while nothing has. */
const focused = () =>
  panel.evaluate(() => {
    const element = document.activeElement;
    if (!document.hasFocus() || element === null || element === document.body) return '';
    const labels = element instanceof HTMLElement && 'labels' in element ? element.labels : null;
    const label = (labels as NodeListOf<HTMLLabelElement> | null)?.[0]?.textContent;
    return element.getAttribute('aria-label') ?? label ?? element.textContent ?? '';
  });

const mostTabs = 80;

/** Presses Tab, or Shift and Tab, until something of this name has the focus. */
async function tabTo(name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < mostTabs; i++) {
    const now = await focused();
    if (name.test(now)) return;
    passed.push(now);
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not come to ${name}: ${[...new Set(passed)].join(' | ')}`);
}

/** Steps that can be undone. */
const undoSteps = () => page.evaluate(() => window.host!.undoDepth());

it('makes a picture, chooses, applies and takes it back without a mouse, and is told how far it is', async () => {
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 8, count: 2 }));
  await panel.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const region = document.querySelector('[aria-live=polite]');
    if (region === null) return;
    new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const before = await undoSteps();

  await tabTo(/^Prompt$/);
  await page.keyboard.type('a red circle on a blue background');
  await page.keyboard.press('Control+Enter');
  await panel.waitForFunction(() => window.underpaint?.state().phase === 'done', undefined, {
    timeout: 120_000,
  });

  const heard = await panel.evaluate(() => (window as unknown as { heard: string[] }).heard);
  const quarters = ['25 percent done', '50 percent done', '75 percent done'];
  expect(heard.filter((one) => quarters.includes(one))).toEqual(quarters);
  expect(heard.at(-1)).toBe('2 pictures are finished.');
  expect(heard.length).toBeLessThanOrEqual(7);

  await tabTo(/^Picture 1 of 2$/);
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('Picture 2 of 2');
  await page.keyboard.press('Enter');
  // The first picture of a document asks where its prompt may stand.
  await panel.getByRole('dialog').waitFor();
  await tabTo(/^Keep in document$/);
  await page.keyboard.press('Enter');
  await expect.poll(undoSteps, { timeout: 10_000 }).toBe(before + 1);
  await expect
    .poll(() => panel.evaluate(() => document.querySelector('[aria-live=polite]')?.textContent))
    .toBe('The picture is in the document.');

  // Out of the panel, where the editor's own keys are answered.
  for (let i = 0; i < mostTabs && (await panel.evaluate(() => document.hasFocus())); i++)
    await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Control+z');
  await expect.poll(undoSteps).toBe(before);
}, 240_000);
