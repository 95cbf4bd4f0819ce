import type { CatalogEntry } from '../../../../models/catalog.ts';
import { AppError } from '../../../../protocol/errors.ts';
import type { Fetch } from '../downloads/fetch-answer.ts';
import { addressOf } from '../downloads/pack-order.ts';
import { folderOnBase } from './base-address.ts';
import { fetchJson, hasFile } from './fetch-small.ts';
import { parseTeamFiles, parseTeamRows, type TeamFiles } from './team-rows.ts';

/** What a server has of one pack: its own list of files, or the files that the catalog lists. */
export type PackOnBase = { files: TeamFiles | 'as-in-catalog' };

/**
 * What a server has of a pack; null where it has nothing of it. Its own `files.json` decides, else the first file that
 * the row lists. Throws what fetchJson throws, `shelf-broken` where files.json is no such list.
 */
export async function findOnBase(
  fetch: Fetch,
  base: string,
  id: string,
  entry: CatalogEntry | null,
): Promise<PackOnBase | null> {
  const folder = folderOnBase(base, id);
  const list = await fetchJson(fetch, new URL('files.json', folder).href);
  if (list !== undefined) {
    const files = parseTeamFiles(list);
    if (files === null)
      throw new AppError('shelf-broken', `${folder}files.json is no list`, `${id}/files.json`);
    return { files };
  }
  if (entry?.source.from !== 'hub') return null;
  const [first] = entry.source.files;
  if (first === undefined || !(await hasFile(fetch, addressOf(folder, first.path)))) return null;
  return { files: 'as-in-catalog' };
}

/** What a server offers: packs of its own, and which of the catalog's it has with how many bytes (null: not told). */
export type BaseOffer = {
  rows: CatalogEntry[];
  has: ReadonlyMap<string, number | null>;
};

export const bytesOfList = (files: readonly { bytes: number | null }[]): number | null =>
  files.some(({ bytes }) => bytes === null) ? null : files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);

/**
 * Looks through a server: its `shelf.json`, and every pack of the catalog by id. Throws what fetchJson throws,
 * `shelf-broken` with the place of the first fault in a list.
 */
export async function readBase(
  fetch: Fetch,
  base: string,
  catalog: readonly CatalogEntry[],
): Promise<BaseOffer> {
  const list = await fetchJson(fetch, `${base}shelf.json`);
  const rows = list === undefined ? [] : parseTeamRows(list, base);
  if ('fault' in rows)
    throw new AppError('shelf-broken', `${base}shelf.json at ${rows.fault}`, `shelf.json, ${rows.fault}`);
  const wanted = catalog.filter(({ source }) => source.from !== 'engine');
  const looks = await Promise.all(
    wanted.map(async (entry) => [entry, await findOnBase(fetch, base, entry.id, entry)] as const),
  );
  const has = new Map<string, number | null>();
  for (const [entry, found] of looks) {
    if (found === null) continue;
    has.set(entry.id, found.files === 'as-in-catalog' ? entry.downloadBytes : bytesOfList(found.files));
  }
  return { rows, has };
}
