import type { Server } from 'node:http';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../../tools/browser.mjs';
import { servePreview } from '../../tools/preview/serve-preview.mjs';

/** The real panel in real Chromium, between a fake sandbox and a fake engine page on another site. */
export type PreviewPage = {
  page: Page;
  panel: Frame;
  /** What the page has thrown. */
  faults: string[];
};

/** Pages of a panel, for the tests of one file: the server and the browser live as long as those. */
export type PreviewPages = {
  /** A page as wide as a panel, 692 px high unless asked, with nothing in it yet. */
  newPage(width: number, options?: BrowserContextOptions): Promise<Page>;
  /** Opens the panel on a new page and closes the one that was opened before. */
  open(width?: number, locale?: string): Promise<PreviewPage>;
  address(): string;
};

export function usePreviewPages(): PreviewPages {
  let server: Server;
  let address: string;
  let browser: Browser;
  let last: Page | null = null;

  beforeAll(async () => {
    ({ server, address } = await servePreview());
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const newPage = (width: number, options: BrowserContextOptions = {}) =>
    browser.newPage({ viewport: { width, height: 692 }, locale: 'en', ...options });

  return {
    newPage,
    address: () => address,
    async open(width = 280, locale = 'en') {
      await last?.close();
      const page = await newPage(width, { locale });
      last = page;
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(address);
      const panel = frameAt(page, '/ui.html');
      await panel.waitForFunction(() => window.underpaint?.state().engine === 'ready');
      return { page, panel, faults };
    },
  };
}

/** The frame of a page whose address has `path` in it. Throws where there is none. */
export function frameAt(page: Page, path: string): Frame {
  const found = page.frames().find((frame) => frame.url().includes(path));
  if (found === undefined) throw new Error(`${path} is not framed`);
  return found;
}
