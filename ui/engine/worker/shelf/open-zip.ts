import { type Entry, ZipReader } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { AppError } from '../../../../protocol/errors.ts';
import { findPackFolder } from '../../../runtime/folder-source.ts';
import { toAppError } from '../engine-failure.ts';
import type { CopiedFile } from './copy-pack.ts';
import { belongsToPack } from './pack-files-of.ts';

/** No pack has as many files. */
const mostEntries = 10_000;

/** Weights hardly compress: what grows more than this is made to fill a disk. */
const mostGrowth = 200;
const harmlessBytes = 64 * 1024 * 1024;

type FileEntry = Extract<Entry, { directory: false }>;

/** The archive as zip.js reads it: in ranges, never whole. Its own reader of blobs would bring its writers along. */
function rangesOf(blob: Blob) {
  return {
    size: blob.size,
    initialized: false,
    init() {
      this.initialized = true;
    },
    readUint8Array: async (at: number, length: number) =>
      new Uint8Array(await blob.slice(at, at + length).arrayBuffer()),
    createReadable: ({ offset = 0, size = blob.size - offset }: { offset?: number; size?: number } = {}) =>
      blob.slice(offset, offset + size).stream(),
  };
}

function explained<T>(act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

function explain(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { message, filename } = thrown as { message?: string; filename?: string };
  if (/unsafe filename|overlapping|ambiguous/i.test(message ?? ''))
    return new AppError('archive-unsafe', String(message), filename ?? null);
  return new AppError('archive-unreadable', String(message ?? thrown), filename ?? null);
}

function refuseBomb(entries: readonly FileEntry[]): void {
  const swollen = entries.filter((entry) => entry.uncompressedSize > mostGrowth * entry.compressedSize);
  const total = swollen.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const [first] = swollen;
  if (total > harmlessBytes && first !== undefined)
    throw new AppError('archive-unsafe', `${total} bytes out of almost nothing`, first.filename);
}

async function pourEntry(
  entry: FileEntry,
  into: CopiedFile['pour'] extends (i: infer I) => unknown ? I : never,
) {
  try {
    const sink = new WritableStream<Uint8Array<ArrayBuffer>>({ write: (chunk) => into(chunk) });
    // Signatures are CRC-32: a file that was damaged on its way is found before it counts.
    await entry.getData(sink, { checkSignature: true, useWebWorkers: false });
  } catch (thrown) {
    throw explain(thrown);
  }
}

/** The folder of the pack, or of the only graph that there is: an eraser. Throws `not-a-model`, `several-models`. */
function findRoot(names: readonly string[]): string {
  const root = findPackFolder(names);
  if (root !== null) return root;
  const graph = names.find((name) => name.endsWith('.onnx'));
  if (graph === undefined) throw new AppError('not-a-model', 'No graph is in the archive.');
  return graph.slice(0, graph.lastIndexOf('/') + 1);
}

/**
 * The files of the pack in a .zip archive, found wherever in it; their bytes are unpacked as they are poured. Throws
 * `archive-unreadable`, also for one with a password; `archive-unsafe` for names that lead out of the archive and for
 * archives made to fill a disk; `not-a-model` where no pack is in it and `several-models` where several are.
 */
export async function openZip(blob: Blob): Promise<CopiedFile[]> {
  const zip = new ZipReader(rangesOf(blob) as never, {
    useWebWorkers: false,
    checkOverlappingEntry: true,
  });
  let entries: FileEntry[];
  try {
    const all = await zip.getEntries();
    if (all.length > mostEntries) throw new AppError('archive-unsafe', `${all.length} entries`);
    entries = all.filter((entry): entry is FileEntry => !entry.directory);
  } catch (thrown) {
    throw explain(thrown);
  }
  refuseBomb(entries);
  const names = entries.map(({ filename }) => filename).filter(belongsToPack);
  const root = explained(() => findRoot(names));
  const own = entries
    .filter(({ filename }) => filename.startsWith(root) && belongsToPack(filename.slice(root.length)))
    .map((entry) => ({ path: entry.filename.slice(root.length), entry }));
  const locked = own.find(({ entry }) => entry.encrypted);
  if (locked !== undefined)
    throw new AppError('archive-unreadable', `${locked.path} has a password`, locked.path);
  return own.map(({ path, entry }) => ({
    path,
    bytes: entry.uncompressedSize,
    stamp: String(entry.signature),
    pour: (into) => pourEntry(entry, into),
  }));
}
