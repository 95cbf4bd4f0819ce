import type { Frame, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeEngine } from '../fakes/fake-engine.ts';
import type { ShelfScene } from '../fakes/shelf-scenes.ts';
import { frameAt, usePreviewPages } from './preview-pages.ts';

type EngineWindow = { fakeEngine: FakeEngine; showShelf(scene: ShelfScene): void };

/** The real panel in real Chromium, with the view of the models, over an engine page whose shelf follows a script. */
describe('the shelf in the panel', () => {
  const pages = usePreviewPages();
  let page: Page;
  let panel: Frame;
  let engine: Frame;
  let faults: string[] = [];

  beforeEach(async () => {
    ({ page, panel, faults } = await pages.open(360));
    engine = frameAt(page, '/engine/');
  });

  const show = (scene: ShelfScene) =>
    engine.evaluate((name) => (window as unknown as EngineWindow).showShelf(name), scene);
  const setPace = (bytes: number, everyMs: number) =>
    engine.evaluate(
      (pace) => Object.assign((window as unknown as EngineWindow).fakeEngine.shelf.pace, pace),
      {
        bytes,
        everyMs,
      },
    );
  const asked = () =>
    engine.evaluate(() =>
      (window as unknown as EngineWindow).fakeEngine.shelf.asked.map(({ method }) => method),
    );
  const focused = () =>
    panel.evaluate(() => {
      const { activeElement: element, body } = document;
      return element === body ? null : (element?.getAttribute('aria-label') ?? element?.textContent);
    });
  const card = (name: string) => panel.getByRole('listitem', { name, exact: true });

  /** As a person with a keyboard does: unfold the settings, then the button beside the model. */
  async function openShelf(): Promise<void> {
    await panel.locator('details.advanced > summary').focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'All models…' }).focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('heading', { name: 'Models', exact: true }).waitFor();
  }

  it('opens and closes from the keyboard, and gives the focus back', async () => {
    await openShelf();
    expect(await focused()).toBe('Back to painting');
    expect(await panel.getByLabel('Prompt', { exact: true }).isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('All models…');
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'Back to painting' }).press('Enter');
    expect(await focused()).toBe('All models…');
    expect(await panel.getByLabel('Prompt', { exact: true }).isVisible()).toBe(true);
    expect(faults).toEqual([]);
  });

  it('does not start a run from a view without its button', async () => {
    await panel.evaluate(() => window.underpaint?.setRequest({ prompt: 'hills' }));
    await openShelf();
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    expect(await panel.evaluate(() => window.underpaint?.state().phase)).toBe('none');
  });

  it('says what a license means before a byte is fetched, and takes the yes by keyboard', async () => {
    await openShelf();
    await card('SD-Turbo').getByRole('button', { name: 'Download' }).focus();
    await page.keyboard.press('Enter');
    const dialog = panel.getByRole('dialog', { name: 'The license of SD-Turbo' });
    await dialog.getByText('forbids paid work').waitFor();
    expect(await dialog.getByText('Paid work: unclear').count()).toBe(1);
    expect(await dialog.getByRole('link').getAttribute('href')).toMatch(/^https:\/\/.*LICENSE$/);
    const accept = dialog.getByRole('button', { name: 'Accept and download' });
    await accept.focus();
    await page.keyboard.press('Enter');
    expect(await asked()).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    // The dialog alone is closed by its Escape, and the focus is where it was.
    expect(await focused()).toBe('Download');
    await page.keyboard.press('Enter');
    await dialog.getByRole('checkbox').focus();
    await page.keyboard.press('Space');
    await accept.focus();
    await page.keyboard.press('Enter');
    await card('SD-Turbo').getByRole('button', { name: 'Use' }).waitFor();
    expect(await asked()).toEqual(['install']);
    expect(faults).toEqual([]);
  });

  it('downloads, pauses and goes on under one and the same button, which keeps the focus', async () => {
    await setPace(2e6, 60);
    await openShelf();
    const lama = card('LaMa');
    // As in a newer edition that can run it.
    await engine.evaluate(() =>
      (window as unknown as EngineWindow).fakeEngine.shelf.change('lama', {
        fit: { verdict: 'fits', reason: null, subject: null },
      }),
    );
    const first = lama.getByRole('button').first();
    await expect.poll(() => first.getAttribute('aria-disabled')).toBe('false');
    await first.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => first.textContent()).toBe('Pause');
    const bar = lama.getByRole('progressbar', { name: 'Progress of LaMa' });
    await expect
      .poll(() => bar.evaluate((element) => (element as HTMLProgressElement).value))
      .toBeGreaterThan(0);
    expect(await lama.locator('.progress-lines').textContent()).toMatch(/\d+ of 208 MB\d+ %.*MB\/s/);
    await page.keyboard.press('Enter');
    await expect.poll(() => first.textContent()).toBe('Resume');
    const kept = await bar.evaluate((element) => (element as HTMLProgressElement).value);
    expect(await lama.locator('.progress-lines').textContent()).toContain('Paused');
    await setPace(100e6, 20);
    await expect.poll(() => first.getAttribute('aria-disabled')).toBe('false');
    await page.keyboard.press('Enter');
    await expect.poll(() => first.textContent()).toBe('Check files');
    expect(kept).toBeGreaterThan(0);
    expect(await focused()).toBe('Check files');
    expect(await panel.getByRole('status').filter({ hasText: 'LaMa is installed.' }).count()).toBe(1);
    expect(await asked()).toEqual(['install', 'pauseInstall', 'resumeInstall']);
  });

  it('moves nothing while a download goes on', async () => {
    await openShelf();
    await show('downloading');
    const boxes = () =>
      panel.evaluate(() =>
        [...document.querySelectorAll('.model-card, .model-card .button')].map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [x, y, width, height].map(Math.round).join(' ');
        }),
      );
    await card('Stable Diffusion 1.5').getByText('43 %').waitFor();
    const before = await boxes();
    for (const [doneBytes, bytesPerSecond, secondsLeft] of [
      [2_100_000_000, 900, null],
      [2_135_000_000, 99_900_000, 1],
      [940_000_000, null, 360_000],
    ]) {
      await engine.evaluate(
        (progress) =>
          (window as unknown as EngineWindow).fakeEngine.shelf.change('sd-1.5', {
            progress: progress as never,
          }),
        { doneBytes, totalBytes: 2_135_781_486, bytesPerSecond, secondsLeft },
      );
      const percent = `${Math.floor(((doneBytes ?? 0) / 2_135_781_486) * 100)} %`;
      await card('Stable Diffusion 1.5').getByText(percent).waitFor();
      expect(await boxes()).toEqual(before);
    }
  });

  it('tells of a download in the main view, and leads to it', async () => {
    await show('downloading');
    const line = panel.getByRole('button', { name: /Stable Diffusion 1\.5 Downloading · 43 %/ });
    await line.click();
    await card('Stable Diffusion 1.5').getByRole('button', { name: 'Pause' }).waitFor();
    expect(await panel.locator('.download-line').count()).toBe(0);
  });

  it('asks before a model is removed, and says that it is gone', async () => {
    await show('installed');
    await openShelf();
    const model = card('Stable Diffusion 1.5');
    await model.getByRole('button', { name: 'Remove' }).click();
    const dialog = panel.getByRole('dialog', { name: 'Remove Stable Diffusion 1.5?' });
    await dialog.getByText('2.1 GB become free.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await asked()).toEqual([]);
    await model.getByRole('button', { name: 'Remove' }).focus();
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Remove' }).focus();
    await page.keyboard.press('Enter');
    await model.getByRole('button', { name: 'Download' }).waitFor();
    expect(await focused()).toBe('Download');
    expect(await panel.getByText('Stable Diffusion 1.5 is removed.').count()).toBe(1);
  });

  it('refuses what will not run here, with the reason, before a byte is fetched', async () => {
    await show('unsupported');
    await openShelf();
    const download = card('SD-Turbo').getByRole('button', { name: 'Download' });
    await card('SD-Turbo').getByText('Will not run on this computer.').waitFor();
    expect(await download.getAttribute('aria-disabled')).toBe('true');
    await download.click({ force: true });
    expect(await panel.getByRole('dialog').count()).toBe(0);
    expect(await asked()).toEqual([]);
    const slow = card('Stable Diffusion 1.5');
    await slow.getByText('Slow on this computer.').waitFor();
    expect(await slow.getByRole('button', { name: 'Download' }).getAttribute('aria-disabled')).toBe('false');
  });

  it('checks a server’s address beside its field', async () => {
    await openShelf();
    const field = panel.getByLabel('Address');
    await field.fill('http://models.example.com');
    await field.press('Enter');
    await panel.getByText('The address must begin with https').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('models.example.com/packs');
    expect(await field.getAttribute('aria-invalid')).toBe('false');
    await field.press('Enter');
    await panel.getByText('The server is added. It lists 2 models.').waitFor();
    expect(await field.inputValue()).toBe('');
    await panel.getByRole('button', { name: 'Remove https://models.example.com/packs/' }).click();
    await expect.poll(asked).toEqual(['addBase', 'removeBase']);
  });

  it('copies a .zip file that is chosen or dropped', async () => {
    await openShelf();
    await setPace(1, 30);
    const file = { name: 'Fox.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') };
    await panel.locator('input[accept=".zip"]').setInputFiles(file);
    await panel.getByText('Copying Fox.zip').waitFor();
    await expect.poll(() => panel.evaluate(() => window.underpaint?.state().model?.name)).toBe('Fox');
    await panel.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['PK'], 'Owl.zip', { type: 'application/zip' }));
      for (const type of ['dragover', 'drop'] as const)
        window.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => panel.evaluate(() => window.underpaint?.state().model?.name)).toBe('Owl');
    expect(await panel.locator('.drop-state').count()).toBe(0);
  });

  it.each([280, 320])('fits into %i pixels, in German too, with every name in sight', async (width) => {
    await page.setViewportSize({ width, height: 692 });
    await panel.getByLabel('Language').selectOption({ label: 'Deutsch' });
    await show('downloading');
    await panel.locator('.download-line').click();
    for (const scene of ['downloading', 'failed', 'unsupported', 'installed', 'own'] as const) {
      await show(scene);
      await panel.locator('.shelf .model-card').first().waitFor();
      const wide = await panel.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main, .shelf *')]
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
          .map((element) => element.className || element.tagName),
      );
      expect(wide, scene).toEqual([]);
      const cut = await panel.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.progress-lines span, .button')]
          .filter((element) => element.scrollWidth > element.clientWidth + 1)
          .map((element) => element.textContent),
      );
      expect(cut, scene).toEqual([]);
    }
    expect(faults).toEqual([]);
  });
});
