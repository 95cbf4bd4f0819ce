import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../tools/browser.mjs';
import type { PackOrder } from '../../../ui/engine/worker/downloads/pack-order.ts';
import { hashMade, type UnkindServer } from '../../fakes/unkind-server.ts';
import type { ShelfWorker } from './shelf-worker.ts';
import { createUndriven } from './undriven.ts';

const here = path.dirname(fileURLToPath(import.meta.url));

/** What the browser says before the worker's own script, so that storage is refused as private windows refuse it. */
const refusals: Record<string, string> = {
  opfs: `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'));`,
  all: `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'));
    IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };`,
};

async function bundle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, name)],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

/** Calls the worker of a page by the name of what it does. */
export type ShelfCall = <M extends keyof ShelfWorker>(
  method: M,
  ...args: Parameters<ShelfWorker[M]>
) => Promise<Awaited<ReturnType<ShelfWorker[M]>>>;

/** One page of the shelf's site and its worker. */
export type ShelfPage = { page: Page; call: ShelfCall };

/** The shelf's site, and one browser profile after another. */
export type Rig = {
  /** Starts Chromium on the rig's profile. */
  start(): Promise<BrowserContext>;
  open(context: BrowserContext, refuse?: 'opfs' | 'all'): Promise<ShelfPage>;
  /** Ends the browser as the power going out would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts another Chromium on a profile of its own, without a debugger, and returns how to call its shelf. */
  startUndriven(): Promise<ShelfCall>;
  /** Process ids of the undriven browser's renderers. */
  renderers(): number[];
  close(): Promise<void>;
};

type Process = { pid: number; parent: number; command: string };

function listProcesses(): Process[] {
  const text = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3]! }];
  });
}

/** The processes of a browser: the one with this profile, and all that stem from it. */
function processesOf(profileDir: string): Process[] {
  const all = listProcesses();
  const found = all.filter(
    ({ command }) => command.includes(`--user-data-dir=${profileDir}`) && !command.includes('--type='),
  );
  // The list grows while it is walked: children's children are among them.
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return [...new Map(found.map((one) => [one.pid, one])).values()];
}

/** Builds the page and serves it on localhost, which is another origin than the servers of packs. */
export async function createRig(): Promise<Rig> {
  const profileDir = await mkdtemp(path.join(tmpdir(), 'underpaint-shelf-'));
  const [worker, page] = await Promise.all(['shelf-worker.ts', 'shelf-page.ts'].map(bundle));
  const undriven = createUndriven();
  const undrivenDir = `${profileDir}-undriven`;
  const server: Server = createServer((request, response) => {
    if (undriven.handle(request, response)) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const isScript = pathname.endsWith('.js');
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    if (isScript) response.end(`${refusals[searchParams.get('refuse') ?? ''] ?? ''}${worker}`);
    else response.end(`<!doctype html><title>shelf</title><script>${page}</script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  let context: BrowserContext | null = null;
  return {
    async start() {
      context = (await launchBrowser({ profileDir })) as BrowserContext;
      return context;
    },
    async open(from, refuse) {
      const opened = await from.newPage();
      await opened.goto(`http://localhost:${port}/${refuse === undefined ? '' : `?refuse=${refuse}`}`);
      return {
        page: opened,
        call: (method, ...args) =>
          opened.evaluate(
            ([name, values]) =>
              (globalThis as unknown as { callShelf(name: string, args: unknown): Promise<never> }).callShelf(
                name as string,
                values,
              ),
            [method, args] as const,
          ),
      };
    },
    async kill() {
      const mine = processesOf(profileDir);
      for (const { pid } of mine) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It went with its parent.
        }
      }
      const isAlive = ({ pid }: Process) =>
        listProcesses().some((one) => one.pid === pid && !/<defunct>/.test(one.command));
      while (mine.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
      await context?.close().catch(() => {});
    },
    async startUndriven() {
      undriven.start(`http://localhost:${port}/?obey`, undrivenDir);
      await undriven.call('kind');
      return undriven.call;
    },
    renderers: () =>
      processesOf(undrivenDir)
        .filter(({ command }) => command.includes('--type=renderer'))
        .map(({ pid }) => pid),
    async close() {
      await context?.close().catch(() => {});
      await undriven.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const dir of [profileDir, undrivenDir])
        await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** Puts made files on a server and orders them. `known: false` keeps sizes and hashes to itself. */
export function orderFiles(
  unkind: UnkindServer,
  id: string,
  files: Readonly<Record<string, number>>,
  options: { known?: boolean; mirrors?: readonly string[]; revision?: string } = {},
): PackOrder {
  const { known = true, mirrors = ['a'], revision = 'r1' } = options;
  const ordered = Object.entries(files).map(([name, bytes], i) => {
    const made = { seed: 1000 + i, bytes };
    unkind.files.set(name, made);
    return { path: name, bytes: known ? bytes : null, sha256: known ? hashMade(made) : null };
  });
  return { id, revision, files: ordered, bases: mirrors.map((mirror) => unkind.base(mirror)) };
}

/** The hashes that an order's files must have. */
export function wantedHashes(
  unkind: UnkindServer,
  order: { files: readonly { path: string }[] },
): Record<string, string> {
  return Object.fromEntries(order.files.map((file) => [file.path, hashMade(unkind.files.get(file.path)!)]));
}

/** The most memory that a process has held, and resets that mark; Linux only. Bytes. */
export async function readPeak(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
