import type { FileStore, WritableFile } from '../store/file-store.ts';
import { type PackName, pathsOfPack } from '../store/pack-folder.ts';
import { createFrontHash, type FrontHash } from './front-hash.ts';
import type { FileJournal, Journal } from './journal.ts';
import { createPieces, type Pieces, rangeOfPiece, type SavedPieces } from './pieces.ts';

/** Which mirror the bytes come from and how it names this state of the file. */
export type Origin = Pick<FileJournal, 'base' | 'etag' | 'lastModified' | 'totalBytes'>;

/** A file on its way: its bytes in `NAME.part`, what of them is safe, and the hash of its beginning. */
export type PartFile = {
  readonly pieces: Pieces;
  origin(): Origin;
  setOrigin(changes: Partial<Origin>): void;
  write(bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void>;
  /** Declares a piece written: it is flushed, then hashed where it joins the front, then written down. */
  keep(index: number): Promise<void>;
  /** Flushes and writes down all there is, pieces under way too, and lets the file go. */
  rest(): Promise<void>;
  /** Forgets every byte. */
  restart(totalBytes: number | null): Promise<void>;
  /** Hashes what is left and gives the whole file's hash, once every piece is done. */
  digest(): Promise<string>;
  /** Moves the file to its place, as verified. */
  publish(sha256: string): Promise<void>;
};

export type PartFileOptions = {
  files: FileStore;
  pack: PackName;
  path: string;
  journal: Journal;
  pieceBytes: number;
  /** The size that the order tells; null where the first answer has to. */
  totalBytes: number | null;
};

/** Goes on from the journal, or from nothing where it does not know the file. Opens no file before bytes are written. */
export async function openPartFile(options: PartFileOptions): Promise<PartFile> {
  const { files, pack, path, journal } = options;
  const paths = pathsOfPack(pack);
  const noted = journal.read(path);
  const known = noted?.verified === null && isFitting(noted, options.totalBytes) ? noted : null;
  const pieces = createPieces(known?.pieceBytes ?? options.pieceBytes, known?.pieces);
  // A hash is a machine of its own with a window of its own: some packs have hundreds of files.
  let hash: FrontHash | null = null;
  let savedHash = known?.hash ?? null;
  let origin: Origin = {
    base: known?.base ?? null,
    etag: known?.etag ?? null,
    lastModified: known?.lastModified ?? null,
    totalBytes: options.totalBytes ?? known?.totalBytes ?? null,
  };
  let opening: Promise<WritableFile> | null = null;
  // One step at a time: a hash and a journal entry must be of the same moment.
  let line: Promise<unknown> = Promise.resolve();

  // What is no longer there cannot be gone on with.
  const stored = await files.open(paths.part(path));
  if ((stored?.size ?? 0) < endOf(pieces.save(), pieces.pieceBytes, origin.totalBytes)) forget();

  function forget(): void {
    pieces.clear();
    hash = null;
    savedHash = null;
  }

  /** Hashes on to where the front is, or to `untilBytes`. */
  async function follow(file: WritableFile, untilBytes: number): Promise<FrontHash> {
    hash ??= await createFrontHash(savedHash);
    await hash.follow(file, untilBytes);
    savedHash = hash.save();
    return hash;
  }

  function inLine<T>(act: () => Promise<T>): Promise<T> {
    const result = line.then(act);
    line = result.catch(() => {});
    return result;
  }

  function open(): Promise<WritableFile> {
    opening ??= files.openForWriting(paths.part(path));
    return opening;
  }

  async function close(): Promise<void> {
    const file = await opening?.catch(() => null);
    opening = null;
    await file?.close();
  }

  function note(saved: SavedPieces, verified: FileJournal['verified'] = null): Promise<void> {
    const { pieceBytes } = pieces;
    return journal.write(path, { ...origin, pieceBytes, pieces: saved, hash: savedHash, verified });
  }

  async function settle(): Promise<void> {
    // Taken before the flush, so that nothing is written down that came after it.
    const saved = pieces.save();
    const file = await open();
    await file.flush();
    await follow(file, pieces.frontBytes(origin.totalBytes ?? Number.POSITIVE_INFINITY));
    await note(saved);
  }

  return {
    pieces,
    origin: () => origin,
    setOrigin(changes) {
      origin = { ...origin, ...changes };
    },
    write: async (bytes, at) => (await open()).write(bytes, at),
    keep: (index) =>
      inLine(async () => {
        pieces.markDone(index);
        await settle();
      }),
    rest: () =>
      inLine(async () => {
        if (opening === null) return;
        try {
          await settle();
        } finally {
          await close();
        }
      }),
    restart: (totalBytes) =>
      inLine(async () => {
        forget();
        origin = { ...origin, etag: null, lastModified: null, totalBytes };
        await note(pieces.save());
        await (await open()).truncate(0);
      }),
    digest: () =>
      inLine(async () => {
        const file = await open();
        const totalBytes = origin.totalBytes ?? 0;
        // What an attempt that no journal knows of has left behind the end is not of this file.
        if (file.size() > totalBytes) await file.truncate(totalBytes);
        await file.flush();
        const sha256 = (await follow(file, totalBytes)).finish();
        hash = null;
        savedHash = null;
        return sha256;
      }),
    publish: (sha256) =>
      inLine(async () => {
        const bytes = origin.totalBytes ?? 0;
        await close();
        await files.move(paths.part(path), paths.file(path));
        // The pieces stay until whoever counts bytes knows the file as verified: progress never goes back.
        await note({ done: [], partial: [] }, { bytes, sha256 });
      }),
  };
}

function isFitting(noted: FileJournal | null, totalBytes: number | null): noted is FileJournal {
  return (
    noted !== null && (totalBytes === null || noted.totalBytes === null || noted.totalBytes === totalBytes)
  );
}

/** The offset behind the last byte that is claimed to be on the disk. */
function endOf({ done, partial }: SavedPieces, pieceBytes: number, totalBytes: number | null): number {
  const lastDone = Math.max(-1, ...done.map(([, to]) => to));
  const ends = partial.map(([index, bytes]) => index * pieceBytes + bytes);
  return Math.max(lastDone < 0 ? 0 : rangeOfPiece(lastDone, pieceBytes, totalBytes).end, ...ends);
}
