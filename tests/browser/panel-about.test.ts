import type { Frame, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { type FakeHost, makeMask, makeTarget } from '../fakes/fake-host.ts';
import { usePreviewPages } from './preview-pages.ts';

/** What explains the panel, in real Chromium at the narrowest width. */
describe('what explains the panel', () => {
  const pages = usePreviewPages();
  let page: Page;
  let panel: Frame;
  let faults: string[] = [];

  const open = async (locale: string) => {
    ({ page, panel, faults } = await pages.open(240, locale));
  };

  beforeEach(() => open('en'));

  const fits = () =>
    panel.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

  it('shows noise becoming a picture when asked, and goes for good', async () => {
    const card = panel.getByRole('region', { name: 'From noise to a picture' });
    expect(await card.locator('canvas').count()).toBe(0);
    expect(await fits()).toBe(true);
    await card.getByRole('button', { name: 'Show me' }).click();
    await card.getByText(/Step \d+ of 20/).waitFor();
    await card.locator('canvas').waitFor();
    await card.getByText('Finished.').waitFor();
    expect(await card.getByRole('button', { name: 'Show me again' }).count()).toBe(1);
    const written = await page.evaluate(
      () => (window as unknown as { fakeHost: FakeHost }).fakeHost.written.length,
    );
    expect(written).toBe(0);
    await card.getByRole('button', { name: 'Got it' }).click();
    await card.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it('opens by its key, tells keys and hosts, and gives the focus back', async () => {
    const opener = panel.getByRole('button', { name: 'About and keyboard shortcuts' });
    await panel.getByRole('textbox', { name: 'Prompt' }).fill('');
    await panel.getByRole('textbox', { name: 'Prompt' }).press('?');
    expect(await panel.getByRole('textbox', { name: 'Prompt' }).inputValue()).toBe('?');
    expect(await panel.getByRole('dialog').count()).toBe(0);
    await opener.focus();
    await page.keyboard.press('?');
    const sheet = panel.getByRole('dialog', { name: 'About Underpaint' });
    await sheet.getByText('Mask editor').waitFor();
    expect(await sheet.getByRole('radio', { name: 'Keys' }).isChecked()).toBe(true);
    await sheet.getByRole('radio', { name: 'Keys' }).press('ArrowLeft');
    await sheet.getByText('http://localhost:8573').waitFor();
    await sheet.getByRole('radio', { name: 'My data' }).press('ArrowLeft');
    await sheet.getByText('Underpaint small, model 18 MB').waitFor();
    expect(await fits()).toBe(true);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(faults).toEqual([]);
  });

  it('says which sizes a fill has, and keeps the status to one line in German', async () => {
    const target = makeTarget();
    await page.evaluate((next) => (window as unknown as { fakeHost: FakeHost }).fakeHost.select(next), {
      kind: 'target' as const,
      target,
      masks: [makeMask()],
    });
    await panel.getByText(/^Repaint “Ellipse 1” on “Hero”, \d+ × \d+ seen at \d+ × \d+$/).waitFor();
    await open('de');
    const status = panel.locator('.status-text');
    await status.getByText('18 MB').waitFor();
    expect(await status.getAttribute('title')).toBe('Prozessor, 4 Threads · Modell 18 MB');
    const { height } = (await status.boundingBox())!;
    expect(height).toBeLessThan(20);
    expect(await fits()).toBe(true);
    expect(faults).toEqual([]);
  });
});
