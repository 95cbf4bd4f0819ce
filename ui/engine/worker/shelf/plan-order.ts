import type { CatalogEntry } from '../../../../models/catalog.ts';
import { AppError } from '../../../../protocol/errors.ts';
import type { Fetch } from '../downloads/fetch-answer.ts';
import type { FileOrder, PackOrder } from '../downloads/pack-order.ts';
import { hashBytes } from '../integrity.ts';
import { folderOnBase } from './base-address.ts';
import { findOnBase } from './read-base.ts';

/** Names a list of files by what it says, so that another list is another revision. 16 hex digits. */
export async function nameRevision(lines: readonly (readonly unknown[])[]): Promise<string> {
  return (await hashBytes(new TextEncoder().encode(JSON.stringify(lines)))).slice(0, 16);
}

const revisionOf = (files: readonly FileOrder[]) =>
  nameRevision(files.map(({ path, bytes, sha256 }) => [path, bytes, sha256]));

/**
 * Decides where a pack is fetched from. A server of the team's own comes first, the catalog's mirrors after it; a list
 * that a server keeps itself counts for that server alone, since other places may hold other bytes. Throws
 * `model-missing` where nobody has it, or why the only server that may have it cannot be read.
 */
export async function planOrder(
  fetch: Fetch,
  id: string,
  entry: CatalogEntry | null,
  bases: readonly string[],
): Promise<PackOrder> {
  let trouble: unknown = null;
  const carriers: string[] = [];
  for (const base of bases) {
    const found = await findOnBase(fetch, base, id, entry).catch((thrown: unknown) => {
      trouble ??= thrown;
      return null;
    });
    if (found === null) continue;
    const folder = folderOnBase(base, id);
    if (found.files === 'as-in-catalog') carriers.push(folder);
    else return { id, revision: await revisionOf(found.files), files: found.files, bases: [folder] };
  }
  if (entry?.source.from === 'hub' && entry.source.files.length > 0) {
    const { files, mirrors, revision } = entry.source;
    return {
      id,
      revision: revision === '' ? await revisionOf(files) : revision,
      files: [...files],
      bases: [...new Set([...carriers, ...mirrors])],
    };
  }
  throw trouble ?? new AppError('model-missing', `Nobody is known who has ${id}.`, id);
}
