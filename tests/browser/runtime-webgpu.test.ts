import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.mjs';
import type { RuntimePage } from './runtime-page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const inpaintPack = '/packs/sd15_inpaint/';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves the built page isolated, so that WASM gets its threads. */
function serve(mounts: Record<string, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const mount = Object.keys(mounts).find((prefix) => pathname.startsWith(prefix));
    const isPage = pathname === '/';
    const file = mount === undefined ? '' : path.join(mounts[mount]!, pathname.slice(mount.length));
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader(
      'Content-Type',
      types[isPage ? '.html' : path.extname(file)] ?? 'application/octet-stream',
    );
    if (isPage) response.end('<!doctype html><script type="module" src="/page/runtime-page.js"></script>');
    else if (!existsSync(file)) response.writeHead(404).end();
    else if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)));
}

function measurePsnr(a: readonly number[], b: readonly number[], peak: number): number {
  const error = a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length;
  return 10 * Math.log10(peak ** 2 / error);
}
const rangeOf = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

describe('the runtime on WebGPU in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  let pageFolder: string;

  beforeAll(async () => {
    pageFolder = await mkdtemp(path.join(tmpdir(), 'underpaint-runtime-'));
    await build({
      entryPoints: [path.join(root, 'tests/browser/runtime-page.ts')],
      outdir: pageFolder,
      bundle: true,
      format: 'esm',
      splitting: true,
      platform: 'browser',
      logLevel: 'error',
    });
    server = await serve({
      '/page/': pageFolder,
      '/ort/': path.join(root, 'node_modules/onnxruntime-web/dist'),
      '/packs/': path.join(root, 'tests/fixtures/parity/packs'),
    });
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(message.text());
    });
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction('globalThis.runtimePage !== undefined');
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    await rm(pageFolder, { recursive: true, force: true });
  });

  /** Calls a function of the page; what it throws fails the test. */
  async function ask<K extends keyof RuntimePage>(
    name: K,
    ...args: Parameters<RuntimePage[K]>
  ): Promise<Awaited<ReturnType<RuntimePage[K]>>> {
    return page.evaluate(
      ([method, values]) =>
        (globalThis as unknown as { runtimePage: Record<string, (...rest: unknown[]) => never> }).runtimePage[
          method
        ]!(...values),
      [name, args] as const,
    );
  }

  it('tells a software adapter from a real one', async () => {
    const capabilities = await ask('probe');
    expect(capabilities.webgpu).toBe('software');
    expect(capabilities.adapterName).toMatch(/swiftshader/i);
    expect(capabilities.hasJspi).toBe(true);
    expect(capabilities.isCrossOriginIsolated).toBe(true);
    expect(capabilities.threads).toBeGreaterThan(1);
  });

  it('starts each device with its own build', async () => {
    expect((await ask('describe', 'webgpu')).version).toMatch(/ jspi$/);
    const wasm = await ask('describe', 'wasm');
    expect(wasm.version).toMatch(/ wasm$/);
    expect(wasm.threads).toBeGreaterThan(1);
  });

  it('finds that 9-channel convolutions come out wrong on WebGPU, and right on WASM', async () => {
    expect(await ask('miscomputes', 'webgpu')).toBe(true);
    expect(await ask('miscomputes', 'wasm')).toBe(false);
  });

  it('runs a 9-channel U-Net rewritten as WASM does, which as exported it does not', async () => {
    const reference = await ask('predict', 'wasm', inpaintPack, false);
    const rewritten = await ask('predict', 'webgpu', inpaintPack, true);
    const exported = await ask('predict', 'webgpu', inpaintPack, false);
    expect(rewritten.dims).toEqual([1, 4, 8, 8]);
    const peak = rangeOf(reference.data);
    const rewrittenDb = measurePsnr(rewritten.data, reference.data, peak);
    const exportedDb = measurePsnr(exported.data, reference.data, peak);
    console.info(`rewritten ${rewrittenDb.toFixed(1)} dB, as exported ${exportedDb.toFixed(1)} dB`);
    expect(rewrittenDb).toBeGreaterThanOrEqual(60);
    expect(exportedDb).toBeLessThan(40);
  });

  it('leaves a rewritten graph as it was on WASM', async () => {
    const reference = await ask('predict', 'wasm', inpaintPack, false);
    const rewritten = await ask('predict', 'wasm', inpaintPack, true);
    expect(measurePsnr(rewritten.data, reference.data, rangeOf(reference.data))).toBeGreaterThanOrEqual(100);
  });

  it('streams weights from a file beside the graph, also those of a rewritten convolution', async () => {
    const reference = await ask('predict', 'wasm', inpaintPack, false);
    for (const device of ['webgpu', 'wasm'] as const) {
      const detached = await ask('predictVariant', device, inpaintPack, 'detached');
      expect(measurePsnr(detached!.data, reference.data, rangeOf(reference.data))).toBeGreaterThanOrEqual(60);
    }
  });

  it('computes in 32 bits what it has no 64-bit operators for', async () => {
    await expect(ask('predictVariant', 'webgpu', inpaintPack, 'doubles', false)).rejects.toThrow();
    const reference = await ask('predictVariant', 'wasm', inpaintPack, 'doubles');
    const repaired = await ask('predictVariant', 'webgpu', inpaintPack, 'doubles');
    expect(measurePsnr(repaired!.data, reference!.data, rangeOf(reference!.data))).toBeGreaterThanOrEqual(60);
  });

  it("keeps within the device's buffers", async () => {
    const { tensorBytes, totalBytes } = (await ask('describe', 'webgpu')).memory;
    // WebGPU promises 128 MiB to every storage buffer.
    expect(tensorBytes).toBeGreaterThanOrEqual(2 ** 27);
    expect(totalBytes).toBeGreaterThan(tensorBytes);
  });

  it('lacks the operators that are refused beforehand, and has the others', async () => {
    const nowhere = ['NhwcConv', 'GroupNorm', 'SkipGroupNorm', 'BiasSoftmax', 'GemmFastGelu'];
    const refuse = (names: string[]) => Object.fromEntries(names.map((name) => [name, 'model-operator']));
    expect(await ask('refuseForeign', 'webgpu')).toEqual(refuse(nowhere));
    expect(await ask('refuseForeign', 'wasm')).toEqual(refuse([...nowhere, 'BiasAdd', 'BiasSplitGelu']));
  });

  it.each(['unit', 'bytes'] as const)('erases as WASM does, with numbers of the kind %s', async (numbers) => {
    const onGpu = await ask('erase', 'webgpu', numbers);
    const onCpu = await ask('erase', 'wasm', numbers);
    expect([onGpu.reason, onCpu.reason]).toEqual(['none', 'none']);
    expect(measurePsnr(onGpu.data, onCpu.data, 1)).toBeGreaterThanOrEqual(45);
    // In the middle of the hole, where it was black, is what lies around it.
    expect(onGpu.data[32 * 64 + 32]).toBeCloseTo(0.6, 1);
  });

  it('finds out before the first picture that an eraser gives no numbers there', async () => {
    expect((await ask('erase', 'webgpu', 'unit', Number.NaN)).reason).toBe('model-unsupported');
    expect((await ask('erase', 'wasm', 'unit', Number.NaN)).reason).toBe('bad-numbers');
  });

  it('keeps overlapping calls apart', async () => {
    expect(await ask('overlap', 'webgpu')).toEqual([true, true, true, true]);
  });

  it('ends with device-lost when the device goes, and computes again on a new one', async () => {
    const { reason, failure, before, after } = await ask('loseDevice');
    expect(reason).toContain('destroyed');
    expect(failure).toBe('device-lost');
    expect(after).toBe(before);
  });
});
