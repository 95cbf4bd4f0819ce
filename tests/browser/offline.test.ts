import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enginePort } from '../../tools/ports.mjs';
import { findPanel } from '../../tools/render/session.mjs';
import { type RunningServer, startServer } from '../../tools/serve.mjs';
import { en } from '../../ui/shell/text/en.ts';
import { editorUrl, engineUrl, launchBrowser } from './launch.ts';
import { buildEditions, type Edition } from './offline/build-editions.ts';

let scratch: string;
let profile: string;
let first: Edition;
let second: Edition;
let engine: RunningServer | null = null;
let editor: RunningServer | null = null;
let context: BrowserContext | null = null;
let page: Page;
let panel: Frame;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'underpaint-offline-'));
  profile = join(scratch, 'profile');
  [first, second] = await buildEditions(scratch);
}, 240_000);

afterAll(async () => {
  await leave();
  await rm(scratch, { recursive: true, force: true });
});

/** Starts a browser anew and opens the panel. Without `isOnline` no server of the engine runs, only the editor's own. */
async function visit(edition: Edition, { isOnline }: { isOnline: boolean }): Promise<void> {
  await leave();
  editor = await startServer({
    hostDir: join(edition.folder, 'host'),
    pluginDir: edition.folder,
    port: 0,
    control: true,
  });
  engine = await startServer({ distDir: edition.folder, port: 0, control: true });
  const enginePortNow = engine.port;
  if (!isOnline) await engine.close();
  const browser = await launchBrowser({
    profileDir: profile,
    hostPort: editor.port,
    // The engine's site is reached directly, past the editor's server, so that it can be down alone.
    args: [
      '--proxy-bypass-list=<-loopback>;localhost',
      `--host-resolver-rules=MAP localhost:${enginePort} 127.0.0.1:${enginePortNow}`,
    ],
  });
  context = browser as unknown as BrowserContext;
  page = await context.newPage();
  await page.goto(`${editorUrl}?document=empty`);
  await page.waitForFunction(() => 'host' in window, undefined, { timeout: 60_000 });
  panel = await findPanel(page);
}

/** The panel is opened again in the same browser. */
async function reopen(): Promise<void> {
  await page.reload();
  panel = await findPanel(page);
}

async function leave(): Promise<void> {
  await context?.close();
  context = null;
  await Promise.all([engine?.close(), editor?.close()]);
  engine = null;
  editor = null;
}

/** A picture's bytes, or the sentence that the panel shows instead. */
const paint = (): Promise<number[] | string> =>
  panel.evaluate(async () => {
    const panelApi = window.underpaint!;
    panelApi.setRequest({ prompt: 'a red circle', seed: 5, steps: 1, count: 1, device: 'auto' });
    try {
      await panelApi.run();
      return Array.from(panelApi.lastCandidates[0]!.png);
    } catch (error) {
      return (error as Error).message;
    }
  });

async function engineFrame(): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().startsWith(engineUrl));
  await expect.poll(find, { timeout: 30_000 }).toBeDefined();
  return find()!;
}

/** The engine's worker, which the service worker answers. */
const engineWorker = () => page.workers().find((worker) => /\/worker-[0-9A-Z]{8}\.js$/.test(worker.url()))!;

/** The status of the answer to the engine's worker when it asks for a file of its own folder. */
const askFor = (path: string): Promise<number | string> =>
  engineWorker().evaluate(async (asked) => {
    try {
      const answer = await fetch(`./${asked}`);
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 'did not come';
    }
  }, path);

/** How the service worker of the engine's folder stands. */
const standing = async () =>
  (await engineFrame()).evaluate(async () => {
    const { active, waiting, installing } = (await navigator.serviceWorker.getRegistration()) ?? {};
    return active?.state === 'activated' && !installing ? (waiting ? 'next is ready' : 'kept') : 'not kept';
  });
const becomes = (state: string) => expect.poll(standing, { timeout: 90_000, interval: 300 }).toBe(state);

const kept = async () => {
  const names = await (await engineFrame()).evaluate(() => caches.keys());
  return names.filter((name) => name.startsWith('underpaint-release')).map((name) => name.slice(-8));
};
/** True where the one release that is kept counts as whole. */
const isComplete = async () =>
  (await engineFrame()).evaluate(async () => {
    const name = (await caches.keys()).find((one) => one.startsWith('underpaint-release'));
    const mark = new URL('complete-release', location.href).href;
    return name !== undefined && (await (await caches.open(name)).match(mark)) !== undefined;
  });
const releaseOf = (edition: Edition) => edition.page.slice('index-'.length, -'.html'.length);

/** Runs in the order of writing: one profile goes through its life. */
describe('the engine without a network', () => {
  let picture: number[] | string;

  it('is not kept from a server that sends a broken file, and works online all the same', async () => {
    await visit(first, { isOnline: true });
    engine!.faults.add({ path: 'vae_encoder/model.onnx', kind: 'corrupt', atByte: 5000 });
    const broken = () =>
      engine!.requests.filter(({ path }) => path.endsWith('vae_encoder/model.onnx')).length;
    await expect.poll(broken, { timeout: 60_000 }).toBeGreaterThanOrEqual(2);
    await expect.poll(standing, { timeout: 30_000 }).toBe('not kept');
    expect((await engineFrame()).url()).toBe(`${engineUrl}${first.page}`);
    const { engine: capabilities } = await panel.evaluate(() => window.underpaint!.probe());
    expect(capabilities).toMatchObject({ hasStorage: true, isCrossOriginIsolated: true });
  });

  it('is kept by the first whole visit, but for the builds of onnxruntime that this browser has no use for', async () => {
    await visit(first, { isOnline: true });
    picture = await paint();
    expect(picture).toBeInstanceOf(Array);
    await becomes('kept');
    expect(await kept()).toEqual([releaseOf(first)]);
    const paths = engine!.requests.map(({ path }) => path);
    expect(paths.some((path) => path.endsWith('.jspi.wasm') || path.endsWith('.asyncify.wasm'))).toBe(false);
  });

  it('opens and paints the same bytes in a new browser with the engine’s server stopped', async () => {
    await visit(first, { isOnline: false });
    expect(await paint()).toEqual(picture);
    // Threads need the isolation that only headers give.
    const report = await panel.evaluate(() => window.underpaint!.lastReport);
    expect(report?.device.kind).toBe('wasm');
    const isolated = await (await engineFrame()).evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith('underpaint-release'));
      const cache = await caches.open(names[0]!);
      const worker = (await cache.keys()).find(({ url }) => /worker-[0-9A-Z]{8}\.js$/.test(url));
      const { headers } = (await cache.match(worker!))!;
      return [crossOriginIsolated, headers.get('Document-Isolation-Policy'), headers.get('Content-Type')];
    });
    expect(isolated).toEqual([true, 'isolate-and-credentialless', 'text/javascript; charset=utf-8']);
  });

  it('has parts of files for who asks for parts, and no build that this browser had no use for', async () => {
    // Still the browser that found no server.
    const part = await engineWorker().evaluate(async () => {
      const range = { headers: { Range: 'bytes=1-3' } };
      const answer = await fetch('./ort/ort-wasm-simd-threaded.wasm', range);
      return [answer.status, answer.headers.get('Content-Range'), await answer.text()];
    });
    expect(part).toEqual([206, expect.stringMatching(/^bytes 1-3\/\d{8}$/), 'asm']);
    expect(await askFor('ort/ort-wasm-simd-threaded.jspi.wasm')).toBe('did not come');
  });

  it('never runs a kept file that was changed, and is whole again after the next visit', async () => {
    await (await engineFrame()).evaluate(async () => {
      const name = (await caches.keys()).find((one) => one.startsWith('underpaint-release'))!;
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) {
        const { headers } = (await cache.match(url))!;
        const isWorker = /worker-[0-9A-Z]{8}\.js$/.test(url);
        if (isWorker) await cache.put(url, new Response("void caches.open('changed')", { headers }));
        if (url.endsWith('/files.json')) await cache.put(url, new Response('[]', { headers }));
      }
    });
    await reopen();
    const sentences: unknown[] = [
      en.errors['model-missing'],
      en.errors['connection-lost'],
      en.errors['engine-unreachable'],
    ];
    expect(sentences).toContain(await paint());

    await visit(first, { isOnline: true });
    expect(await paint()).toEqual(picture);
    expect(await (await engineFrame()).evaluate(() => caches.has('changed'))).toBe(false);
    await expect.poll(isComplete, { timeout: 60_000 }).toBe(true);

    // From here on the server is asked for nothing but news.
    engine!.requests.length = 0;
    await reopen();
    expect(await paint()).toEqual(picture);
    const paths = new Set(engine!.requests.map(({ path }) => path));
    expect([...paths].filter((path) => !path.endsWith('/service-worker.js'))).toEqual([]);

    // What is needed for the first time is asked for once, and kept as well.
    const jspi = 'ort/ort-wasm-simd-threaded.jspi.wasm';
    expect(await askFor(jspi)).toBe(200);
    await engine!.close();
    expect(await askFor(jspi)).toBe(200);
  });

  it('of a newer panel is the newer one at once, and offline after that visit; the older one makes room', async () => {
    await visit(second, { isOnline: true });
    expect(await paint()).toEqual(picture);
    expect((await engineFrame()).url()).toBe(`${engineUrl}${second.page}`);
    // The older service worker answers this worker too; the newer one must not be told of the older's model by it.
    const told = await engineWorker().evaluate(() =>
      fetch('./models/default/files.json').then((a) => a.text()),
    );
    expect(told).toBe(await readFile(join(second.folder, 'engine/models/default/files.json'), 'utf8'));
    await becomes('next is ready');

    await visit(second, { isOnline: false });
    expect(await paint()).toEqual(picture);
    await expect.poll(kept, { timeout: 30_000 }).toEqual([releaseOf(second)]);
  });
});
