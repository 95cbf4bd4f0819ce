import * as v from 'valibot';
import type { FileStore } from './file-store.ts';
import { byteCountSchema, type PackName, packPathSchema, pathsOfPack, sha256Schema } from './pack-folder.ts';
import { openSlotFile, readSlots, removeSlots } from './slot-file.ts';

const fileSchema = v.object({
  path: packPathSchema,
  bytes: byteCountSchema,
  sha256: sha256Schema,
  /** True where nobody had told the hash, so that the first download's is taken for right. */
  pinned: v.boolean(),
});

const manifestSchema = v.object({
  version: v.literal(1),
  id: v.string(),
  revision: v.string(),
  files: v.array(fileSchema),
  /** Milliseconds since 1970. */
  installedAt: v.number(),
  verifiedAt: v.number(),
});

/** Says that a pack is whole: every file in it was verified before this was written. */
export type PackManifest = v.InferOutput<typeof manifestSchema>;
export type ManifestFile = PackManifest['files'][number];

/** The manifest of a pack; null where there is none, which is to say that the pack is not installed. */
export async function readManifest(store: FileStore, name: PackName): Promise<PackManifest | null> {
  const value = await readSlots(store, pathsOfPack(name).manifest);
  const parsed = v.safeParse(manifestSchema, value);
  return parsed.success ? parsed.output : null;
}

/** Writes a manifest so that a crash leaves the former one, or none. */
export async function writeManifest(store: FileStore, manifest: PackManifest): Promise<void> {
  await (await openSlotFile(store, pathsOfPack(manifest).manifest)).save(manifest);
}

/** Takes a pack out of what is installed; its files stay. */
export function removeManifest(store: FileStore, name: PackName): Promise<void> {
  return removeSlots(store, pathsOfPack(name).manifest);
}

export const bytesOfFiles = (files: readonly { bytes: number }[]) =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);
