import type { CatalogEntry, License } from '../../../../models/catalog.ts';
import type { ShelfItem, ShelfLicense } from '../../../../protocol/shelf.ts';
import { hashBytes } from '../integrity.ts';

/** What a person accepts when they accept a license: the words that they were shown. SHA-256 in hex. */
export function hashLicense({ name, url, meaning }: License): Promise<string> {
  return hashBytes(new TextEncoder().encode(JSON.stringify([name, url, meaning.en, meaning.de])));
}

async function describeLicense(license: License): Promise<ShelfLicense> {
  const { name, url, meaning, allowsCommercialUse, mustAccept } = license;
  const textHash = await hashLicense(license);
  return { name, url, meaning, allowsCommercialUse, mustAccept, textHash, acceptedOn: null };
}

/** A row of the catalog as an item that nobody has installed; what comes with the engine page is there already. */
export async function describeEntry(entry: CatalogEntry): Promise<ShelfItem> {
  const { source } = entry;
  return {
    id: entry.id,
    name: entry.name,
    purpose: entry.purpose,
    kind: entry.kind,
    tasks: [...entry.tasks],
    group: entry.group,
    bytes: entry.downloadBytes,
    installedBytes: 0,
    license: await describeLicense(entry.license),
    unverified: entry.unverified,
    isPinned: source.from === 'hub' && source.files.some(({ sha256 }) => sha256 === null),
    origin: source.from === 'engine' ? 'page' : 'catalog',
    isDownloadable: source.from === 'hub',
    pages: source.from === 'person' ? [...source.pages] : [],
    state: source.from === 'engine' ? 'installed' : 'offered',
    progress: null,
    failure: null,
    fit: { verdict: 'fits', reason: null, subject: null },
    lastUsed: null,
  };
}
