import * as v from 'valibot';
import type { CatalogEntry, License } from '../../../../models/catalog.ts';
import { byteCountSchema, packPathSchema, sha256Schema } from '../store/pack-folder.ts';

const sentence = v.object({ en: v.string(), de: v.string() });

const filesSchema = v.pipe(
  v.array(
    v.object({
      path: packPathSchema,
      bytes: v.nullish(byteCountSchema, null),
      sha256: v.nullish(sha256Schema, null),
    }),
  ),
  v.minLength(1),
  v.maxLength(2000),
);

/** The files of one pack, as a `files.json` beside them lists them. */
export type TeamFiles = v.InferOutput<typeof filesSchema>;

const licenseSchema = v.object({
  name: v.string(),
  url: v.nullish(v.string(), null),
  mustAccept: v.optional(v.boolean(), false),
  allowsCommercialUse: v.picklist(['yes', 'with-conditions', 'no', 'unclear']),
  meaning: sentence,
});

const rowSchema = v.object({
  /** Also the name of the pack's folder below the server's address. */
  id: v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/), v.notValue('.'), v.notValue('..')),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  purpose: v.optional(sentence, { en: 'From your team.', de: 'Von Ihrem Team.' }),
  kind: v.optional(v.picklist(['diffusion', 'eraser', 'safety']), 'diffusion'),
  tasks: v.optional(v.array(v.picklist(['generate', 'fill', 'vary', 'remove'])), ['generate']),
  /** Where it is missing, `files.json` in the pack's folder tells. */
  files: v.optional(filesSchema),
  weights: v.optional(v.picklist(['fp32', 'fp16', 'q4', 'q4f16']), 'fp16'),
  nativePx: v.optional(v.object({ width: v.number(), height: v.number() }), { width: 512, height: 512 }),
  gpuMemoryBytes: v.nullish(byteCountSchema, null),
  defaults: v.optional(v.object({ steps: v.number(), guidance: v.number(), scheduler: v.string() }), {
    steps: 20,
    guidance: 7.5,
    scheduler: 'ddim',
  }),
  license: v.optional(licenseSchema),
});

const shelfSchema = v.object({ packs: v.pipe(v.array(rowSchema), v.maxLength(500)) });

/** Nobody has told: better said than left open. */
const untold: License = {
  name: 'NOASSERTION',
  url: null,
  mustAccept: false,
  allowsCommercialUse: 'unclear',
  meaning: {
    en: 'The server does not say under which license this model is; ask whoever put it there.',
    de: 'Der Server sagt nicht, unter welcher Lizenz dieses Modell steht; fragen Sie, wer es dort abgelegt hat.',
  },
};

/** The `files.json` of a pack. Null where it is anything else. */
export function parseTeamFiles(value: unknown): TeamFiles | null {
  const parsed = v.safeParse(filesSchema, value);
  return parsed.success ? parsed.output : null;
}

/**
 * The packs that a server lists in its `shelf.json`, as rows of the catalog whose files lie in a folder of their id
 * below `base`; without files where only `files.json` beside them tells. Returns the path of the first fault where the
 * list is no such list.
 */
export function parseTeamRows(value: unknown, base: string): CatalogEntry[] | { fault: string } {
  const parsed = v.safeParse(shelfSchema, value, { abortEarly: true });
  if (!parsed.success) return { fault: v.getDotPath(parsed.issues[0]) ?? 'packs' };
  return parsed.output.packs.map((row) => toEntry(row, base));
}

function toEntry(row: v.InferOutput<typeof rowSchema>, base: string): CatalogEntry {
  const { id, name, purpose, tasks, files = [], weights, nativePx, gpuMemoryBytes, license = untold } = row;
  const sizes = files.map(({ bytes }) => bytes);
  const isCounted = sizes.length > 0 && sizes.every((bytes) => bytes !== null);
  const shared = {
    id,
    name,
    group: 'own' as const,
    purpose,
    tasks,
    source: {
      from: 'hub' as const,
      revision: '',
      mirrors: [new URL(`${encodeURIComponent(id)}/`, base).href],
      files,
      supplements: {},
    },
    downloadBytes: isCounted ? sizes.reduce((sum: number, bytes) => sum + (bytes ?? 0), 0) : null,
    weights,
    nativePx,
    gpuMemory: gpuMemoryBytes === null ? null : { bytes: gpuMemoryBytes, basis: 'converter' as const },
    needs: weights === 'fp16' || weights === 'q4f16' ? (['shader-f16'] as const) : [],
    awaits: [],
    license,
    unverified: true,
    notes: '',
  };
  return row.kind === 'diffusion'
    ? { ...shared, kind: row.kind, defaults: row.defaults }
    : { ...shared, kind: row.kind, defaults: null };
}
