import type { Frame, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { type FakeHost, makeTarget } from '../fakes/fake-host.ts';
import { usePreviewPages } from './preview-pages.ts';

/** The real panel in real Chromium: what it asks before prompts stand in a document, and the history of the document. */
const pages = usePreviewPages();
let page: Page;
let panel: Frame;

beforeEach(async () => {
  ({ page } = await pages.open(240));
  await openPanel({ recipes: 'unasked', selection: { kind: 'target', target: makeTarget(), masks: [] } });
});

/** Closes the panel and opens it again over a changed document. */
async function openPanel(change: object): Promise<void> {
  await page.evaluate(`
    Object.assign(window.fakeHost, ${JSON.stringify(change)});
    const frame = document.querySelector('iframe');
    frame.src = frame.dataset.src + '?' + Math.random();
  `);
  await expect.poll(() => page.frames().some((frame) => /ui\.html\?/.test(frame.url()))).toBe(true);
  panel = page.frames().find((frame) => frame.url().includes('/ui.html'))!;
  await panel.waitForFunction(() => window.underpaint?.state().engine === 'ready');
}

const host = <T>(read: (host: FakeHost) => T) => page.evaluate(`(${read})(window.fakeHost)`) as Promise<T>;
const button = (name: string | RegExp) => panel.getByRole('button', { name });

async function paint(prompt: string): Promise<void> {
  await panel.getByLabel('Prompt', { exact: true }).fill(prompt);
  await panel.locator('.run-bar button').first().click();
  await panel.locator('.chosen-actions').waitFor();
}

it('asks at the first picture, places it after the answer, and asks no more', async () => {
  await paint('a red barn');
  await button('Apply').click();
  const dialog = panel.getByRole('dialog', { name: 'Keep prompts in this document?' });
  await dialog.waitFor();
  expect(await host(({ written }) => written.length)).toBe(0);
  await dialog.getByRole('button', { name: 'On this computer only' }).click();
  await expect.poll(() => host(({ written }) => written.length)).toBe(1);
  expect(await host(({ written }) => [written[0]?.name, written[0]?.recipe])).toEqual([
    'Underpaint picture 1',
    null,
  ]);
  await button('Apply').click();
  await expect.poll(() => host(({ written }) => written.length)).toBe(2);
});

it('lists what was applied with its picture after closing, and works by keyboard', async () => {
  await paint('a red barn');
  await button('Apply').click();
  await button('Keep in document').click();
  await expect.poll(() => host(({ history }) => history.length)).toBe(1);
  expect(await host(({ history }) => history[0]?.thumbnail.slice(0, 22))).toBe('data:image/webp;base64');
  expect(await host(({ history }) => JSON.stringify(history[0]).length < 100_000)).toBe(true);

  await openPanel({});
  await panel.getByLabel('Prompt', { exact: true }).fill('something else');
  await button('History').focus();
  await page.keyboard.press('Enter');
  const item = panel.getByRole('listitem', { name: 'a red barn' });
  await item.waitFor();
  expect(await item.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(96);
  await panel.getByLabel('Search prompts').fill('harbor');
  await panel.getByText('No prompt has these words.').waitFor();
  await panel.getByLabel('Search prompts').fill('BARN');
  await item.getByRole('button', { name: 'Show on canvas' }).click();
  await expect.poll(() => host(({ shownNode }) => shownNode)).toBe('9:1');
  const isWide = await panel.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isWide).toBe(false);
  await item.getByRole('button', { name: 'Use these settings' }).click();
  expect(await panel.getByLabel('Prompt', { exact: true }).inputValue()).toBe('a red barn');

  await button('History').click();
  await panel.getByRole('radio', { name: 'Here only' }).check();
  await expect.poll(() => host(({ history }) => history.length)).toBe(0);
  await item.getByRole('button', { name: 'Remove from history' }).click();
  await panel.getByText('Nothing has been applied yet.', { exact: false }).waitFor();
  await page.keyboard.press('Escape');
  await panel.locator('.run-bar').waitFor();
});
