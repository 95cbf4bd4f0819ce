import type { Frame, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Selection } from '../../protocol/host-contract.ts';
import type { FakeHost } from '../fakes/fake-host.ts';
import { makeMask, makeTarget } from '../fakes/fake-host.ts';
import { usePreviewPages } from './preview-pages.ts';

const onFrame: Selection = { kind: 'target', target: makeTarget(), masks: [] };
const onShape: Selection = { kind: 'target', target: makeTarget(), masks: [makeMask()] };

/** The real panel in real Chromium, between a fake sandbox and a fake engine page on another site. */
describe('the panel', () => {
  const pages = usePreviewPages();
  let page: Page;
  let panel: Frame;
  let faults: string[] = [];

  beforeEach(async () => {
    ({ page, panel, faults } = await pages.open(360));
  });

  const select = (selection: Selection) =>
    page.evaluate((next) => (window as unknown as { fakeHost: FakeHost }).fakeHost.select(next), selection);
  const hostNow = () =>
    page.evaluate(() => {
      const { written, preview } = (window as unknown as { fakeHost: FakeHost }).fakeHost;
      return { written: written.map(({ kind }) => kind), hasPreview: preview !== null };
    });
  const focused = () =>
    panel.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLInputElement ? element.labels : null;
      return element?.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element?.textContent;
    });

  it('names what the button will do, and changes with the selection', async () => {
    const button = panel.locator('.run-bar button');
    expect(await panel.locator('.plan-line').textContent()).toBe(
      'Paint a new frame of 512 × 512, painted at 128 × 128',
    );
    await select(onShape);
    await panel.getByText('Repaint “Ellipse 1” on “Hero”').waitFor();
    expect(await button.textContent()).toBe('Fill');
    await select({ kind: 'unusable', code: 'target-hidden', name: 'Hero' });
    await panel.getByText('The selected layer is hidden.').waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await button.getAttribute('aria-describedby')).toBe(
      await panel.locator('.plan-line').getAttribute('id'),
    );
    // Playwright waits for a button that is only marked as disabled; a person need not.
    await button.click({ force: true });
    await panel.locator('[role=alert]', { hasText: 'hidden' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('does the whole job from the keyboard: type, run, choose, apply', async () => {
    await select(onShape);
    await panel.evaluate(() => window.underpaint?.setRequest({ count: 3, steps: 4 }));
    await panel.getByLabel('Prompt', { exact: true }).focus();
    await page.keyboard.type('a red barn');
    await page.keyboard.press('Control+Enter');
    await panel.locator('.forming canvas').first().waitFor();
    const choices = panel.getByRole('radiogroup', { name: 'Results' }).getByRole('radio');
    await choices.first().waitFor();
    await panel.getByRole('button', { name: 'Before: show the original' }).waitFor();
    expect(await hostNow()).toEqual({ written: [], hasPreview: true });

    await choices.first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Picture 3 of 3');
    await page.keyboard.press('Enter');
    await panel.getByText('Applied').waitFor();
    expect(await hostNow()).toEqual({ written: ['patch'], hasPreview: false });
    expect(await panel.locator('[aria-live=polite]').textContent()).toBe('The picture is in the document.');
    expect(faults).toEqual([]);
  });

  it('shows each picture forming and draws the finished ones on their surroundings', async () => {
    await select(onShape);
    await panel.evaluate(() => window.underpaint?.setRequest({ prompt: 'hills', steps: 6 }));
    await panel.getByRole('button', { name: 'Fill' }).click();
    const forming = panel.getByRole('img', { name: 'Picture 1 of 1, forming' }).locator('canvas');
    await forming.waitFor();
    const colors = (canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    };
    expect(await forming.evaluate(colors as (element: HTMLElement | SVGElement) => number)).toBeGreaterThan(
      50,
    );
    const finished = panel.locator('.picture input + canvas');
    await finished.waitFor();
    await expect
      .poll(() => finished.evaluate(colors as (element: HTMLElement | SVGElement) => number))
      .toBeGreaterThan(50);
    expect(faults).toEqual([]);
  });

  it.each([1, 4])(
    'keeps prompt and button in view beside %i finished pictures, with a notice too',
    async (count) => {
      await select(onFrame);
      await panel.evaluate(
        (wanted) => window.underpaint?.setRequest({ prompt: 'a boat', count: wanted, steps: 2 }),
        count,
      );
      await panel.locator('.run-bar button').click();
      await panel.locator('.chosen-actions').waitFor();
      const inView = () =>
        panel.evaluate(() =>
          ['textarea', '.pictures', '.chosen-actions .button', '.run-bar button'].map((selector) => {
            const box = document.querySelector(selector)?.getBoundingClientRect();
            return box !== undefined && box.height > 20 && box.top >= 0 && box.bottom <= innerHeight;
          }),
        );
      expect(await inView()).toEqual([true, true, true, true]);
      await page.evaluate(() => {
        (window as unknown as { fakeHost: FakeHost }).fakeHost.failures = { placeFill: 'place-refused' };
      });
      await panel.locator('.chosen-actions .button').first().click();
      await panel.locator('.notice').waitFor();
      expect(await inView()).toEqual([true, true, true, true]);
    },
  );

  it('cancels with Escape, keeps the focus, and says nothing of an error', async () => {
    await panel.evaluate(() => window.underpaint?.setRequest({ prompt: 'hills', steps: 60 }));
    await panel.getByRole('button', { name: 'Generate' }).focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('progressbar', { name: 'Progress' }).waitFor();
    expect(await focused()).toBe('Generate');
    await page.keyboard.press('Escape');
    await panel.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
    expect(await focused()).toBe('Generate');
    expect(await panel.locator('[role=alert]').textContent()).toBe('');
    expect(await panel.evaluate(() => window.underpaint?.state().phase)).toBe('cancelled');
  });

  it('does not cancel with the second half of a double click', async () => {
    await panel.evaluate(() => window.underpaint?.setRequest({ prompt: 'hills', steps: 2 }));
    await panel.getByRole('button', { name: 'Generate' }).dblclick();
    await panel.locator('.chosen-actions').waitFor();
  });

  it('tells a refusal by the host as a sentence, and can be dismissed', async () => {
    await select(onFrame);
    await page.evaluate(() => {
      (window as unknown as { fakeHost: FakeHost }).fakeHost.failures = { placeFill: 'place-refused' };
    });
    await panel.evaluate(() => window.underpaint?.setRequest({ prompt: 'hills', steps: 1 }));
    await panel.getByRole('button', { name: 'Generate' }).click();
    await panel.getByRole('button', { name: 'Apply' }).click();
    await panel.locator('[role=alert]', { hasText: 'Figma refused' }).waitFor();
    expect((await hostNow()).written).toEqual([]);
    await panel.getByRole('button', { name: 'Dismiss' }).click();
    expect(await panel.locator('[role=alert]').textContent()).toBe('');
    await panel.getByRole('button', { name: 'Apply' }).click();
    await panel.getByText('Applied').waitFor();
    expect((await hostNow()).written).toEqual(['fill']);
  });

  it('keeps numbers in range and takes the model’s default for an empty field', async () => {
    await panel.getByText('Advanced').click();
    const steps = panel.getByLabel('Steps');
    await expect.poll(() => steps.getAttribute('placeholder')).toBe('20');
    for (const [typed, shown] of [
      ['500', '60'],
      ['12.6', '13'],
      ['', ''],
    ] as const) {
      await steps.fill(typed);
      await steps.press('Enter');
      expect(await steps.inputValue()).toBe(shown);
    }
    await panel.getByLabel('Width').fill('');
    await panel.getByLabel('Width').press('Tab');
    expect(await panel.getByLabel('Width').inputValue()).toBe('512');
  });

  it('speaks German when asked, and remembers it', async () => {
    await panel.getByLabel('Language').selectOption({ label: 'Deutsch' });
    await panel.getByRole('button', { name: 'Erzeugen' }).waitFor();
    expect(await panel.evaluate(() => document.documentElement.lang)).toBe('de');
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { fakeHost: FakeHost }).fakeHost.settings))
      .toMatchObject({ language: 'de' });
  });

  it('reaches every control by Tab, each with a name and a visible focus', async () => {
    await select(onFrame);
    await panel.getByText('Advanced').click();
    await panel.getByLabel('Prompt', { exact: true }).focus();
    const seen: string[] = [];
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      const here = await panel.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return null;
        const labels = 'labels' in element ? (element as HTMLInputElement).labels : null;
        const name =
          element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? '';
        const shape = element.matches('.segment input') ? element.nextElementSibling! : element;
        const { outlineStyle, borderColor } = getComputedStyle(shape);
        const isRinged = outlineStyle !== 'none' || borderColor === 'rgb(13, 153, 255)';
        return { name: name.trim(), isRinged };
      });
      if (here === null) break;
      expect(here.name, `a control after ${seen.at(-1)}`).not.toBe('');
      expect(here.isRinged, here.name).toBe(true);
      seen.push(here.name);
    }
    expect(seen).toEqual([
      'Earlier prompts',
      'Styles',
      'Generate',
      'Paint mask',
      'Fill',
      '1',
      'Seed',
      'Roll a new seed',
      'Keep this seed for the next run',
      'Advanced',
      'Keep out',
      'Steps',
      'Guidance',
      'Sampler',
      'Context',
      'Blend',
      'Match light at the edge',
      'Model',
      'All models…',
      'Add a model from a folder…',
      'Runs on',
      'Off',
      'Open a recipe…',
      'Name me with the picture',
      'Show me',
      'Got it',
      'Generate',
      'History',
      'About and keyboard shortcuts',
      'Compact view',
      'Language',
      'Resize the panel',
    ]);
  });
});
