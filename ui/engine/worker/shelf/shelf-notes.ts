import * as v from 'valibot';
import { guidanceUses, type ModelInfo } from '../../../../protocol/engine-contract.ts';
import { modelSizingSchema } from '../../../../protocol/engine-schemas.ts';
import type { ShelfItem } from '../../../../protocol/shelf.ts';
import { shelfItemSchema } from '../../../../protocol/shelf-schemas.ts';
import type { ShelfStore } from '../store/shelf-store.ts';
import { openSlotFile, readSlots } from '../store/slot-file.ts';

const modelSchema: v.GenericSchema<unknown, ModelInfo> = v.object({
  id: v.string(),
  name: v.string(),
  nativeSize: v.object({ width: v.number(), height: v.number() }),
  defaultSteps: v.number(),
  defaultGuidance: v.number(),
  defaultScheduler: v.string(),
  tasks: v.array(v.string()),
  guidanceUse: v.optional(v.picklist(guidanceUses)),
  sizing: v.optional(modelSizingSchema),
  weightBytes: v.optional(v.number()),
  origin: v.picklist(['catalog', 'folder']),
});

const packSchema = v.object({
  /** What the shelf says of it when no catalog and no server does any more; a state has no meaning here. */
  item: shelfItemSchema as v.GenericSchema<unknown, ShelfItem>,
  /** What the panel lists; null for what does not paint. */
  model: v.nullable(modelSchema),
});

const notesSchema = v.object({
  version: v.literal(1),
  bases: v.array(v.string()),
  licenses: v.record(v.string(), v.object({ textHash: v.string(), acceptedOn: v.string() })),
  packs: v.record(v.string(), packSchema),
});

/** What a person has told the shelf, and what was learned of packs beside their files. */
export type Notes = v.InferOutput<typeof notesSchema>;
export type PackNote = Notes['packs'][string];

/** The shelf's notes, the same for every page of the profile. */
export type ShelfNotes = {
  read(): Promise<Notes>;
  /** Changes the notes while no other page does; resolves when they are kept. */
  change(act: (notes: Notes) => Notes): Promise<void>;
};

const empty: Notes = { version: 1, bases: [], licenses: {}, packs: {} };

// Beside the folders of packs: no pack has a name without an @.
const path = 'shelf/notes';

/** Opens the notes in the store; they live as long as what is stored there. */
export function openShelfNotes({ files, lock }: Pick<ShelfStore, 'files' | 'lock'>): ShelfNotes {
  const parse = (value: unknown): Notes => {
    const parsed = v.safeParse(notesSchema, value);
    return parsed.success ? parsed.output : empty;
  };
  return {
    read: async () => parse(await readSlots(files, path)),
    change: (act) =>
      lock.hold({ id: 'shelf', revision: 'notes' }, null, async () => {
        const slots = await openSlotFile(files, path);
        await slots.save(act(parse(slots.value)));
      }),
  };
}
