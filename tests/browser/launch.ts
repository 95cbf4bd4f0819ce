import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type LaunchOptions, launchBrowser } from '../../tools/browser.mjs';
import { editorPort, enginePort } from '../../tools/ports.mjs';
import { type RunningServer, startServer } from '../../tools/serve.mjs';

// What scripts find on the page as `window.host`.
import type {} from '../host/page/main.ts';

export { type LaunchOptions, launchBrowser };

export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Where the editor's page is, as the browser sees it, whatever port the server took. */
export const editorUrl = `http://127.0.0.1:${editorPort}/`;
/** Where the engine's files are, on the other site. */
export const engineUrl = `http://localhost:${enginePort}/engine/`;

export type OpenHost = {
  server: RunningServer;
  browser: Browser;
  context: BrowserContext;
  page: Page;
  close(): Promise<void>;
};

/**
 * Serves the built host on a free port, starts one Chromium and opens the editor: sample or empty document, light
 * unless asked, any plugin folder. Fails when the engine's site is refused storage below the editor.
 */
export async function openHost(
  options: LaunchOptions & {
    hostDir?: string;
    distDir?: string;
    pluginDir?: string;
    document?: 'sample' | 'empty';
    theme?: 'light' | 'dark';
    /** The language of the person's browser. */
    locale?: string;
  } = {},
): Promise<OpenHost> {
  const distDir = options.distDir ?? join(repositoryRoot, 'dist');
  const server = await startServer({
    hostDir: options.hostDir ?? join(distDir, 'host'),
    distDir,
    pluginDir: options.pluginDir ?? repositoryRoot,
    port: 0,
    control: true,
    folders: { '/probe/': join(repositoryRoot, 'tests/fixtures/host/probe') },
  });
  const browser = await launchBrowser({ ...options, hostPort: server.port });
  const close = async () => {
    await browser.close();
    await server.close();
  };
  try {
    const { locale = 'en-US' } = options;
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale });
    const page = await context.newPage();
    const query = new URLSearchParams({
      document: options.document ?? 'sample',
      theme: options.theme ?? 'light',
    });
    await page.goto(`${editorUrl}?${query}`);
    await page.waitForFunction(() => 'host' in window, undefined, { timeout: 60_000 });
    await requireStorage(page);
    return { server, browser, context, page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Frames a page of the engine's site below the editor and asks whether it may keep files. */
async function requireStorage(page: Page): Promise<void> {
  const origin = new URL(engineUrl).origin;
  const answer = await page.evaluate(async (source) => {
    const frame = document.createElement('iframe');
    frame.src = source;
    frame.hidden = true;
    const told = new Promise<string>((resolve) => {
      const timer = setTimeout(() => resolve('no answer'), 20_000);
      window.addEventListener('message', function listen(event) {
        if (event.source !== frame.contentWindow) return;
        window.removeEventListener('message', listen);
        clearTimeout(timer);
        resolve(String(event.data));
      });
    });
    document.body.append(frame);
    try {
      return await told;
    } finally {
      frame.remove();
    }
  }, `${origin}/probe/storage.html`);
  if (answer !== 'storage works')
    throw new Error(
      `The engine's site has no storage in this browser: ${answer}. Start it with launchBrowser.`,
    );
}
