import type { EngineContract, ModelInfo } from '../../../../protocol/engine-contract.ts';
import { AppError } from '../../../../protocol/errors.ts';
import type { HandlerContext, Handlers } from '../../../../protocol/server.ts';
import type { InstallProgress, ShelfItem, ShelfRequests } from '../../../../protocol/shelf.ts';
import type { PackOrder } from '../downloads/pack-order.ts';
import { idOfFolder } from '../imported-models.ts';
import { readBaseAddress } from './base-address.ts';
import { acceptLicense, describeUnlisted, installModel, requireLicense } from './install-model.ts';
import { keepZip, nameOfZip } from './keep-copy.ts';
import { readBase } from './read-base.ts';
import type { ShelfState } from './shelf-state.ts';

export type ShelfHandlers = Pick<Handlers<EngineContract>, keyof ShelfRequests>;

export type ShelfHooks = {
  /** Lets go of a model that is no longer there. */
  drop(id: string): Promise<void>;
  freeMemory(): Promise<void>;
};

/** Answers what is asked of the shelf, once `open` has given the parts that it works on. */
export function createShelfHandlers(open: () => Promise<ShelfState>, hooks: ShelfHooks): ShelfHandlers {
  /** Where a download that runs here comes from: to stop it in other pages too. */
  const orders = new Map<string, PackOrder>();

  async function requireItem(state: ShelfState, id: string): Promise<ShelfItem> {
    const shelf = await state.read();
    const item = shelf.items.find((one) => one.id === id);
    if (item !== undefined) return item;
    // A server may have what nobody lists.
    if (shelf.bases.length > 0) return describeUnlisted(id);
    throw new AppError('model-missing', `No model is called ${id}.`, id);
  }

  async function install(
    id: string,
    acceptedNow: string | null,
    context: HandlerContext<InstallProgress>,
  ): Promise<ShelfItem> {
    const state = await open();
    const item = await requireItem(state, id);
    if (item.origin === 'page' || item.state === 'installed') return item;
    await requireLicense(state, item, acceptedNow);
    await state.jobs.run(id, 'install', context, (tools) =>
      installModel(state, id, tools, (order) => orders.set(id, order)).finally(() => orders.delete(id)),
    );
    return requireItem(state, id);
  }

  async function pause(id: string): Promise<void> {
    const { jobs, downloader, stored } = await open();
    const job = jobs.find(id);
    if (job !== null && job.kind !== 'install')
      throw new AppError('request-invalid', `${job.kind} cannot be paused`);
    const here = orders.get(id);
    const names = here === undefined ? await stored(id) : [here];
    for (const name of names) downloader.pause(name);
    await jobs.stop(id, 'paused');
  }

  /** Ends what goes on with a model and removes what is stored of it, all of it or only beginnings. */
  async function clear(id: string, isMeant: (state: string) => boolean): Promise<void> {
    const state = await open();
    await state.jobs.stop(id, 'cancelled');
    state.jobs.forgive(id);
    for (const pack of await state.stored(id)) if (isMeant(pack.state)) await state.downloader.remove(pack);
    state.change();
  }

  return {
    async readShelf() {
      const state = await open();
      void state.meetBases();
      return state.read();
    },
    install: ({ id, acceptedLicense }, context) => install(id, acceptedLicense, context),
    resumeInstall: ({ id }, context) => install(id, null, context),
    pauseInstall: ({ id }) => pause(id).then(() => undefined),
    cancelInstall: ({ id }) => clear(id, (state) => state === 'partial').then(() => undefined),
    async removeModel({ id }) {
      await clear(id, () => true);
      const { notes } = await open();
      await notes.change(({ packs: { [id]: _, ...packs }, ...kept }) => ({ ...kept, packs }));
      await hooks.drop(id);
      (await open()).change();
    },
    async verifyModel({ id }, context) {
      const state = await open();
      const item = await requireItem(state, id);
      // What comes with the page is verified whenever it is opened.
      if (item.origin === 'page') return { broken: [] };
      const installed = (await state.stored(id)).find((pack) => pack.state === 'installed');
      if (installed === undefined) throw new AppError('model-missing', `${id} is not installed.`, id);
      const broken = await state.jobs.run(id, 'verify', context, ({ token, tell }) =>
        state.store.verify(installed, token, {
          onProgress: (doneBytes, totalBytes) =>
            tell('verifying', { doneBytes, totalBytes, bytesPerSecond: null, secondsLeft: null }),
        }),
      );
      if (broken === 'paused') throw new AppError('cancelled');
      const [first] = broken ?? [];
      if (first !== undefined) {
        state.jobs.fail(id, { code: 'model-broken', subject: first });
        await hooks.drop(id);
      }
      return { broken: broken ?? [] };
    },
    async addBase({ url }) {
      const state = await open();
      const base = readBaseAddress(url);
      const offer = await readBase(state.fetch, base, state.catalog);
      const models = new Set([...offer.rows.map(({ id }) => id), ...offer.has.keys()]).size;
      if (models === 0) throw new AppError('shelf-empty', base, new URL(base).host);
      await state.notes.change((notes) => ({
        ...notes,
        bases: [...new Set([...notes.bases, base])],
      }));
      state.keepBase(base, offer);
      return { url: base, models };
    },
    async removeBase({ url }) {
      const state = await open();
      const base = readBaseAddress(url);
      await state.notes.change((notes) => ({ ...notes, bases: notes.bases.filter((one) => one !== base) }));
      state.keepBase(base, null);
      return undefined;
    },
    async acceptLicense({ id, textHash }) {
      const state = await open();
      const { license } = await requireItem(state, id);
      if (license?.textHash !== textHash) throw new AppError('license-not-accepted', id, license?.name);
      await acceptLicense(state, id, textHash);
      state.change();
      return undefined;
    },
    async importZip({ name, file }, context): Promise<ModelInfo> {
      if (!(file instanceof Blob)) throw new AppError('bad-message', 'an archive that is no file');
      const state = await open();
      const id = idOfFolder(nameOfZip(name));
      const model = await state.jobs.run(id, 'copy', context, (tools) => keepZip(state, name, file, tools));
      if (model === 'paused') throw new AppError('cancelled');
      await hooks.drop(id);
      return model;
    },
    freeMemory: () => hooks.freeMemory().then(() => undefined),
  };
}
