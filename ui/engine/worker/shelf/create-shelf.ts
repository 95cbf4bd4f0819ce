import { catalog } from '../../../../models/catalog.ts';
import type { ModelInfo } from '../../../../protocol/engine-contract.ts';
import { type GenerationRequest, schedulerNames } from '../../../../protocol/generation.ts';
import type { Shelf } from '../../../../protocol/shelf.ts';
import type { PackSource } from '../../../runtime/pack-files.ts';
import { createDownloader, type Downloader } from '../downloads/create-downloader.ts';
import type { ImportedModels } from '../imported-models.ts';
import type { ShelfStore } from '../store/shelf-store.ts';
import { describeOwn, keepFolder, removeHalfCopies } from './keep-copy.ts';
import { mendNotes } from './mend-notes.ts';
import { probeMachine } from './probe-machine.ts';
import { createShelfHandlers, type ShelfHandlers, type ShelfHooks } from './shelf-handlers.ts';
import { createShelfState, type ShelfState } from './shelf-state.ts';
import { withSupplements } from './with-supplements.ts';

/** The models that are kept on this machine, as the engine uses them. */
export type EngineShelf = {
  handlers: ShelfHandlers;
  /** An installed pack; null where none has this id. */
  find(id: string): Promise<PackSource | null>;
  /** The installed models that can be chosen. */
  list(): Promise<ModelInfo[]>;
  /** Ids of the installed safety checkers. */
  listCheckers(): Promise<string[]>;
  /** Copies a folder that has been added into the store, in the background; it is usable meanwhile. */
  keep(model: ModelInfo): Promise<void>;
  /** Puts in what the catalog, or a server's list, knows to be good for an installed model, where a request says nothing. */
  fillDefaults(request: GenerationRequest): Promise<GenerationRequest>;
};

export type EngineShelfOptions = ShelfHooks & {
  openStore(): Promise<ShelfStore>;
  createDownloader?(store: ShelfStore): Downloader;
  imported: ImportedModels;
  onChanged(shelf: Shelf): void;
};

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((thrown: unknown) => {
      made = null;
      throw thrown;
    });
    return made;
  };
}

/** Makes the shelf; nothing is opened before it is first asked for anything. */
export function createEngineShelf(options: EngineShelfOptions): EngineShelf {
  const { imported } = options;
  let mended = Promise.resolve();
  const open = once(async (): Promise<ShelfState> => {
    const store = await options.openStore();
    const state = createShelfState({
      store,
      downloader: options.createDownloader?.(store) ?? createDownloader({ shelf: store }),
      fetch: (url, init) => fetch(url, init),
      catalog,
      probeMachine: once(probeMachine),
      listHeld: () => imported.list().map((model) => describeOwn(model, 'folder')),
      onChanged: options.onChanged,
    });
    void removeHalfCopies(state).catch(() => {});
    mended = mendNotes(state).catch(() => {});
    return state;
  });

  /** What is noted of the packs that are here. */
  async function listInstalled() {
    const { notes, store } = await open();
    // The panel asks once for what paints; what is mended later would be missing until its next start.
    await mended;
    const [{ packs }, stored] = await Promise.all([notes.read(), store.list()]);
    const installed = new Set(stored.filter(({ state }) => state === 'installed').map(({ id }) => id));
    return Object.entries(packs).flatMap(([id, noted]) => (installed.has(id) ? [{ id, ...noted }] : []));
  }

  async function list(): Promise<ModelInfo[]> {
    return (await listInstalled()).flatMap(({ model }) => (model === null ? [] : [model]));
  }

  return {
    handlers: createShelfHandlers(open, {
      ...options,
      async drop(id) {
        imported.forget(id);
        await options.drop(id);
      },
    }),
    list,
    async listCheckers() {
      return (await listInstalled()).flatMap(({ id, item }) => (item.kind === 'safety' ? [id] : []));
    },
    async find(id) {
      const source = await (await open()).store.open(id);
      const known = catalog.find((entry) => entry.id === id)?.source;
      return source && known?.from === 'hub' ? withSupplements(source, known.supplements) : source;
    },
    async keep(model) {
      const source = imported.source(model.id);
      if (source === null) return;
      const state = await open();
      // Another copy under this name is of other files.
      await state.jobs.stop(model.id, 'cancelled');
      const isKept = await state.jobs
        .run(model.id, 'copy', null, (tools) => keepFolder(state, model, source, tools))
        .catch(() => false);
      // From now on the copy counts, whatever becomes of the folder.
      if (isKept === true && imported.source(model.id) === source) imported.forget(model.id);
      state.change();
    },
    async fillDefaults(request) {
      const { notes } = await open();
      const model = (await notes.read()).packs[request.model]?.model ?? null;
      // A folder's own configs say it themselves.
      if (model === null || model.origin === 'folder') return request;
      const scheduler = schedulerNames.find((name) => name === model.defaultScheduler) ?? null;
      return {
        ...request,
        steps: request.steps ?? model.defaultSteps,
        guidance: request.guidance ?? model.defaultGuidance,
        scheduler: request.scheduler ?? scheduler,
      };
    },
  };
}
