import type { Frame, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import type { FakeEngine } from '../fakes/fake-engine.ts';
import { usePreviewPages } from './preview-pages.ts';

type EngineWindow = { fakeEngine: FakeEngine };

/** The field of the prompt in the real panel in real Chromium, with real keys and the browser's own undo. */
const pages = usePreviewPages();
let page: Page;
let panel: Frame;

beforeEach(async () => {
  ({ page, panel } = await pages.open());
});

const field = () => panel.getByLabel('Prompt', { exact: true });
const value = () => field().inputValue();
const selected = () =>
  field().evaluate((element) => {
    const { value, selectionStart, selectionEnd } = element as HTMLTextAreaElement;
    return value.slice(selectionStart, selectionEnd);
  });
const setRoom = (room: number) =>
  page
    .frames()
    .find((frame) => frame.url().includes('/engine/'))!
    .evaluate((pieces) => {
      (window as unknown as EngineWindow).fakeEngine.script.promptRoom = pieces;
    }, room);
async function type(text: string): Promise<void> {
  await field().focus();
  await page.keyboard.type(text);
}
async function run(prompt: string): Promise<void> {
  await panel.evaluate((typed) => window.underpaint?.setRequest({ steps: 1, prompt: typed }), prompt);
  await panel.evaluate(() => window.underpaint?.run());
}

it('weighs words with the keyboard, and the browser’s own undo takes each step back', async () => {
  await type('a red barn');
  await page.keyboard.press('Control+ArrowUp');
  expect(await value()).toBe('a red (barn:1.1)');
  await page.keyboard.press('Control+ArrowUp');
  expect(await value()).toBe('a red (barn:1.2)');
  await page.keyboard.press('Control+z');
  expect(await value()).toBe('a red (barn:1.1)');
  await page.keyboard.press('Control+z');
  expect(await value()).toBe('a red barn');
  await page.keyboard.press('Control+Shift+z');
  expect(await value()).toBe('a red (barn:1.1)');
  await page.keyboard.press('Control+ArrowDown');
  expect(await value()).toBe('a red barn');

  for (let i = 0; i < 'red barn'.length; i++) await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Control+ArrowDown');
  expect(await value()).toBe('a (red barn:0.9)');
  expect(await selected()).toBe('red barn');
  // What was edited so is what is run.
  await panel.evaluate(() => window.underpaint?.setRequest({ steps: 1 }));
  const { report } = (await panel.evaluate(() => window.underpaint?.run()))!;
  expect(report.request.prompt).toBe('a (red barn:0.9)');
});

it('greys what the model does not read, where it stands, and says so once', async () => {
  await setRoom(3);
  await type('a red barn');
  await panel.getByText('3 of 3 word pieces').waitFor();
  expect(await panel.locator('.prompt-backdrop').count()).toBe(0);
  await page.keyboard.type(' on a hill');
  await panel.getByText('6 word pieces, 3 are read: not from “on a” on').waitFor();
  const status = panel.locator('.reading-line [role=status]');
  expect(await status.textContent()).toBe('The end is cut off from “on a”');
  expect(await panel.locator('.prompt-cut').textContent()).toBe('on a hill');
  await page.keyboard.type(' by the sea. '.repeat(60));
  await panel.getByText(/^186 word pieces/).waitFor();
  expect(await status.textContent()).toBe('The end is cut off from “on a”');

  // Both draw every line at the same place, also where there is a scroll bar.
  const places = await panel.evaluate(() => {
    const [back, front] = ['.prompt-backdrop', '.prompt-field textarea'].map(
      (selector) => document.querySelector<HTMLElement>(selector)!,
    ) as [HTMLElement, HTMLElement];
    front.scrollTop = 40;
    front.dispatchEvent(new Event('scroll'));
    const [a, b] = [back, front].map((element) => element.getBoundingClientRect()) as [DOMRect, DOMRect];
    return {
      tops: [back.scrollTop, front.scrollTop],
      heights: [back.scrollHeight, front.scrollHeight],
      boxes: [a.top - b.top, a.left - b.left, a.width - b.width, a.height - b.height],
      widths: [back.clientWidth, front.clientWidth],
      color: getComputedStyle(front).color,
    };
  });
  expect(places.tops).toEqual([40, 40]);
  expect(places.heights[0]).toBe(places.heights[1]);
  expect(places.widths[0]).toBe(places.widths[1]);
  expect(places.boxes).toEqual([0, 0, 0, 0]);
  expect(places.color).toBe('rgba(0, 0, 0, 0)');

  await page.emulateMedia({ forcedColors: 'active' });
  expect(await panel.locator('.prompt-backdrop').evaluate((back) => getComputedStyle(back).visibility)).toBe(
    'hidden',
  );
  await page.emulateMedia({ forcedColors: 'none' });
  await field().fill('a red barn');
  await panel.getByText('3 of 3 word pieces').waitFor();
  expect(await status.textContent()).toBe('');
});

it('brings back earlier prompts: by searching them, and step by step', async () => {
  for (const prompt of ['a red barn', 'a green hill', 'a blue sea']) await run(prompt);
  await field().fill('');
  await type('draft');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(value).toBe('a blue sea');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(value).toBe('a green hill');
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(value).toBe('draft');

  const open = panel.getByRole('button', { name: 'Earlier prompts' });
  await open.focus();
  await page.keyboard.press('Enter');
  const dialog = panel.getByRole('dialog', { name: 'Earlier prompts' });
  await dialog.waitFor();
  await expect
    .poll(() => dialog.locator('.kept-prompt').allTextContents())
    .toEqual(['a blue sea', 'a green hill', 'a red barn']);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => open.evaluate((button) => button === document.activeElement)).toBe(true);

  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Keep “a red barn” in front' }).click();
  await expect.poll(() => dialog.locator('.kept-prompt').first().textContent()).toBe('a red barn');
  await panel.getByRole('button', { name: 'Remove “a blue sea”' }).click();
  await expect.poll(() => dialog.locator('.kept-prompt').count()).toBe(2);
  await panel.getByRole('searchbox').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(value).toBe('a green hill');
  await expect.poll(() => field().evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Control+z');
  await expect.poll(value).toBe('draft');

  await open.click();
  await panel.getByRole('searchbox').fill('barn');
  await page.keyboard.press('Enter');
  await expect.poll(value).toBe('a red barn');
});

it('adds styles to the prompt for all to see, and keeps those of one’s own', async () => {
  await type('a red barn');
  const styles = panel.getByRole('button', { name: 'Styles' });
  await styles.click();
  expect(await styles.getAttribute('aria-expanded')).toBe('true');
  const chip = panel.getByRole('button', { name: 'Watercolor' });
  await chip.focus();
  await page.keyboard.press('Enter');
  expect(await value()).toBe('a red barn, watercolor painting, soft washes, paper texture');
  expect(await chip.getAttribute('aria-pressed')).toBe('true');
  expect(await chip.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  expect(await value()).toBe('a red barn');
  await field().focus();
  await page.keyboard.press('Control+z');
  expect(await value()).toContain('watercolor');
  await page.keyboard.press('Control+z');

  await field().selectText();
  await panel.getByLabel('New style').fill('Mine');
  await page.keyboard.press('Enter');
  const mine = panel.getByRole('button', { name: 'Mine', exact: true });
  await mine.waitFor();
  await field().fill('two cows');
  await mine.click();
  expect(await value()).toBe('two cows, a red barn');
  await panel.getByRole('button', { name: 'Rename “Mine”' }).click();
  await panel.getByLabel('New name of “Mine”').fill('Barn');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Barn', exact: true }).waitFor();
  await panel.getByRole('button', { name: 'Remove “Barn”' }).click();
  await expect.poll(() => panel.locator('.own-styles').count()).toBe(0);
});

it('shows that a negative prompt counts for nothing at guidance 1', async () => {
  await panel.getByText('Advanced').click();
  const negative = panel.getByLabel('Keep out');
  await negative.fill('blue');
  await panel.evaluate(() => window.underpaint?.setRequest({ guidance: 1 }));
  await panel.getByText('Not used at guidance 1.').waitFor();
  expect(await negative.getAttribute('aria-disabled')).toBe('true');
  expect(await negative.inputValue()).toBe('blue');
  await negative.focus();
  await page.keyboard.type('x');
  expect(await negative.inputValue()).toBe('blue');
});
