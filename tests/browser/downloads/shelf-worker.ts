/// <reference lib="webworker" />
// The worker of the downloads tests: the real shelf and the real downloader, asked for by name from the test.
import { createCancellation } from '../../../protocol/cancellation.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { Clock } from '../../../ui/engine/worker/downloads/clock.ts';
import { createDownloader } from '../../../ui/engine/worker/downloads/create-downloader.ts';
import type { PackOrder } from '../../../ui/engine/worker/downloads/pack-order.ts';
import type { DownloadProgress } from '../../../ui/engine/worker/downloads/progress.ts';
import { createShelfStore } from '../../../ui/engine/worker/store/create-shelf-store.ts';
import { hashFile } from '../../../ui/engine/worker/store/hash-file.ts';
import type { PackName } from '../../../ui/engine/worker/store/pack-folder.ts';

/** Waits twenty times shorter than a person's: a stall is a second, and the first retry comes at once. */
const haste = 20;
const quickClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms / haste);
    return () => clearTimeout(timer);
  },
};

export type Settings = { pieceBytes?: number; lanes?: number };
export type Outcome = { end: string; subject: string | null; detail: string };

const shelf = createShelfStore();
const { token } = createCancellation();
const running = new Map<
  string,
  { cancel(): void; progress: DownloadProgress[]; outcome: Promise<Outcome> }
>();

const downloaderOf = async (settings: Settings) =>
  createDownloader({ shelf: await shelf, clock: quickClock, ...settings });

async function settle(act: () => Promise<string>): Promise<Outcome> {
  try {
    return { end: await act(), subject: null, detail: '' };
  } catch (thrown) {
    if (thrown instanceof AppError)
      return { end: thrown.code, subject: thrown.subject, detail: thrown.message };
    return { end: 'thrown', subject: null, detail: String((thrown as Error)?.stack ?? thrown) };
  }
}

async function listRaw(folder: FileSystemDirectoryHandle, prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (handle instanceof FileSystemDirectoryHandle)
      found.push(...(await listRaw(handle, `${prefix}${name}/`)));
    else found.push(`${prefix}${name}`);
  }
  return found.sort();
}

async function findRaw(path: string) {
  const names = path.split('/');
  const name = names.pop()!;
  let folder = await navigator.storage.getDirectory();
  for (const one of names) folder = await folder.getDirectoryHandle(one);
  return { folder, name };
}

const api = {
  begin(order: PackOrder, settings: Settings = {}): void {
    const stop = createCancellation();
    const progress: DownloadProgress[] = [];
    const outcome = settle(async () =>
      (await downloaderOf(settings)).install(order, { onProgress: (one) => progress.push(one) }, stop.token),
    );
    running.set(order.id, { cancel: stop.cancel, progress, outcome });
  },
  outcome: (id: string) => running.get(id)!.outcome,
  progress: (id: string) => running.get(id)!.progress,
  cancel: (id: string) => running.get(id)!.cancel(),
  async install(order: PackOrder, settings: Settings = {}): Promise<Outcome> {
    api.begin(order, settings);
    return api.outcome(order.id);
  },
  pause: async (name: PackName) => (await downloaderOf({})).pause(name),
  remove: async (name: PackName) => (await downloaderOf({})).remove(name),
  verify: async (name: PackName) => (await shelf).verify(name, token),
  list: async () => (await shelf).list(),
  kind: async () => (await shelf).kind,
  room: async () => (await shelf).room(),
  /** SHA-256 of each file of a pack, read through its source; null where the pack cannot be opened. */
  async hashes(id: string): Promise<Record<string, string> | null> {
    const source = await (await shelf).open(id);
    if (source === null) return null;
    const found: Record<string, string> = {};
    for (const { path } of (await source.list()) ?? [])
      found[path] = await hashFile((await source.open(path))!, token, () => {});
    return found;
  },
  async readRange(id: string, path: string, start: number, end: number): Promise<number[]> {
    const source = await (await shelf).open(id);
    return [...((await source?.readRange(path, start, end)) ?? [])];
  },
  /** The origin's files as they lie on the disk, past the shelf. */
  raw: async () => listRaw(await navigator.storage.getDirectory()),
  async removeRaw(path: string): Promise<void> {
    const { folder, name } = await findRaw(path);
    await folder.removeEntry(name, { recursive: true });
  },
  async flipRaw(path: string, at: number): Promise<void> {
    const { folder, name } = await findRaw(path);
    const handle = await (await folder.getFileHandle(name)).createSyncAccessHandle();
    const byte = new Uint8Array(1);
    handle.read(byte, { at });
    byte[0]! ^= 1;
    handle.write(byte, { at });
    handle.close();
  },
};
export type ShelfWorker = typeof api;

addEventListener(
  'message',
  async ({ data }: MessageEvent<{ id: number; method: keyof ShelfWorker; args: unknown[] }>) => {
    try {
      const call = api[data.method] as (...args: unknown[]) => unknown;
      postMessage({ id: data.id, value: await call(...data.args) });
    } catch (thrown) {
      postMessage({ id: data.id, failure: String((thrown as Error)?.stack ?? thrown) });
    }
  },
);
