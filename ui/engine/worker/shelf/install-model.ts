import type { ModelInfo } from '../../../../protocol/engine-contract.ts';
import { AppError } from '../../../../protocol/errors.ts';
import type { ShelfItem } from '../../../../protocol/shelf.ts';
import { describeModel } from '../describe-model.ts';
import type { PackOrder } from '../downloads/pack-order.ts';
import { toAppError } from '../engine-failure.ts';
import type { PackName } from '../store/pack-folder.ts';
import { untilCancelled } from '../until-cancelled.ts';
import { describeEntry } from './describe-entry.ts';
import { planOrder } from './plan-order.ts';
import type { JobTools } from './shelf-jobs.ts';
import type { ShelfState } from './shelf-state.ts';
import { withSupplements } from './with-supplements.ts';

/** What the shelf says of a pack that a server has and no list names. */
export function describeUnlisted(id: string): ShelfItem {
  return {
    id,
    name: id,
    purpose: null,
    kind: 'diffusion',
    tasks: [],
    group: null,
    bytes: null,
    installedBytes: 0,
    license: null,
    unverified: true,
    isPinned: true,
    origin: 'base',
    isDownloadable: true,
    pages: [],
    state: 'offered',
    progress: null,
    failure: null,
    fit: { verdict: 'fits', reason: null, subject: null },
    lastUsed: null,
  };
}

/** Notes what the shelf would not know of a pack if its server were gone. */
export async function noteItem(state: ShelfState, id: string, model: ModelInfo | null): Promise<void> {
  const row = state.findRow(id);
  const isCataloged = state.catalog.some((entry) => entry.id === id);
  const described = row === null ? describeUnlisted(id) : await describeEntry(row);
  const item: ShelfItem = isCataloged ? described : { ...described, origin: 'base', group: null };
  const tasks = model?.tasks ?? item.tasks;
  await state.notes.change((notes) => ({
    ...notes,
    packs: { ...notes.packs, [id]: { item: { ...item, tasks }, model } },
  }));
}

/** Removes every other revision of a pack that is now there: what has been replaced, and beginnings of it. */
async function removeOthers({ store }: ShelfState, { id, revision }: PackName): Promise<void> {
  for (const pack of await store.list())
    if (pack.id === id && pack.revision !== revision) await store.remove(pack);
}

/** What the panel lists of a pack that is here: read from its own files, named as the shelf names it. */
export async function inspect(state: ShelfState, { id, revision }: PackName): Promise<ModelInfo | null> {
  const row = state.findRow(id);
  if (row?.kind === 'safety') return null;
  const source = await state.store.open(id, revision);
  if (source === null) return null;
  const supplements = row?.source.from === 'hub' ? row.source.supplements : {};
  const model = await describeModel(id, row?.name ?? id, withSupplements(source, supplements)).catch(
    (thrown: unknown) => {
      throw toAppError(thrown);
    },
  );
  const defaults = row?.defaults;
  return {
    ...model,
    origin: 'catalog',
    ...(defaults == null
      ? {}
      : {
          defaultSteps: defaults.steps,
          defaultGuidance: defaults.guidance,
          defaultScheduler: defaults.scheduler,
        }),
  };
}

/**
 * Fetches a model and makes it known. `paused` where another page has paused it. Throws what planning, downloads and
 * storage throw, and what keeps a pack that came whole from painting: its files stay, for a later engine may know better.
 */
export async function installModel(
  state: ShelfState,
  id: string,
  { token, tell }: JobTools,
  onPlanned: (order: PackOrder) => void,
): Promise<'installed' | 'paused'> {
  const { bases } = await state.notes.read();
  const planned = planOrder(state.fetch, id, state.findRow(id), bases);
  const order = await untilCancelled(planned, token);
  onPlanned(order);
  await noteItem(state, id, null);
  const outcome = await state.downloader.install(
    order,
    {
      onProgress(progress) {
        const isWhole = progress.totalBytes !== null && progress.doneBytes >= progress.totalBytes;
        tell(isWhole ? 'verifying' : 'downloading', progress);
      },
    },
    token,
  );
  if (outcome === 'paused') return outcome;
  await removeOthers(state, order);
  await noteItem(state, id, await inspect(state, order));
  return outcome;
}

/** Refuses to begin where the license must be accepted and is not; what is accepted now is noted. */
export async function requireLicense(
  state: ShelfState,
  item: ShelfItem,
  acceptedNow: string | null,
): Promise<void> {
  const { license } = item;
  if (license === null || !license.mustAccept || license.acceptedOn !== null) return;
  if (acceptedNow !== license.textHash) throw new AppError('license-not-accepted', item.id, license.name);
  await acceptLicense(state, item.id, license.textHash);
}

/** Notes that a person has accepted the words of a license now. */
export async function acceptLicense({ notes }: ShelfState, id: string, textHash: string): Promise<void> {
  const acceptedOn = new Date().toISOString();
  await notes.change((kept) => ({
    ...kept,
    licenses: { ...kept.licenses, [id]: { textHash, acceptedOn } },
  }));
}
