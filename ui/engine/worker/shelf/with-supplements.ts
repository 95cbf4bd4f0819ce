import { type PackSource, sourceOf } from '../../../runtime/pack-files.ts';

/** JSON files by their path below a pack's folder. */
export type Supplements = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A pack with the JSON files that its publisher left out and that the catalog knows; a file that is there wins. */
export function withSupplements(source: PackSource, supplements: Supplements): PackSource {
  const added = new Map(
    Object.entries(supplements).map(([path, json]) => [path, new Blob([JSON.stringify(json)])] as const),
  );
  if (added.size === 0) return source;
  return sourceOf(
    async (path) => (await source.open(path)) ?? added.get(path) ?? null,
    async () => {
      const entries = await source.list();
      if (entries === null) return null;
      const known = new Set(entries.map(({ path }) => path));
      const missing = [...added].filter(([path]) => !known.has(path));
      return [...entries, ...missing.map(([path, { size }]) => ({ path, bytes: size }))];
    },
  );
}
