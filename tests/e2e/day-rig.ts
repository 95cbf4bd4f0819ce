import type { Frame, Locator } from 'playwright-core';
import { findPanel } from '../../tools/render/session.mjs';
import { type OpenHost, openHost } from '../browser/launch.ts';
import { readPng } from './pictures.ts';

/** A person at the emulated Figma with mouse and keyboard, the plugin's panel open. */
export type Day = Awaited<ReturnType<typeof startDay>>;

const jobMs = 120_000;

/** Opens the emulated Figma with the sample document, in the person's language. */
export async function startDay(locale = 'en-US') {
  const host: OpenHost = await openHost({ document: 'sample', locale });
  const { page } = host;
  let panel: Frame = await findPanel(page);
  /** A few steps: these are tests of what is done with pictures. */
  const hurry = () => panel.evaluate(() => window.underpaint?.setRequest({ steps: 2 }));
  await hurry();

  /** A point of the canvas in the window, for the mouse. */
  async function at(x: number, y: number): Promise<{ x: number; y: number }> {
    const point = await page.evaluate(([u, v]) => window.host?.windowPoint(u, v), [x, y] as const);
    if (!point) throw new Error('The page is not open.');
    return point;
  }

  return {
    host,
    page,
    panel: () => panel,
    button: (name: string | RegExp): Locator =>
      panel.getByRole('button', { name, exact: typeof name === 'string' }),
    prompt: (): Locator => panel.locator('textarea').first(),
    phase: () => panel.evaluate(() => window.underpaint?.state().phase),
    plan: () => panel.evaluate(() => window.underpaint?.state().plan),
    finished: () =>
      panel.waitForFunction(() => window.underpaint?.state().phase === 'done', undefined, { timeout: jobMs }),
    exportFrame: async (name: string) =>
      readPng((await page.evaluate((id) => window.host?.exportNode(id, 1), name)) ?? new Uint8Array()),
    childrenOf: (name: string) =>
      page.evaluate((parent) => {
        const { id } = window.host!.node(parent);
        return window.host!.nodes().filter(({ parentId }) => parentId === id);
      }, name),
    select: (...names: string[]) => page.evaluate((all) => window.host?.select(...all), names),
    async click(x: number, y: number): Promise<void> {
      const point = await at(x, y);
      await page.mouse.click(point.x, point.y);
    },
    async drag(from: [number, number], to: [number, number]): Promise<void> {
      const [start, end] = [await at(...from), await at(...to)];
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
      await page.mouse.move(end.x, end.y);
      await page.mouse.up();
    },
    /** Presses Apply, and answers the question that the first Apply of a document asks. */
    async apply(answer = /^(Keep in document|Im Dokument behalten)$/): Promise<void> {
      await panel.getByRole('button', { name: /^(Apply|Einsetzen)$/ }).click();
      const isAsked = panel.getByRole('dialog').getByRole('button', { name: answer });
      const isPlaced = panel.getByText(/^(Applied|Eingesetzt)$/).first();
      await isAsked.or(isPlaced).first().waitFor({ timeout: 20_000 });
      if (await isAsked.isVisible()) await isAsked.click();
      await isPlaced.waitFor({ timeout: 20_000 });
    },
    /** Presses a key as if the canvas had the focus. */
    async pressOnCanvas(key: string): Promise<void> {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press(key);
    },
    /** Closes the panel and opens it again, by `command` where it is a relaunch button. */
    async reopen(press: () => Promise<void>): Promise<void> {
      await page.evaluate(() => window.host?.plugin.cancel());
      await press();
      panel = await findPanel(page);
      await hurry();
    },
    close: () => host.close(),
  };
}
