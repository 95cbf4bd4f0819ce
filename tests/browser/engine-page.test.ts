import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultRequest, type GenerationRequest } from '../../protocol/generation.ts';
import { launchBrowser } from '../../tools/browser.mjs';
import { buildEngine } from '../../tools/build/engine.mjs';
import { editorPort, enginePort } from '../../tools/ports.mjs';
import { startServer } from '../../tools/serve/server.mjs';
import { decodePicture } from '../../ui/engine/worker/image-codec.ts';
import type { Panel } from './engine/panel-page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const engineUrl = `http://localhost:${enginePort}/engine/`;
const request = (changes: Partial<GenerationRequest> = {}): GenerationRequest => ({
  ...defaultRequest,
  prompt: 'a red circle on a blue background',
  seed: 5,
  steps: 2,
  size: { width: 256, height: 256 },
  ...changes,
});

describe('the engine page below a null-origin panel', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startServer>>;
  let browser: Browser;
  let page: Page;
  let panelScript: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'underpaint-engine-'));
    await buildEngine({ outDir: path.join(folder, 'engine'), isPublished: false });
    const bundle = await build({
      entryPoints: [path.join(root, 'tests/browser/engine/panel-page.ts')],
      bundle: true,
      format: 'iife',
      write: false,
      logLevel: 'error',
    });
    panelScript = bundle.outputFiles[0]!.text;
    const host = path.join(folder, 'host');
    await mkdir(host);
    await writeFile(path.join(host, 'index.html'), '<!doctype html><title>host</title>');
    server = await startServer({ hostDir: host, distDir: folder, pluginDir: null, port: 0 });
    browser = await launchBrowser({ hostPort: server.port });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    server.faults.clear();
    await page?.close();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${editorPort}/`);
  });

  /** Frames the panel as Figma does: a `data:` document without an origin. */
  async function openPanel(): Promise<Frame> {
    const html = `<!doctype html><meta charset="utf-8"><body><script>${panelScript.replaceAll('</script', '<\\/script')}</script>`;
    const source = `data:text/html;base64,${Buffer.from(html).toString('base64')}`;
    await page.evaluate((src) => {
      const frame = document.createElement('iframe');
      frame.allow = 'cross-origin-isolated; local-network-access *; loopback-network *';
      frame.src = src;
      document.body.append(frame);
    }, source);
    await expect
      .poll(() => page.frames().some((one) => one.url().startsWith('data:')), { timeout: 20_000 })
      .toBe(true);
    const frame = page.frames().find((one) => one.url().startsWith('data:'));
    expect(frame, 'the panel').toBeDefined();
    await frame!.waitForFunction(() => 'panel' in globalThis);
    return frame!;
  }

  const connect = (frame: Frame) =>
    frame.evaluate((url) => (globalThis as unknown as { panel: Panel }).panel.connect(url), engineUrl);
  const generate = (
    frame: Frame,
    changes: Partial<GenerationRequest> = {},
    cancelAtStep: number | null = null,
  ) =>
    frame.evaluate(
      ([wanted, cancelAt]) =>
        (globalThis as unknown as { panel: Panel }).panel.generate(
          wanted as GenerationRequest,
          cancelAt as number | null,
        ),
      [request(changes), cancelAtStep] as const,
    );

  it('greets, with storage and threads, and paints the same bytes twice', async () => {
    const frame = await openPanel();
    const capabilities = await connect(frame);
    expect(capabilities).toMatchObject({ hasStorage: true, isCrossOriginIsolated: true });
    const first = await generate(frame);
    expect(first.phases).toEqual(['loading', 'encoding', 'denoising', 'decoding', 'candidate']);
    const { png, device } = first.outcome as { png: number[]; device: { kind: string } };
    expect(device.kind).toBe('wasm');
    const picture = decodePicture(Uint8Array.from(png));
    expect([picture.width, picture.height]).toEqual([256, 256]);
    const again = await generate(frame);
    expect(again.phases[0]).toBe('encoding');
    expect(again.outcome).toEqual(first.outcome);
  });

  it('stops within two steps, and paints on afterwards', async () => {
    const frame = await openPanel();
    await connect(frame);
    const { outcome, steps } = await generate(frame, { steps: 30 }, 3);
    expect(outcome).toEqual({ code: 'cancelled' });
    expect(steps).toBe(3);
    expect((await generate(frame)).outcome).toHaveProperty('png');
  });

  it('says what is wrong with a damaged model, and loads it once it is whole again', async () => {
    const frame = await openPanel();
    await connect(frame);
    // Another job's files are kept under their hashes: the cache must not hide the damage.
    const engineFrame = page.frames().find((one) => one.url().startsWith(engineUrl));
    await engineFrame!.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    server.faults.add({ path: 'unet/model.onnx', kind: 'corrupt', atByte: 5000 });
    expect((await generate(frame)).outcome).toEqual({ code: 'model-broken' });
    server.faults.clear();
    server.faults.add({ path: 'unet/model.onnx', kind: 'status', status: 404 });
    expect((await generate(frame)).outcome).toEqual({ code: 'model-missing' });
    server.faults.clear();
    expect((await generate(frame)).outcome).toHaveProperty('png');
  });

  it('fails what is in flight when the page is taken away', async () => {
    const frame = await openPanel();
    await connect(frame);
    const running = generate(frame, { steps: 40 });
    await page.waitForTimeout(1500);
    await frame.evaluate(() => (globalThis as unknown as { panel: Panel }).panel.remove());
    expect((await running).outcome).toMatchObject({ code: 'connection-lost' });
  });

  it('answers no page with an origin of its own', async () => {
    await page.addScriptTag({ content: panelScript });
    const answer = await page.evaluate(
      (url) => (globalThis as unknown as { panel: Panel }).panel.connect(url),
      engineUrl,
    );
    expect(answer).toEqual({ code: 'engine-refused' });
  });
});
