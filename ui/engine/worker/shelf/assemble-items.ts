import type { CatalogEntry } from '../../../../models/catalog.ts';
import type { ShelfItem } from '../../../../protocol/shelf.ts';
import type { StoredPack } from '../store/shelf-store.ts';
import { describeEntry } from './describe-entry.ts';
import { planFit } from './plan-fit.ts';
import type { MachineFacts } from './probe-machine.ts';
import type { ShelfJobs } from './shelf-jobs.ts';
import type { Notes } from './shelf-notes.ts';

/** A server of the team's own, as it was last seen. */
export type KnownBase = { rows: readonly CatalogEntry[]; has: ReadonlyMap<string, number | null> };

export type ShelfFacts = {
  catalog: readonly CatalogEntry[];
  bases: readonly KnownBase[];
  notes: Notes;
  stored: readonly StoredPack[];
  /** Items that only this page knows: folders whose files are not copied yet. */
  held: readonly ShelfItem[];
  machine: MachineFacts;
  jobs: Pick<ShelfJobs, 'find' | 'failure'>;
};

const isoDate = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** The best state that any revision of a pack is in; null where nothing of it is stored. */
function bestOf(stored: readonly StoredPack[], id: string): StoredPack | null {
  const own = stored.filter((pack) => pack.id === id);
  for (const state of ['installed', 'evicted', 'partial'] as const) {
    const found = own.find((pack) => pack.state === state);
    if (found !== undefined) return found;
  }
  return null;
}

/** Puts what is going on with an item over what is known of it. */
function withState(item: ShelfItem, facts: ShelfFacts): ShelfItem {
  const { notes, stored, jobs } = facts;
  const accepted = notes.licenses[item.id];
  const license = item.license && {
    ...item.license,
    acceptedOn: accepted?.textHash === item.license.textHash ? accepted.acceptedOn : null,
  };
  const job = jobs.find(item.id);
  const failure = jobs.failure(item.id);
  const pack = bestOf(stored, item.id);
  const resting = pack === null ? item.state : pack.state === 'partial' ? ('paused' as const) : pack.state;
  const isInstalled = pack?.state === 'installed';
  return {
    ...item,
    license,
    installedBytes: isInstalled || job === null ? (pack?.bytes ?? 0) : (job.progress?.doneBytes ?? 0),
    state: job !== null ? job.state : failure !== null ? 'failed' : resting,
    progress: job?.progress ?? null,
    failure: job === null ? failure : null,
    lastUsed: isoDate(pack?.lastUsedAt ?? null),
  };
}

async function describeRow(entry: CatalogEntry, facts: ShelfFacts): Promise<ShelfItem> {
  const item = await describeEntry(entry);
  const carriers = facts.bases.filter(({ has }) => has.has(entry.id));
  const listed = carriers.map(({ has }) => has.get(entry.id)).find((bytes) => bytes != null);
  return {
    ...item,
    // A server's own list says what it costs there.
    bytes: listed ?? item.bytes,
    isDownloadable: item.isDownloadable || carriers.length > 0,
    fit: planFit(entry, facts.machine),
  };
}

/**
 * Everything on the shelf in the order to show it: the catalog's rows, what servers of the team's own list, then what
 * a person has added. Of two with one id the first counts.
 */
export async function assembleItems(facts: ShelfFacts): Promise<ShelfItem[]> {
  const rows = await Promise.all(facts.catalog.map((entry) => describeRow(entry, facts)));
  const teams = await Promise.all(
    facts.bases.flatMap((base) =>
      base.rows.map(async (entry) => ({
        ...(await describeRow(entry, facts)),
        origin: 'base' as const,
        group: null,
      })),
    ),
  );
  const noted = Object.values(facts.notes.packs).map(({ item }) => item);
  const kept = noted.filter(({ id }) => bestOf(facts.stored, id) !== null || facts.jobs.find(id) !== null);
  const items = new Map<string, ShelfItem>();
  for (const item of [...rows, ...teams, ...facts.held, ...kept])
    if (!items.has(item.id)) items.set(item.id, withState(item, facts));
  return [...items.values()];
}
