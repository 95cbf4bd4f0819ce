import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.mjs';
import type { WeightsWorker } from './weights/weights-worker.ts';

const mebibyte = 2 ** 20;
/** Six weights of 50 MB. */
const weights = 6;
const rows = 48_828;
const totalBytes = weights * rows * 256 * 4;

const distDir = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
const types: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Process ids of the renderers of the browser with this profile. */
function listRenderers(profileDir: string): number[] {
  const text = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const all = text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3]! }];
  });
  const family = new Set(
    all.filter(({ command }) => command.includes(`--user-data-dir=${profileDir}`)).map(({ pid }) => pid),
  );
  // A renderer's parent may be a process that the browser keeps ready.
  for (const { pid, parent } of [...all, ...all]) if (family.has(parent)) family.add(pid);
  return all
    .filter(({ pid, command }) => family.has(pid) && command.includes('--type=renderer'))
    .map(({ pid }) => pid);
}

/** The most memory that a process has held since the mark was reset, in bytes. */
async function readPeak(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

describe.skipIf(process.platform !== 'linux')('300 MB of weights in the origin’s file system', () => {
  let server: Server;
  let profileDir: string;
  let context: BrowserContext;

  beforeAll(async () => {
    profileDir = await mkdtemp(path.join(tmpdir(), 'underpaint-weights-'));
    const outDir = path.join(profileDir, 'page');
    await build({
      entryPoints: [fileURLToPath(new URL('weights/weights-worker.ts', import.meta.url))],
      outdir: outDir,
      bundle: true,
      format: 'esm',
      splitting: true,
      platform: 'browser',
      logLevel: 'error',
    });
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      response.setHeader('Content-Type', types[path.extname(pathname)] ?? 'text/html');
      const file = pathname.startsWith('/ort/')
        ? path.join(distDir, pathname.slice(5))
        : path.join(outDir, pathname);
      if (pathname === '/') response.end('<!doctype html><title>weights</title>');
      else
        createReadStream(file)
          .on('error', () => response.writeHead(404).end())
          .pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    context = (await launchBrowser({ profileDir })) as BrowserContext;
  });
  afterAll(async () => {
    await context?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  });

  /** Opens a page with a worker of its own. */
  async function openPage() {
    const page = await context.newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(() => {
      Object.assign(globalThis, { worker: new Worker('/weights-worker.js', { type: 'module' }) });
    });
    const call = <M extends keyof WeightsWorker>(method: M, ...args: Parameters<WeightsWorker[M]>) =>
      page.evaluate(
        ([name, values]) =>
          new Promise<never>((resolve, reject) => {
            const { worker } = globalThis as unknown as { worker: Worker };
            worker.onmessage = ({ data }) =>
              data.failure === undefined ? resolve(data.value) : reject(new Error(data.failure));
            worker.postMessage({ method: name, args: values });
          }),
        [method, args] as const,
      ) as Promise<Awaited<ReturnType<WeightsWorker[M]>>>;
    return { page, call };
  }

  /** How far the memory of the page's process rises while the part is opened and run, in MiB. */
  async function measureOpening(device: 'wasm' | 'webgpu', isLazy: boolean): Promise<number> {
    const { page, call } = await openPage();
    // A small part first: code and buffers that every one needs are not the question.
    await call('write', 1, 100);
    await call('open', device, 1, 100, true);
    expect(await call('write', weights, rows)).toBe(totalBytes);
    // Which of them is the page's the browser does not say; the others do nothing meanwhile.
    const pids = listRenderers(profileDir);
    expect(pids.length).toBeGreaterThan(0);
    const from = new Map<number, number>();
    for (const pid of pids) {
      await writeFile(`/proc/${pid}/clear_refs`, '5');
      from.set(pid, await readPeak(pid));
    }
    expect(await call('open', device, weights, rows, isLazy)).toBe('256 of 256 right');
    const rises = await Promise.all(pids.map(async (pid) => (await readPeak(pid)) - from.get(pid)!));
    await page.close();
    return Math.max(...rises) / mebibyte;
  }

  it('lie in WASM’s memory once, and nowhere else', async () => {
    const whole = await measureOpening('wasm', false);
    const lazy = await measureOpening('wasm', true);
    console.info(`WASM: ${whole.toFixed(0)} MiB read whole, ${lazy.toFixed(0)} MiB tensor by tensor`);
    // Read whole they are there twice, which shows that the measure sees them.
    expect(whole).toBeGreaterThan((1.6 * totalBytes) / mebibyte);
    expect(lazy).toBeLessThan(totalBytes / mebibyte + 128);
  });

  it('go to the GPU without lying in the page’s memory', async () => {
    const rise = await measureOpening('webgpu', true);
    console.info(`WebGPU: ${rise.toFixed(0)} MiB`);
    expect(rise).toBeLessThan((0.9 * totalBytes) / mebibyte);
  });

  it('leave the GPU when others need the room', async () => {
    const { page, call } = await openPage();
    const partBytes = await call('write', 2, 20_000);
    const inTurns = await call('takeTurns', 2, 20_000);
    console.info(`GPU: ${inTurns.map((bytes) => (bytes / partBytes).toFixed(2)).join(', ')} parts`);
    const afterAll = inTurns.pop()!;
    for (const bytes of inTurns) {
      expect(bytes).toBeGreaterThanOrEqual(partBytes);
      expect(bytes).toBeLessThan(1.5 * partBytes);
    }
    expect(inTurns.length).toBe(4);
    expect(afterAll).toBeLessThan(0.1 * partBytes);
    await page.close();
  });

  it('in half precision are widened as they are read', async () => {
    const { page, call } = await openPage();
    expect(await call('widen', [1, -0.5, 65504, 0.25, 3], 1, 4)).toEqual([-0.5, 65504, 0.25, 20]);
    await page.close();
  });
});
