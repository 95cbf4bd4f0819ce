import type { LocalText } from '../../../models/catalog/catalog-entry.ts';
import { catalogGroups } from '../../../models/catalog/groups.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Shelf, ShelfItem, ShelfProgress } from '../../../protocol/shelf.ts';

/** What a person can do with a model on the shelf; the first of a card stays in its place while the state changes. */
export type ShelfOffer =
  | 'download'
  | 'add-folder'
  | 'pause'
  | 'resume'
  | 'retry'
  | 'fetch-again'
  | 'use'
  | 'in-use'
  | 'checking'
  | 'verify'
  | 'remove'
  | 'stop'
  | 'discard'
  | 'dismiss';

/** True for what is copied from this machine's disk, which can only be done anew while the disk can be read. */
export function isCopied({ origin }: Pick<ShelfItem, 'origin'>): boolean {
  return origin === 'folder' || origin === 'zip';
}

/** What a card offers, most wanted first; `chosen` is the model that paints now. Never empty. */
export function offersFor(item: ShelfItem, chosen: string): [ShelfOffer, ...ShelfOffer[]] {
  const fetch: ShelfOffer = item.isDownloadable ? 'download' : 'add-folder';
  switch (item.state) {
    case 'offered':
      return [fetch];
    case 'waiting':
    case 'downloading':
      return isCopied(item) ? ['stop'] : ['pause', 'stop'];
    case 'paused':
      return [item.isDownloadable ? 'resume' : 'add-folder', 'discard'];
    case 'verifying':
      return ['checking'];
    case 'failed':
      return [item.isDownloadable ? retryOf(item) : 'add-folder', afterFailure(item)];
    case 'evicted':
      return [item.isDownloadable ? 'fetch-again' : 'add-folder', 'remove'];
    case 'installed':
      return offersOfInstalled(item, chosen);
  }
}

/** Faults that are over when their cause is: the download goes on, and their sentences say so. */
const passing: readonly (ErrorCode | undefined)[] = ['network-lost', 'no-space'];

function retryOf({ failure }: ShelfItem): ShelfOffer {
  return passing.includes(failure?.code) ? 'resume' : 'retry';
}

/** What is damaged on the disk is removed, the beginning of a download thrown away; else the sentence alone goes. */
function afterFailure({ failure, installedBytes }: ShelfItem): ShelfOffer {
  if (installedBytes === 0) return 'dismiss';
  return failure?.code === 'model-broken' ? 'remove' : 'discard';
}

function offersOfInstalled(item: ShelfItem, chosen: string): [ShelfOffer, ...ShelfOffer[]] {
  const upkeep: ShelfOffer[] = item.origin === 'page' ? [] : ['verify', 'remove'];
  // Erasers and checkers work beside the model that paints and are not chosen in its place.
  if (item.kind !== 'diffusion') return upkeep.length > 0 ? ['verify', 'remove'] : ['in-use'];
  return [item.id === chosen ? 'in-use' : 'use', ...upkeep];
}

/** True where the license must be accepted before the first byte. */
export function awaitsAcceptance({ license }: Pick<ShelfItem, 'license'>): boolean {
  return license?.mustAccept === true && license.acceptedOn === null;
}

/** A group of the shelf; the panel has the titles of what no catalog lists. */
export type ShelfGroup = { title: LocalText | 'added' | 'servers'; items: ShelfItem[] };

/** The shelf's items in groups: the catalog's in its order, then a person's own, then those of servers. */
export function groupItems(items: readonly ShelfItem[]): ShelfGroup[] {
  const isListed = ({ group }: ShelfItem) => catalogGroups.some(({ id }) => id === group);
  const others = items.filter((item) => !isListed(item));
  const groups: ShelfGroup[] = [
    ...catalogGroups.map(({ id, title }) => ({ title, items: items.filter(({ group }) => group === id) })),
    { title: 'added', items: others.filter(({ origin }) => origin !== 'base') },
    { title: 'servers', items: others.filter(({ origin }) => origin === 'base') },
  ];
  return groups.filter((group) => group.items.length > 0);
}

/** Which model the main view tells of: one under way before one that waits, and before one that needs a person. */
export function foremostDownload(items: readonly ShelfItem[]): ShelfItem | null {
  for (const state of ['downloading', 'verifying', 'waiting', 'failed', 'paused', 'evicted'] as const) {
    const found = items.find((item) => item.state === state);
    if (found !== undefined) return found;
  }
  return null;
}

/** How far an item is; of one that rests it is only known what is on the disk. Null where nothing has come. */
export function progressOf({ progress, installedBytes, bytes }: ShelfItem): ShelfProgress | null {
  if (progress !== null || installedBytes === 0) return progress;
  return { doneBytes: installedBytes, totalBytes: bytes, bytesPerSecond: null, secondsLeft: null };
}

/** False for a model that is gone when the plugin closes, because nothing keeps a copy of it. */
export function isKept(shelf: Shelf | null, id: string): boolean {
  const item = shelf?.items.find((known) => known.id === id);
  return item !== undefined && item.state !== 'failed' && shelf?.storage.kind !== 'memory';
}

/** How much has come, 0 to 1; null where the whole is not known. */
export function shareDone(progress: ShelfProgress | null): number | null {
  if (progress === null || progress.totalBytes === null || progress.totalBytes === 0) return null;
  return Math.min(1, progress.doneBytes / progress.totalBytes);
}

/** What has become of a model since the shelf was last told. */
export type ShelfNews = {
  kind: 'started' | 'paused' | 'installed' | 'failed' | 'evicted' | 'removed';
  name: string;
};

/** The first change that a person who does not see the shelf must hear of; null for mere progress. */
export function findNews(before: Shelf | null, after: Shelf): ShelfNews | null {
  if (before === null) return null;
  const was = new Map(before.items.map(({ id, state }) => [id, state]));
  for (const { id, name, state } of after.items) {
    const previous = was.get(id);
    if (previous === state || previous === undefined) continue;
    if (state === 'downloading' && previous !== 'waiting') return { kind: 'started', name };
    if (state === 'installed' || state === 'paused' || state === 'failed' || state === 'evicted')
      return { kind: state, name };
    if (state === 'offered' && previous === 'installed') return { kind: 'removed', name };
  }
  return null;
}

/** The ids that can paint, as one text to compare by. */
export function installedIds(shelf: Shelf | null): string {
  const installed = shelf?.items.filter(({ state }) => state === 'installed') ?? [];
  return installed
    .map(({ id }) => id)
    .sort()
    .join('\n');
}

/** An address that a person may follow; relative ones lie below the engine page. Null for what is not of the web. */
export function webAddress(url: string | null, engineUrl: string | undefined): string | null {
  if (url === null) return null;
  try {
    const { href, protocol } = new URL(url, engineUrl);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
