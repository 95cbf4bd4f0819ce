import * as v from 'valibot';

/** Names one state of one pack: its id and the revision that is pinned. */
export type PackName = { readonly id: string; readonly revision: string };

/** The folder of a pack below the store's root; `@` parts the two because neither half keeps one of its own. */
export function folderOfPack({ id, revision }: PackName): string {
  return `${encodeURIComponent(id)}@${encodeURIComponent(revision)}`;
}

/** The pack that a folder belongs to; null for a folder that is none of ours. */
export function packOfFolder(folder: string): PackName | null {
  const [id, revision, ...rest] = folder.split('@');
  if (id === undefined || revision === undefined || rest.length > 0) return null;
  try {
    return { id: decodeURIComponent(id), revision: decodeURIComponent(revision) };
  } catch {
    return null;
  }
}

/** Where the parts of a pack lie in its folder. Only what has been verified is in `files`. */
export const pathsOfPack = (name: PackName) => {
  const folder = folderOfPack(name);
  return {
    folder,
    manifest: `${folder}/manifest`,
    journal: `${folder}/journal`,
    files: `${folder}/files`,
    parts: `${folder}/parts`,
    file: (path: string) => `${folder}/files/${path}`,
    part: (path: string) => `${folder}/parts/${path}.part`,
  };
};

/** A path of a file in a pack: relative, no steps up, nothing that a file system reads in another way. */
export const packPathSchema = v.pipe(
  v.string(),
  v.maxLength(400),
  v.regex(/^[\w. ()+@-]+(\/[\w. ()+@-]+)*$/),
  v.check((path) => path.split('/').every((name) => !/^\.+$/.test(name) && !/[. ]$/.test(name))),
);

export const sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const byteCountSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
