import * as v from 'valibot';
import type { FileStore } from '../store/file-store.ts';
import { byteCountSchema, type PackName, pathsOfPack, sha256Schema } from '../store/pack-folder.ts';
import { openSlotFile } from '../store/slot-file.ts';

const pair = v.tuple([byteCountSchema, byteCountSchema]);

const fileSchema = v.object({
  /** The mirror that the bytes come from, and how it named this state of the file. */
  base: v.nullable(v.string()),
  etag: v.nullable(v.string()),
  lastModified: v.nullable(v.string()),
  totalBytes: v.nullable(byteCountSchema),
  pieceBytes: v.pipe(byteCountSchema, v.minValue(1)),
  pieces: v.object({ done: v.array(pair), partial: v.array(pair) }),
  /** SHA-256 of the first `bytes` bytes, unfinished; `state` is base64. */
  hash: v.nullable(v.object({ bytes: byteCountSchema, state: v.string() })),
  /** Set when the file was verified and put in its place. */
  verified: v.nullable(v.object({ bytes: byteCountSchema, sha256: sha256Schema })),
});

const journalSchema = v.object({ version: v.literal(1), files: v.record(v.string(), fileSchema) });

/** How far one file has come. What is in here was on the disk before it was written down. */
export type FileJournal = v.InferOutput<typeof fileSchema>;

/** The diary of a pack that is being fetched. */
export type Journal = {
  read(path: string): FileJournal | null;
  /** Writes down how far a file has come; resolves when that is safe. */
  write(path: string, entry: FileJournal): Promise<void>;
};

/** Opens the journal of a pack, an empty one where there is none or it cannot be read. */
export async function openJournal(store: FileStore, name: PackName): Promise<Journal> {
  const slots = await openSlotFile(store, pathsOfPack(name).journal);
  const parsed = v.safeParse(journalSchema, slots.value);
  const files = new Map(Object.entries(parsed.success ? parsed.output.files : {}));
  let saving = Promise.resolve();
  let waiting: Promise<void> | null = null;

  /** Entries that come while one save is running share the next. */
  function save(): Promise<void> {
    if (waiting !== null) return waiting;
    const next = saving.then(() => {
      waiting = null;
      return slots.save({ version: 1, files: Object.fromEntries(files) });
    });
    waiting = next;
    saving = next.catch(() => {});
    return next;
  }

  return {
    read: (path) => files.get(path) ?? null,
    write(path, entry) {
      files.set(path, entry);
      return save();
    },
  };
}
