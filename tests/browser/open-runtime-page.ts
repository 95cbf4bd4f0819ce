import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launchBrowser } from '../../tools/browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = path.join(root, 'tests/fixtures/parity');

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Serves the built page isolated, so that WASM gets its threads. */
function serve(mounts: Record<string, string>, script: string): Promise<Server> {
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
    if (isPage) response.end(`<!doctype html><script type="module" src="/page/${script}"></script>`);
    else if (!existsSync(file)) response.writeHead(404).end();
    else if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)));
}

// biome-ignore lint/suspicious/noExplicitAny: any function fits.
type Api = Record<string, (...rest: any[]) => unknown>;

/** A page in real Chromium with functions that a test may ask for by name. */
export type RuntimePageHandle<A extends Api> = {
  /** Calls a function of the page; what it throws fails the test. */
  ask<K extends keyof A & string>(name: K, ...args: Parameters<A[K]>): Promise<Awaited<ReturnType<A[K]>>>;
  close(): Promise<void>;
};

/**
 * Builds `NAME.ts` beside this file, which puts its functions into `globalThis.runtimePage`, and opens it in Chromium.
 * The parity fixtures lie below its address, onnxruntime's files in `/ort/`.
 */
export async function openRuntimePage<A extends Api>(name: string): Promise<RuntimePageHandle<A>> {
  const pageFolder = await mkdtemp(path.join(tmpdir(), 'underpaint-runtime-'));
  await build({
    entryPoints: [path.join(root, `tests/browser/${name}.ts`)],
    outdir: pageFolder,
    bundle: true,
    format: 'esm',
    splitting: true,
    platform: 'browser',
    logLevel: 'error',
  });
  const server = await serve(
    {
      '/page/': pageFolder,
      '/ort/': path.join(root, 'node_modules/onnxruntime-web/dist'),
      '/': fixtures,
    },
    `${name}.js`,
  );
  const browser = await launchBrowser();
  const page = await browser.newPage();
  page.on('console', (message) => {
    // Packs lack files that they need not have.
    if (message.type() === 'error' && !message.text().includes('404')) console.error(message.text());
  });
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.runtimePage !== undefined');
  return {
    ask: (method, ...args) =>
      page.evaluate(
        ([wanted, values]) =>
          (globalThis as unknown as { runtimePage: Record<string, (...rest: unknown[]) => never> })
            .runtimePage[wanted]!(...values),
        [method, args] as const,
      ),
    async close() {
      await browser.close();
      server.close();
      await rm(pageFolder, { recursive: true, force: true });
    },
  };
}
