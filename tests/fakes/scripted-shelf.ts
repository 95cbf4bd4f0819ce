import type { EngineContract } from '../../protocol/engine-contract.ts';
import { AppError } from '../../protocol/errors.ts';
import type { HandlerContext, Handlers } from '../../protocol/server.ts';
import type { InstallProgress, Shelf, ShelfItem, ShelfRequests } from '../../protocol/shelf.ts';

type Method = keyof ShelfRequests;
type Asked = { method: Method; params: unknown };

/** A shelf that keeps the contract's promises without a network: downloads move by as much as the script says. */
export type ScriptedShelf = {
  handlers: Pick<Handlers<EngineContract>, Method>;
  /** What is on it now; a test reads it. */
  readonly shelf: Shelf;
  /** What was asked of it, in order. */
  asked: Asked[];
  /** What the next request of a kind fails with. */
  failures: Partial<Record<Method, AppError>>;
  /** Bytes of a download per turn, and milliseconds between turns. */
  pace: { bytes: number; everyMs: number };
  /** What a check of a model's files finds. */
  broken: string[];
  replace(shelf: Shelf): void;
  change(id: string, change: Partial<ShelfItem>): void;
};

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Makes the shelf; `announce` is told of every change, as the engine's event is. */
export function createScriptedShelf(initial: Shelf, announce: (shelf: Shelf) => void): ScriptedShelf {
  let shelf = initial;

  function find(id: string): ShelfItem {
    const item = shelf.items.find((known) => known.id === id);
    if (item === undefined) throw new AppError('model-missing', id);
    return item;
  }

  function replace(next: Shelf): void {
    shelf = next;
    announce(next);
  }

  function change(id: string, changed: Partial<ShelfItem>): void {
    replace({
      ...shelf,
      items: shelf.items.map((item) => (item.id === id ? { ...item, ...changed } : item)),
    });
  }

  function note(method: Method, params: unknown): void {
    scripted.asked.push({ method, params });
    const failure = scripted.failures[method];
    delete scripted.failures[method];
    if (failure !== undefined) throw failure;
  }

  async function fetchAll(id: string, context: HandlerContext<InstallProgress>): Promise<ShelfItem> {
    const totalBytes = find(id).bytes ?? 0;
    let doneBytes = find(id).progress?.doneBytes ?? 0;
    change(id, { state: 'downloading', failure: null });
    while (doneBytes < totalBytes) {
      await pause(scripted.pace.everyMs);
      if (find(id).state === 'offered') throw new AppError('cancelled');
      if (context.cancelled.isCancelled() || find(id).state === 'paused') return find(id);
      const { bytes, everyMs } = scripted.pace;
      doneBytes = Math.min(totalBytes, doneBytes + bytes);
      const bytesPerSecond = (bytes * 1000) / Math.max(1, everyMs);
      const secondsLeft = bytesPerSecond === 0 ? null : (totalBytes - doneBytes) / bytesPerSecond;
      const progress = { doneBytes, totalBytes, bytesPerSecond, secondsLeft };
      change(id, { progress, installedBytes: doneBytes });
      context.progress({ ...progress, state: 'downloading' });
    }
    change(id, { state: 'installed', progress: null, installedBytes: totalBytes });
    return find(id);
  }

  const scripted: ScriptedShelf = {
    get shelf() {
      return shelf;
    },
    asked: [],
    failures: {},
    pace: { bytes: 64e6, everyMs: 50 },
    broken: [],
    replace,
    change,
    handlers: {
      readShelf: () => shelf,
      async install({ id, acceptedLicense }, context) {
        note('install', { id, acceptedLicense });
        const { license } = find(id);
        const isAccepted = license?.acceptedOn != null || acceptedLicense === license?.textHash;
        if (license?.mustAccept === true && !isAccepted) throw new AppError('license-not-accepted');
        if (license !== null && acceptedLicense !== null)
          change(id, { license: { ...license, acceptedOn: '2026-11-22T10:00:00.000Z' } });
        return fetchAll(id, context);
      },
      pauseInstall({ id }) {
        note('pauseInstall', { id });
        change(id, { state: 'paused' });
      },
      async resumeInstall({ id }, context) {
        note('resumeInstall', { id });
        return fetchAll(id, context);
      },
      cancelInstall({ id }) {
        note('cancelInstall', { id });
        change(id, { state: 'offered', progress: null, installedBytes: 0, failure: null });
      },
      removeModel({ id }) {
        note('removeModel', { id });
        change(id, { state: 'offered', progress: null, installedBytes: 0 });
      },
      async verifyModel({ id }) {
        note('verifyModel', { id });
        change(id, { state: 'verifying' });
        await pause(scripted.pace.everyMs);
        change(id, { state: scripted.broken.length === 0 ? 'installed' : 'evicted', progress: null });
        return { broken: scripted.broken };
      },
      addBase({ url }) {
        note('addBase', { url });
        replace({ ...shelf, bases: [...shelf.bases, url] });
        return { url, models: 2 };
      },
      removeBase({ url }) {
        note('removeBase', { url });
        replace({ ...shelf, bases: shelf.bases.filter((known) => known !== url) });
      },
      acceptLicense({ id, textHash }) {
        note('acceptLicense', { id, textHash });
      },
      async importZip({ name, file }, context) {
        note('importZip', { name, size: file.size });
        for (let turn = 1; turn <= 10; turn++) {
          await pause(scripted.pace.everyMs);
          if (context.cancelled.isCancelled()) throw new AppError('cancelled');
          const doneBytes = turn * 100e6;
          context.progress({
            state: 'downloading',
            doneBytes,
            totalBytes: 1e9,
            bytesPerSecond: null,
            secondsLeft: null,
          });
        }
        return {
          id: `zip:${name}`,
          name,
          nativeSize: { width: 512, height: 512 },
          defaultSteps: 20,
          defaultGuidance: 7.5,
          defaultScheduler: 'ddim',
          tasks: ['generate'],
          origin: 'folder',
        };
      },
      freeMemory() {
        note('freeMemory', undefined);
      },
    },
  };
  return scripted;
}
