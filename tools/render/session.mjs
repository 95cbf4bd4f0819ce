import { join } from 'node:path';
import { launchBrowser } from '../browser.mjs';
import { editorPort } from '../ports.mjs';
import { startServer } from '../serve.mjs';
import { root } from '../setup.mjs';

/**
 * The whole plugin without a window: the emulated Figma with an empty document in Chromium, the plugin running in it.
 * Needs a built dist/. Returns the editor's page, the panel's frame and `close`; rejects when the panel does not answer.
 */
export async function openSession({ distDir = join(root, 'dist') } = {}) {
  const server = await startServer({
    hostDir: join(distDir, 'host'),
    distDir,
    pluginDir: root,
    port: 0,
    control: true,
  });
  const browser = await launchBrowser({ hostPort: server.port }).catch(async (error) => {
    await server.close();
    throw error;
  });
  const close = async () => {
    await browser.close().catch(() => {});
    await server.close();
  };
  try {
    const page = await (
      await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en-US' })
    ).newPage();
    await page.goto(`http://127.0.0.1:${editorPort}/?document=empty`);
    await page.waitForFunction(() => 'host' in window, undefined, { timeout: 60_000 });
    return { server, browser, page, panel: await findPanel(page), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The plugin's own frame, once it offers its automation surface. */
export async function findPanel(page, timeoutMs = 60_000) {
  const endsAt = Date.now() + timeoutMs;
  while (Date.now() < endsAt) {
    const panel = page.frames().find((frame) => frame.name() === 'Inner Plugin Iframe');
    const isThere = await panel?.evaluate(() => 'underpaint' in window).catch(() => false);
    if (panel && isThere) {
      await panel.evaluate(() => window.underpaint.ready());
      return panel;
    }
    await page.waitForTimeout(50);
  }
  throw new Error('The panel did not open. Run npm run build and try again.');
}
