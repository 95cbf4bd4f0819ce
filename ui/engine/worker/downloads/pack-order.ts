import * as v from 'valibot';
import { byteCountSchema, packPathSchema, sha256Schema } from '../store/pack-folder.ts';

/** A file that is wanted; null where nobody has told its size or its hash. */
const fileSchema = v.object({
  path: packPathSchema,
  bytes: v.nullable(byteCountSchema),
  sha256: v.nullable(sha256Schema),
});

/** What is to be fetched: `bases` are folders of equal content on the web, the first one asked first. */
export const packOrderSchema = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  revision: v.pipe(v.string(), v.minLength(1)),
  files: v.pipe(
    v.array(fileSchema),
    v.minLength(1),
    v.check((files) => new Set(files.map(({ path }) => path)).size === files.length),
  ),
  bases: v.pipe(v.array(v.pipe(v.string(), v.url())), v.minLength(1)),
});

export type PackOrder = v.InferOutput<typeof packOrderSchema>;
export type FileOrder = PackOrder['files'][number];

/** The address of a file below a base, whether or not that ends in a slash. */
export function addressOf(base: string, path: string): string {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), base.endsWith('/') ? base : `${base}/`)
    .href;
}
